/** A condition, in words; pressed, it is clicked together or written as a formula. */
import { ListFilter, X } from "lucide-react";
import { useState } from "react";

import { ConditionBuilder } from "../../engines/record/ConditionBuilder";
import { complete, OPS, type Tree } from "../../engines/record/conditions";
import { FieldScopeProvider } from "../../engines/record/context";
import { shownAs } from "../../engines/record/fields";
import { fieldView } from "../../engines/record/registry";
import type { Json } from "../../platform/api/types";
import { Button, confirm, IconButton, Layer, Segments, Select } from "../../ui";
import { useAppView, useSay, useSystemFields } from "../context";
import { fieldChoices, formNamed } from "../document/appview";
import { treeOf } from "../document/clickable";
import { conditionWords } from "../document/conditionWords";
import { isObject } from "../document/pointer";
import { useWords } from "../words";
import type { ControlProps } from "./Control";
import { FormulaBox } from "./FormulaControl";
import css from "./panel.module.css";

export function useConditionWords(form: string | undefined): (condition: Json | undefined) => string {
  const app = useAppView();
  const system = useSystemFields();
  const say = useSay();
  const fields = fieldChoices(app, formNamed(app, form), system, true);
  return (condition) => conditionWords(condition, fields, app, say as never);
}

type Some = Pick<ControlProps, "value" | "change" | "form" | "label" | "required"> & { id?: string };

export function ConditionControl({ value, change, form, label, required, id }: Some) {
  const say = useSay();
  const [open, setOpen] = useState(false);
  const inWords = useConditionWords(form)(value);
  return (
    <div className={css.solo}>
      <button type="button" id={id} className={css.pressed} data-empty={!inWords} data-action="edit-condition" aria-label={`${label}: ${inWords || say("condition.none")}`} onClick={() => setOpen(true)}>
        <ListFilter size={14} aria-hidden />
        <span>{inWords || say("condition.none")}</span>
      </button>
      {!required && value !== undefined && value !== null && <IconButton icon={X} small label={say("condition.clear")} onClick={() => change(undefined)} />}
      {open && <ConditionDialog value={value} form={form} title={label} onClose={() => setOpen(false)} onDone={(next) => { change(next); setOpen(false); }} />}
    </div>
  );
}

interface DialogProps {
  value: Json | undefined;
  form: string | undefined;
  title: string;
  onClose: () => void;
  onDone: (value: Json | undefined) => void;
}

export function ConditionDialog({ value, form, title, onClose, onDone }: DialogProps) {
  const say = useSay();
  const app = useAppView();
  const system = useSystemFields();
  const own = formNamed(app, form);
  const fields = fieldChoices(app, own, system, true).map((one) => ({ ...one.field, key: one.path, name: one.label }));
  const offers = (key: string, op: string): boolean => {
    const field = fields.find((one) => one.key === key);
    return Boolean(own && field && OPS[fieldView(shownAs(app, own, field).type).family].includes(op));
  };
  // a plain formula opens as what can be clicked together
  const [read] = useState(() => (typeof value === "string" && value && own ? treeOf(value, offers) : null));
  const [mode, setMode] = useState<"clicks" | "formula">(typeof value === "string" && value && !read ? "formula" : "clicks");
  const [tree, setTree] = useState<Tree | null>(isObject(value) ? (value as unknown as Tree) : read);
  const [formula, setFormula] = useState(typeof value === "string" ? value : "");
  const before = isObject(value) ? JSON.stringify(value) : read && JSON.stringify(read);
  const changed = mode === "formula" ? formula.trim() !== (typeof value === "string" ? value : "").trim() : (tree && JSON.stringify(tree)) !== before;
  const done = () => onDone(!changed ? value : mode === "formula" ? formula.trim() || undefined : ((tree && complete(tree)) as unknown as Json | null) ?? undefined);
  const clickable = own !== undefined;
  const close = async () => {
    if (!changed || (await confirm({ title: say("condition.drop"), text: say("condition.drop_text"), yes: say("formula.drop_yes"), danger: true }))) onClose();
  };
  return (
    <Layer
      open title={title} onClose={() => void close()} width={760} data-testid="condition-dialog"
      extra={clickable && <Segments label={say("condition.how")} value={mode} options={[{ value: "clicks", label: say("condition.clicks") }, { value: "formula", label: say("condition.formula") }]} onChange={setMode} />}
      foot={<><Button onClick={() => void close()}>{say("translation:ui.cancel" as never)}</Button><Button kind="primary" onClick={done} data-action="done">{say("translation:ui.ok" as never)}</Button></>}
    >
      <div className={css.dialogbody}>
        {mode === "formula" || !own ? (
          <FormulaBox value={formula} onChange={setFormula} form={form} want="boolean" label={title} onDone={done} />
        ) : (
          <FieldScopeProvider value={{ app, form: own }}>
            <ConditionBuilder value={tree} onChange={setTree} fields={fields} />
          </FieldScopeProvider>
        )}
      </div>
    </Layer>
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
