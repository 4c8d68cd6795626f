/** Numbers, durations, plain lists of words, default values, and JSON for what has no better input. */
import { useEffect, useState } from "react";

import type { Json } from "../../platform/api/types";
import { currentLocale } from "../../platform/i18n";
import { MultiSelect, Segments, Select, TextArea, TextInput } from "../../ui";
import { useSay } from "../context";
import { fieldView } from "../document/appview";
import { isObject } from "../document/pointer";
import type { ControlProps } from "./Control";
import { FormulaControl } from "./FormulaControl";
import css from "./panel.module.css";
import { PeopleControl } from "./PeopleControl";
import { ValueControl } from "./values";

/** What is typed is kept as typed until it is a number again. */
export function NumberControl({ value, fallback, change, id, widget }: ControlProps & { widget: { integer: boolean; min?: number; max?: number } }) {
  const now = value === undefined || value === null ? "" : String(value);
  const [typed, setTyped] = useState(now);
  useEffect(() => setTyped((old) => (Number(old) === Number(now) && old !== "" && now !== "" ? old : now)), [now]);
  const take = (text: string) => {
    setTyped(text);
    const number = Number(text);
    if (text.trim() === "") change(undefined);
    else if (Number.isFinite(number) && (!widget.integer || Number.isInteger(number))) change(number);
  };
  return <TextInput id={id} inputMode={widget.integer ? "numeric" : "decimal"} value={typed} placeholder={fallback === null || fallback === undefined ? "" : String(fallback)} onChange={take} onBlur={() => setTyped(now)} />;
}

const UNITS = ["m", "h", "d", "w"];

export function DurationControl({ value, change, id, label }: ControlProps) {
  const say = useSay();
  const [, amount = "", unit = "h"] = /^(\d+)([smhdw])$/.exec(typeof value === "string" ? value : "") ?? [];
  const [chosen, setChosen] = useState(unit);
  const now = amount ? unit : chosen;
  const units = (now === "s" ? ["s", ...UNITS] : UNITS).map((one) => ({ value: one, label: say(`unit.${one}`) }));
  return (
    <div className={css.row}>
      <TextInput id={id} inputMode="numeric" value={amount} onChange={(next) => /^\d{0,6}$/.test(next) && change(next ? `${next}${now}` : undefined)} />
      <Select label={`${label} ${say("unit.label")}`} clearable={false} value={now} options={units} onChange={(next) => { setChosen(next ?? "h"); if (amount) change(`${amount}${next ?? "h"}`); }} />
    </div>
  );
}

export function WordsControl({ value, change, id, label }: ControlProps) {
  const say = useSay();
  const chosen = (Array.isArray(value) ? value : typeof value === "string" ? [value] : []).map((one) => ({ value: String(one), label: String(one) }));
  return <MultiSelect many id={id} label={label} placeholder={say("type_words")} options={chosen} value={chosen} create={(typed) => ({ value: typed, label: typed })} onChange={(next) => change(next.map((one) => one.value))} />;
}

/** Text that is JSON; what cannot be read is said and not taken. */
export function RawControl({ value, change, id, label }: Pick<ControlProps, "value" | "change" | "id" | "label">) {
  const say = useSay();
  const now = value === undefined || value === null ? "" : JSON.stringify(value, null, 1);
  const [typed, setTyped] = useState(now);
  const [wrong, setWrong] = useState(false);
  useEffect(() => setTyped(now), [now]);
  const take = () => {
    if (typed === now) return;
    try {
      change(typed.trim() ? (JSON.parse(typed) as Json) : undefined);
      setWrong(false);
    } catch {
      setWrong(true);
    }
  };
  return (
    <>
      <TextArea id={id} aria-label={label} className={css.mono} rows={2} value={typed} onChange={setTyped} onBlur={take} spellCheck={false} aria-invalid={wrong} />
      {wrong && <p className={css.problem} role="alert">{say("not_json")}</p>}
    </>
  );
}

/** What most begin with, by a press: who fills in, his department, today, now. */
const READY: Partial<Record<string, [string, string]>> = { user: ["me", "ME()"], department: ["department", "DEPARTMENT()"], date: ["today", "TODAY()"], datetime: ["now", "NOW()"] };

export function DefaultControl({ part, value, change, id, label, form }: ControlProps) {
  const say = useSay();
  const field = fieldView(part, currentLocale());
  const ready = READY[field.type];
  const written = isObject(value) && "formula" in value ? String(value.formula) : null;
  const [mode, setMode] = useState<"value" | "ready" | "formula">(written === null ? "value" : ready && written === ready[1] ? "ready" : "formula");
  const choose = (next: "value" | "ready" | "formula") => {
    setMode(next);
    if (next === "ready" && ready) change({ formula: ready[1] });
    else if (mode === "ready") change(undefined);
  };
  const plain = () => {
    if (isObject(value) || (Array.isArray(value) && field.type !== "multiselect")) return <RawControl id={id} label={label} value={value} change={change} />;
    if (["user", "users"].includes(field.type)) return <PeopleControl id={id} label={label} value={value} change={change} many={field.type === "users"} />;
    return <ValueControl id={id} label={label} value={value} change={change} field={field} form={form} />;
  };
  return (
    <div className={css.rows}>
      <Segments label={say("default.how")} value={mode} options={[{ value: "value", label: say("default.value") }, ...(ready ? [{ value: "ready" as const, label: say(`default.${ready[0]}`) }] : []), { value: "formula", label: say("default.formula") }]} onChange={choose} />
      {mode === "formula" ? <FormulaControl label={label} form={form} value={isObject(value) ? value.formula : undefined} change={(next) => change(next === undefined ? undefined : { formula: next })} /> : mode === "value" ? plain() : null}
    </div>
  );
}
