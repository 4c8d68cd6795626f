/** A condition, in words; pressed, it is clicked together or written as a formula. */
import { ListFilter, X } from "lucide-react";
import { useState } from "react";

import type { Json } from "../../platform/api/types";
import { IconButton, Select } from "../../ui";
import { useAppView, useSay, useSystemFields } from "../context";
import { choicesOfThis, fieldChoices, formNamed } from "../document/appview";
import { conditionWords } from "../document/conditionWords";
import { useFunctions } from "../expression/useFunctions";
import { useWords } from "../words";
import type { ControlProps } from "./Control";
import { ConditionDialog } from "./ConditionDialog";
import css from "./panel.module.css";

export function useConditionWords(form: string | undefined, filled?: string): (condition: Json | undefined) => string {
  const app = useAppView();
  const system = useSystemFields();
  const say = useSay();
  const fields = [...fieldChoices(app, formNamed(app, form), system, true, true), ...choicesOfThis(app, filled, system, say("condition.this"))];
  const functions = useFunctions();
  return (condition) => conditionWords(condition, fields, app, say as never, functions);
}

type Some = Pick<ControlProps, "value" | "change" | "form" | "label" | "required"> & { id?: string; pointer?: string; filled?: string | undefined };

export function ConditionControl({ value, change, form, filled, label, required, id, pointer }: Some) {
  const say = useSay();
  const [open, setOpen] = useState(false);
  const inWords = useConditionWords(form, filled)(value);
  return (
    <div className={css.solo}>
      <button type="button" id={id} className={css.pressed} data-empty={!inWords} data-action="edit-condition" aria-label={`${label}: ${inWords || say("condition.none")}`} onClick={() => setOpen(true)}>
        <ListFilter size={14} aria-hidden />
        <span>{inWords || say("condition.none")}</span>
      </button>
      {!required && value !== undefined && value !== null && <IconButton icon={X} small label={say("condition.clear")} onClick={() => change(undefined)} />}
      {open && <ConditionDialog value={value} form={form} filled={filled} title={label} past={pointer?.startsWith("/rules/") ?? false} onClose={() => setOpen(false)} onDone={(next) => { change(next); setOpen(false); }} />}
    </div>
  );
}

/** One of a few words, or a condition: the rows of a grant. */
export function ConditionOr({ value, fallback, change, form, label, id, name, values, required }: ControlProps & { values: string[] }) {
  const say = useSay();
  const words = useWords();
  const now = value ?? fallback;
  const word = typeof now === "string" && values.includes(now) ? now : null;
  const options = [...values.map((one) => ({ value: one, label: words.value(name, one) })), { value: "~", label: say("condition.own") }];
  return (
    <div className={css.rows}>
      <Select id={id} label={label} clearable={false} value={word ?? "~"} options={options} onChange={(next) => change(next === "~" || next === null ? { all: [] } : next)} />
      {word === null && <ConditionControl value={value} change={change} form={form} label={label} required={required} />}
    </div>
  );
}
