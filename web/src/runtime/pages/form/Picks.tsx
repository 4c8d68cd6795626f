/** Choosing the people of a flow's steps that whoever hands in may choose: asked when the server says so. */
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";

import { findPeople } from "../../../engines/record/inputs/people";
import { flows, type PickedStop } from "../../../platform/api/resources";
import type { App, Form, FoundProblem, Picks, Ref, Values } from "../../../platform/api/types";
import { Button, Layer, MultiSelect, Notice, type Option, Select } from "../../../ui";
import css from "./form.module.css";

const PLACE = "/picks/";

export const asksForPicks = (problems: FoundProblem[]): boolean => problems.length > 0 && problems.every((one) => one.pointer?.startsWith(PLACE));

interface Asked {
  stops: PickedStop[];
  problems: FoundProblem[];
}

const optionOf = (one: Ref): Option => ({ value: one.id ?? "", label: one.title ?? one.id ?? "" });

/** The steps of the form's flows whose people are chosen, on the way this record would go. */
async function stopsOf(app: App, form: Form, values: Values, record: string | null): Promise<PickedStop[]> {
  const tried = await Promise.all((form.flows ?? []).map((flow) => flows.simulate(app.key, flow.key, record ? { record, values } : { values }).catch(() => ({ path: [] }))));
  return tried.flatMap((one) => one.path).filter((stop) => stop.picks);
}

export function usePicks(app: App, form: Form) {
  const [asked, setAsked] = useState<Asked | null>(null);
  const answer = useRef<(picks: Picks | null) => void>(undefined);
  const ask = async (problems: FoundProblem[], values: Values, record: string | null): Promise<Picks | null> => {
    const stops = await stopsOf(app, form, values, record);
    if (!stops.length) return null;
    return new Promise((resolve) => {
      answer.current = resolve;
      setAsked({ stops, problems });
    });
  };
  const close = (picks: Picks | null) => {
    setAsked(null);
    answer.current?.(picks);
  };
  return { ask, dialog: asked && <PicksDialog {...asked} onDone={close} /> };
}

function PicksDialog({ stops, problems, onDone }: Asked & { onDone: (picks: Picks | null) => void }) {
  const { t } = useTranslation();
  const [chosen, setChosen] = useState<Record<string, Option[]>>({});
  const missing = stops.some((stop) => stop.picks?.required && !chosen[stop.node]?.length);
  // what was missing is asked for below; what was wrong is told
  const wrong = problems.filter((one) => one.code !== "pick_needed");
  return (
    <Layer
      open
      width={480}
      data-testid="picks"
      title={t("form.picks_title")}
      onClose={() => onDone(null)}
      foot={
        <>
          <Button onClick={() => onDone(null)}>{t("ui.cancel")}</Button>
          <Button kind="primary" disabled={missing} onClick={() => onDone(Object.fromEntries(Object.entries(chosen).map(([node, people]) => [node, people.map((one) => one.value)])))} data-action="picks-done">
            {t("form.submit")}
          </Button>
        </>
      }
    >
      {wrong.map((one) => <Notice key={one.pointer}>{one.message}</Notice>)}
      {stops.map((stop) => (
        <div key={stop.node} className={css.picked} data-node={stop.node}>
          <label htmlFor={`pick-${stop.node}`}>{stop.name}</label>
          <PeopleInput id={`pick-${stop.node}`} stop={stop} chosen={chosen[stop.node] ?? []} onChange={(next) => setChosen({ ...chosen, [stop.node]: next })} />
        </div>
      ))}
    </Layer>
  );
}

function PeopleInput({ id, stop, chosen, onChange }: { id: string; stop: PickedStop; chosen: Option[]; onChange: (next: Option[]) => void }) {
  const among = stop.picks?.among;
  const from = among ? { options: among.map(optionOf) } : { find: findPeople };
  if (stop.picks?.many) return <MultiSelect many id={id} label={stop.name} {...from} value={chosen} onChange={onChange} />;
  return <Select id={id} label={stop.name} {...from} value={chosen[0] ?? null} onChange={(_, option) => onChange(option ? [option] : [])} />;
}
