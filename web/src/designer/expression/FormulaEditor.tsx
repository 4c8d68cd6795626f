/** A formula as people read it: fields by their names, functions with help, its type and its problems while typing. */
import { useEffect, useEffectEvent, useId, useRef, useState } from "react";

import type { KindJson } from "../../engines/expression";
import type { App } from "../../platform/api/types";
import { currentLocale } from "../../platform/i18n";
import { Button, cx, Notice } from "../../ui";
import { type FormulaField, inNames } from "./completion";
import { type Editing, startEditing } from "./editing";
import css from "./formula.module.css";
import { type CheckAnswer, type FunctionHelp, questions } from "./questions";
import { Shelf } from "./Shelf";
import { TryBox } from "./TryBox";
import { useExpressionWords } from "./words";

const PAUSE = 300;

export interface FormulaEditorProps {
  app: string;
  /** The form the formula stands on, or `form.subtable` for one over a row. */
  form?: string | undefined;
  value: string;
  onChange: (text: string) => void;
  fields: readonly FormulaField[];
  /** The type that is needed. */
  want?: KindJson | undefined;
  label: string;
  readOnly?: boolean;
  /** Whether the box to try it out is offered. */
  trying?: boolean;
  /** The app as it is drawn: options by their names. */
  drawn?: App;
}

export function FormulaEditor({ app, form, value, onChange, fields, want, label, readOnly = false, trying = true, drawn }: FormulaEditorProps) {
  const { say, kind, ready } = useExpressionWords();
  const box = useRef<HTMLDivElement>(null);
  const editing = useRef<Editing | null>(null);
  const [functions, setFunctions] = useState<readonly FunctionHelp[]>([]);
  const [open, setOpen] = useState(false);
  const found = useCheck(app, form, value, want);
  const status = useId();
  const changed = useEffectEvent((text: string) => {
    if (text !== value) onChange(text);
  });

  useEffect(() => {
    questions.functions().then(setFunctions, () => undefined);
  }, []);

  const start = useEffectEvent((parent: HTMLDivElement) =>
    startEditing({ parent, text: value, label, hint: say("hint"), readOnly, known: { fields, functions, locale: currentLocale() }, onChange: changed }),
  );
  useEffect(() => {
    if (!ready || box.current === null) return undefined;
    const started = start(box.current);
    editing.current = started;
    if (!readOnly) started.view.focus();
    return () => {
      editing.current = null;
      started.view.destroy();
    };
  }, [ready, readOnly]);

  useEffect(() => editing.current?.write(value), [value]);
  useEffect(() => editing.current?.learn({ fields, functions, locale: currentLocale() }), [fields, functions, ready]);
  useEffect(() => {
    const problems = (found?.problems ?? []).map((one) => ({
      from: one.position?.[0] ?? 0,
      to: one.position?.[1] ?? value.length,
      severity: one.severity,
      message: inWords(one, fields),
    }));
    editing.current?.show(problems);
  }, [found, value, ready, fields]);

  const problems = found?.problems ?? [];
  return (
    <div className={css.formula}>
      <div ref={box} className={cx(css.editor, problems.some((one) => one.severity === "error") && css.wrong)} aria-describedby={status} />
      <div id={status} className={css.status} role="status">
        {value.trim() === "" ? null : found === null ? <span className={css.type}>{say("checking")}</span> : problems.length === 0 ? <span className={css.type}>{say("gives", { type: kind(found.type) })}</span> : null}
        {problems.map((one) => (
          <Notice key={`${one.code} ${String(one.position)}`} kind={one.severity}>
            {inWords(one, fields)}
          </Notice>
        ))}
      </div>
      {!readOnly && <Shelf fields={fields} functions={functions} onInsert={(text, cursor) => editing.current?.insert(text, cursor)} />}
      {trying && (
        <Button small onClick={() => setOpen(!open)} aria-expanded={open}>
          {say("try")}
        </Button>
      )}
      {trying && open && <TryBox app={app} form={form} expression={value} found={found} fields={fields} drawn={drawn} />}
    </div>
  );
}

/** What is wrong, with what was probably meant by its name. */
const inWords = ({ message, hint }: CheckAnswer["problems"][number], fields: readonly FormulaField[]): string =>
  hint && /^[a-z][\w.]*$/.test(hint) ? `${message[currentLocale()]} → ${inNames(hint, fields)}` : message[currentLocale()];

/** What the server says of the formula, a moment after the last key; null while it is asked. */
function useCheck(app: string, form: string | undefined, expression: string, want: KindJson | undefined): CheckAnswer | null {
  const [answer, setAnswer] = useState<{ asked: string; found: CheckAnswer } | null>(null);
  const asked = JSON.stringify([app, form, expression, want]);
  const ask = useEffectEvent(async (still: () => boolean) => {
    const found = await questions.check(app, expression, form, want);
    if (still()) setAnswer({ asked, found });
  });
  useEffect(() => {
    if (expression.trim() === "") return undefined;
    let current = true;
    const timer = setTimeout(() => {
      // a check that fails leaves the formula unjudged; saving judges it again
      ask(() => current).catch(() => undefined);
    }, PAUSE);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [asked, expression]);
  return answer?.asked === asked ? answer.found : null;
}
