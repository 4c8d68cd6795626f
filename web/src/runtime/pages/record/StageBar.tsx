/** The stages of a record: where it stands, how it came here, and a press to move on. */
import { Check, X } from "lucide-react";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";

import { optionOf } from "../../../engines/record/fields";
import { Refusal } from "../../../platform/api/client";
import { records } from "../../../platform/api/resources";
import type { App, Form, Pipeline, Row } from "../../../platform/api/types";
import { queryClient, recordKeys } from "../../../platform/queries";
import { Checkbox, toast } from "../../../ui";
import css from "./record.module.css";

interface StageBarProps {
  app: App;
  form: Form;
  row: Row;
  pipeline: Pipeline;
  movable: boolean;
  onMove: (to: string) => void;
}

export function StageBar({ app, form, row, pipeline, movable, onMove }: StageBarProps) {
  const { t } = useTranslation();
  const bar = useRef<HTMLDivElement>(null);
  const field = form.fields.find((one) => one.key === pipeline.field);
  const now = row.values[pipeline.field];
  const at = pipeline.stages.findIndex((stage) => stage.value === now);
  const current = pipeline.stages[at];
  useEffect(() => {
    const mark = bar.current?.querySelector<HTMLElement>('[data-state="now"]');
    if (mark && bar.current) bar.current.scrollLeft = mark.offsetLeft - bar.current.offsetLeft - 4;
  }, [now]);
  // a lost record did not pass the stages before its end
  const lost = current?.outcome === "lost";
  return (
    <>
      <div ref={bar} className={css.stages} role="group" aria-label={pipeline.name ?? field?.name ?? t("record.stages")} data-testid="stage-bar">
        {pipeline.stages.map((stage, index) => {
          const state = index === at ? "now" : index < at && !lost ? "done" : "ahead";
          const name = (field && optionOf(app, field, stage.value)?.name) ?? stage.value;
          return (
            <div key={stage.value} style={{ display: "contents" }}>
              {index > 0 && <span className={css.wire} data-done={index <= at && !lost} aria-hidden />}
              <button type="button" className={css.stage} data-stage={stage.value} data-state={state} data-outcome={stage.outcome} aria-current={state === "now" ? "step" : undefined} disabled={!movable || state === "now"} onClick={() => onMove(stage.value)}>
                <span className={css.mark}>{state === "done" || (state === "now" && stage.outcome === "won") ? <Check size={14} aria-hidden /> : state === "now" && stage.outcome === "lost" ? <X size={14} aria-hidden /> : index + 1}</span>
                {name}
              </button>
            </div>
          );
        })}
      </div>
      {current && (current.guide || Boolean(current.checklist?.length)) && (
        <div className={css.guide}>
          {current.guide && <p>{current.guide}</p>}
          {current.checklist?.map((item) => (
            <Tick key={item.key} app={app} form={form} row={row} stage={current.value} item={item} disabled={!movable} />
          ))}
        </div>
      )}
    </>
  );
}

function Tick({ app, form, row, stage, item, disabled }: { app: App; form: Form; row: Row; stage: string; item: { key: string; name: string }; disabled: boolean }) {
  const done = row.checklist?.[stage]?.[item.key] ?? false;
  const tick = async (on: boolean) => {
    try {
      const next = await records.tick(app.key, form.key, row.id, row.rev, { [stage]: { [item.key]: on } });
      queryClient.setQueryData(recordKeys.one(app.key, form.key, row.id), next);
    } catch (error) {
      toast("error", error instanceof Refusal ? error.message : String(error));
    }
  };
  return <Checkbox label={item.name} checked={done} disabled={disabled} data-tick={item.key} onChange={(on) => void tick(on)} />;
}
