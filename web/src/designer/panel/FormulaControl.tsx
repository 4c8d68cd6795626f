/** A formula with its fields by name; pressed, the formula editor opens. */
import { SquareFunction } from "lucide-react";
import { useState } from "react";

import { Button, confirm, Layer } from "../../ui";
import { useAppView, useSay, useSystemFields } from "../context";
import { fieldChoices, formNamed } from "../document/appview";
import { formulaWords } from "../document/conditionWords";
import { useFunctions } from "../expression/useFunctions";
import type { ControlProps } from "./Control";
import { FormulaBox } from "./FormulaBox";
import css from "./panel.module.css";

export { FormulaBox };

type Some = Pick<ControlProps, "value" | "change" | "form" | "label"> & { id?: string; want?: string };

export function FormulaControl({ value, change, form, label, id, want }: Some) {
  const say = useSay();
  const app = useAppView();
  const system = useSystemFields();
  const [open, setOpen] = useState(false);
  const text = typeof value === "string" ? value : value === undefined || value === null ? "" : JSON.stringify(value);
  const [typed, setTyped] = useState(text);
  const functions = useFunctions();
  const fields = fieldChoices(app, formNamed(app, form), system, true, true);
  const show = () => {
    setTyped(text);
    setOpen(true);
  };
  const inWords = text && formulaWords(text, fields, app, say as never, false, functions);
  // a stray Escape or a press beside the dialog does not throw a formula away
  const close = async () => {
    if (typed.trim() === text.trim() || (await confirm({ title: say("formula.drop"), text: say("formula.drop_text"), yes: say("formula.drop_yes"), danger: true }))) setOpen(false);
  };
  const done = () => {
    change(typed.trim() || undefined);
    setOpen(false);
  };
  return (
    <>
      <button type="button" id={id} className={css.pressed} data-empty={!text} data-action="edit-formula" aria-label={`${label}: ${inWords || say("formula.none")}`} onClick={show}>
        <SquareFunction size={14} aria-hidden />
        <span>{inWords || say("formula.none")}</span>
      </button>
      <Layer
        open={open} title={label} onClose={() => void close()} width={860} data-testid="formula-dialog"
        foot={<><Button onClick={() => void close()}>{say("translation:ui.cancel" as never)}</Button><Button kind="primary" data-action="done" onClick={done}>{say("translation:ui.ok" as never)}</Button></>}
      >
        <div className={css.dialogbody}>
          <FormulaBox value={typed} onChange={setTyped} form={form} want={want} label={label} onDone={done} />
        </div>
      </Layer>
    </>
  );
}
