/** A flow rehearsed: for a person and a record, where it would go, who would be asked and why. Nothing is stored. */
import { useMutation } from "@tanstack/react-query";
import { CircleCheck, CircleDashed, Play, X } from "lucide-react";
import { useId, useState } from "react";

import { FieldScopeProvider } from "../../engines/record/context";
import { isComputed } from "../../engines/record/fields";
import { fieldView } from "../../engines/record/registry";
import { Refusal } from "../../platform/api/client";
import type { Json } from "../../platform/api/types";
import { Button, Chip, IconButton, Notice, type Option, Select } from "../../ui";
import { designer, type Simulation, type TriedRecord } from "../api";
import { useAppView, useIsPublished, useSay, useStore } from "../context";
import type { JsonObject } from "../document/pointer";
import { useConditionWords } from "../panel/ConditionControl";
import { findPeople } from "../panel/PeopleControl";
import { lookAs, useViewer } from "../panel/Viewer";
import { useWords } from "../words";
import css from "./flows.module.css";
import { END } from "./graph";
import { readBy } from "./reads";

interface TrialProps {
  flow: JsonObject;
  way: Simulation | null;
  onWay: (way: Simulation | null) => void;
  onClose: () => void;
  onShow: (node: string) => void;
}

export function TrialPanel({ flow, way, onWay, onClose, onShow }: TrialProps) {
  const say = useSay();
  const store = useStore();
  const app = useAppView();
  const id = useId();
  const person = useViewer(store.app);
  const [record, setRecord] = useState<TriedRecord | null>(null);
  const [values, setValues] = useState<Record<string, Json>>({});
  const form = app.forms.find((one) => one.key === flow.form);
  const published = useIsPublished(flow.form);
  const asked = readBy(flow).flatMap((key) => form?.fields.find((field) => field.key === key && !isComputed(field)) ?? []);
  const run = useMutation({
    mutationFn: async () => {
      if (!(await store.flush())) throw new Error("unsaved");
      const who = person ? { initiator: person.value, as: person.value } : {};
      return designer.simulate(store.app, String(flow.key), { values, ...who, ...(record ? { record: record.id } : {}) });
    },
    onSuccess: onWay,
  });
  const find = async (words: string) => (await designer.records(store.app, String(flow.form), words, person?.value)).items.map((item) => ({ value: item.id, label: item.title ?? say("unnamed"), item }));
  const refusal = run.error instanceof Refusal ? run.error : null;
  const changed = (next: () => void) => {
    next();
    onWay(null);
  };
  return (
    <aside className={css.side} aria-label={say("trial.title")} data-testid="trial">
      <div className={css.trialhead}><h2>{say("trial.title")}</h2><IconButton icon={X} label={say("trial.close")} onClick={onClose} /></div>
      <div className={css.sidebody}>
        <p className={css.note}>{say("trial.text")}</p>
        {!published && <Notice>{say("trial.publish_first")}</Notice>}
        <div className={css.field}>
          <label htmlFor={`${id}-who`}>{say("trial.initiator")}</label>
          <Select id={`${id}-who`} label={say("trial.initiator")} placeholder={say("trial.myself")} value={person} find={findPeople} onChange={(_, option) => changed(() => { lookAs(store.app, option); setRecord(null); })} />
        </div>
        <div className={css.field}>
          <label htmlFor={`${id}-record`}>{say("trial.record")}</label>
          <Select key={person?.value} id={`${id}-record`} label={say("trial.record")} placeholder={say("trial.no_record")} value={record && { value: record.id, label: record.title ?? say("unnamed") }} find={find} onChange={(_, option) => changed(() => { setRecord((option as (Option & { item?: TriedRecord }) | null)?.item ?? null); setValues({}); })} />
        </div>
        {form && (
          <FieldScopeProvider value={{ app, form }}>
            {asked.map((field) => {
              const { Input } = fieldView(field.type);
              return Input ? (
                <div key={field.key} className={css.field} data-value={field.key}>
                  <label htmlFor={`${id}-${field.key}`}>{field.name}</label>
                  <Input id={`${id}-${field.key}`} field={field} value={values[field.key] ?? record?.values[field.key] ?? null} onChange={(next) => changed(() => setValues({ ...values, [field.key]: next }))} />
                </div>
              ) : null;
            })}
          </FieldScopeProvider>
        )}
        <Button kind="primary" icon={Play} busy={run.isPending} disabled={!published} onClick={() => run.mutate()} data-action="run-trial">{say("trial.run")}</Button>
        {run.isError && <Notice kind="error">{refusal && !refusal.offline ? <>{refusal.message}{refusal.problems.map((one, index) => <div key={index}>{one.message}</div>)}</> : say("trial.failed")}</Notice>}
        {way && <Path way={way} flow={flow} onShow={onShow} />}
      </div>
    </aside>
  );
}

/** Stop by stop, as it is drawn on the canvas beside it. */
function Path({ way, flow, onShow }: { way: Simulation; flow: JsonObject; onShow: (node: string) => void }) {
  const say = useSay();
  const words = useWords();
  const why = useWhy(flow);
  const stops = way.path.filter((stop) => stop.type !== "start" && stop.state !== "skipped");
  return (
    <section className={css.way} aria-label={say("trial.way")} data-result={way.result ?? ""}>
      <h3>{say("trial.way")} <Chip color={way.result === "rejected" ? "red" : way.result === "approved" ? "green" : "gray"}>{say("trial.ends", { result: way.result ? words.value("outcome", way.result) : say("trial.stays") })}</Chip></h3>
      {way.problems.map((one, index) => <Notice key={index} kind="warning">{one.message}</Notice>)}
      <ol>
        {stops.map((stop) => (
          <li key={stop.node} data-stop={stop.node} data-state={stop.state}>
            {stop.state === "done" ? <CircleCheck size={16} aria-hidden /> : <CircleDashed size={16} aria-hidden />}
            <div>
              <button type="button" onClick={() => onShow(stop.node)}>{stop.node === END ? say("flows.end") : stop.name}</button>
              {stop.state !== "done" && <small>{say(`trial.state_${stop.state}`, { defaultValue: "" })}</small>}
              {stop.who.map((one, index) => <span key={index}>{one.title}{one.passed && <small> {say("trial.passed")}</small>}</span>)}
              {stop.why && <small>{why(stop.why)}</small>}
            </div>
          </li>
        ))}
      </ol>
    </section>
  );
}

const PLAIN = ["empty", "self", "timer", "first", "otherwise"];

/** Why a stop is on the way: a condition in words, or a reason of the engine's own. */
function useWhy(flow: JsonObject): (why: string) => string {
  const say = useSay();
  const inWords = useConditionWords(typeof flow.form === "string" ? flow.form : undefined);
  return (why) => {
    if (PLAIN.includes(why)) return say(`trial.why_${why}`);
    if (/^(approved|asked_next):/.test(why)) return say("trial.why_same");
    return say("trial.why_condition", { condition: inWords(why) });
  };
}
