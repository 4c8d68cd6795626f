/** A formula as people read it: fields by their names, functions with help, its type and its problems while typing. */
import { useEffect, useEffectEvent, useId, useMemo, useRef, useState } from "react";

import type { KindJson } from "../../engines/expression";
import type { App } from "../../platform/api/types";
import { currentLocale } from "../../platform/i18n";
import { Button, cx, usePhone } from "../../ui";
import { choicesOf } from "./choices";
import { deeper, reached, systemOf } from "./deeper";
import { type Editing, startEditing } from "./editing";
import css from "./formula.module.css";
import { distinct, type FormulaField } from "./names";
import { problemsOf, Problems } from "./Problems";
import { type CheckAnswer, questions } from "./questions";
import { Shelf } from "./Shelf";
import { TryBox } from "./TryBox";
import { useFunctions } from "./useFunctions";
import { periods, withValues } from "./values";
import { useExpressionWords } from "./words";

const PAUSE = 300;

export interface FormulaEditorProps {
  app: string;
  /** The form the formula stands on, or `form.subtable` for one over a row. */
  form?: string | undefined;
  /** The form of the record being filled in, where the formula says which records it may choose. */
  filled?: string | undefined;
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
  /** Ctrl and Enter were pressed. */
  onDone?: (() => void) | undefined;
}

export function FormulaEditor({ app, form, filled, value, onChange, fields: given, want, label, readOnly = false, trying = true, drawn, onDone }: FormulaEditorProps) {
  const { say, kind, usage, parameter, word, samples, ready } = useExpressionWords();
  // nothing is named before the words are there
  const near = useMemo(() => distinct(ready ? withValues(deeper(given, drawn, (key) => word(`of.${key}`)), drawn, form, word) : given), [given, drawn, form, word, ready]);
  const further = (text: string) => (ready ? withValues(reached(text, near, drawn, (key) => word(`of.${key}`)), drawn, form, word) : []);
  const deep = further(value);
  const ways = deep.map((one) => one.path).join(" ");
  // only what is read from further away than before makes them others
  // eslint-disable-next-line react-hooks/exhaustive-deps
  const fields = useMemo(() => (ways === "" ? near : [...near, ...deep]), [near, ways]);
  const phone = usePhone();
  const box = useRef<HTMLDivElement>(null);
  const editing = useRef<Editing | null>(null);
  const functions = useFunctions();
  const [open, setOpen] = useState(false);
  const [choosing, setChoosing] = useState<number | null>(null);
  const [called, setCalled] = useState<string | null>(null);
  const { found, failed, again } = useCheck(app, form, filled, value, want);
  const status = useId();
  const changed = useEffectEvent((text: string) => {
    if (text !== value) onChange(text);
  });
  const done = useEffectEvent(() => onDone?.());
  const known = useMemo(() => {
    const [locale, words] = [currentLocale(), ready ? periods(word) : []];
    const choices = choicesOf({ functions, fields, system: systemOf(fields), app: drawn, locale, word, periods: words });
    const more = (text: string) => (ready ? withValues(reached(text, fields, drawn, (key) => word(`of.${key}`)), drawn, form, word) : []);
    return { fields, functions, choices, reached: more, words, locale, usage, parameter, samples: samples(functions) };
  }, [fields, functions, drawn, form, usage, parameter, word, samples, ready]);

  const start = useEffectEvent((parent: HTMLDivElement) =>
    startEditing({
      parent, text: value, label, about: status, readOnly, known, onChange: changed, onChoosing: setChoosing, onCall: setCalled, onDone: done,
      words: { hint: say("hint"), keys: say(phone ? "keys_touch" : "keys"), unseen: say("unseen"), choices: say("choices") },
    }),
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
  useEffect(() => editing.current?.learn(known), [known, ready]);
  const problems = useMemo(() => problemsOf(found?.problems ?? [], value, fields, functions, usage, choosing, say), [found, value, fields, functions, usage, choosing, say]);
  useEffect(() => editing.current?.show(problems), [problems, ready]);

  const judged = value.trim() !== "" && choosing === null && problems.length === 0;
  return (
    <div className={css.formula}>
      <div ref={box} className={cx(css.editor, problems.some((one) => one.severity === "error") && css.wrong)} />
      <div id={status} className={css.status}>
        <span role="status" className={css.type}>{judged && (found !== null ? say("gives", { type: kind(found.type) }) : say(failed ? "unchecked" : "checking"))}</span>
        {judged && failed && <Button small data-action="check-again" onClick={again}>{say("check_again")}</Button>}
        <Problems problems={problems} onShow={(one) => editing.current?.select(one.from, one.to)} onMend={(one, text) => editing.current?.replace(one.from, one.to, text)} />
      </div>
      {!readOnly && <Shelf fields={fields} functions={functions} called={called} onInsert={(text, cursor) => editing.current?.insert(text, cursor)} />}
      {trying && (
        <Button small onClick={() => setOpen(!open)} aria-expanded={open}>
          {say("try")}
        </Button>
      )}
      {trying && open && <TryBox app={app} form={form} expression={value} found={found} fields={fields} choices={known.choices} drawn={drawn} />}
    </div>
  );
}

interface Checking {
  /** Null while the server is asked, and when it could not be. */
  found: CheckAnswer | null;
  failed: boolean;
  again: () => void;
}

/** What the server says of the formula, a moment after the last key. */
function useCheck(app: string, form: string | undefined, filled: string | undefined, expression: string, want: KindJson | undefined): Checking {
  const [answer, setAnswer] = useState<{ asked: string; found: CheckAnswer | null } | null>(null);
  const [times, setTimes] = useState(0);
  const asked = JSON.stringify([app, form, filled, expression, want]);
  const ask = useEffectEvent(async (still: () => boolean) => {
    const judged = await questions.check(app, expression, form, want, filled);
    // of another type than is wanted it can still be tried, and its shape tells with what
    const misfit = judged.problems.some((one) => one.code === "wrong_result");
    const found = misfit ? { ...judged, ast: (await questions.check(app, expression, form, undefined, filled)).ast } : judged;
    if (still()) setAnswer({ asked, found });
  });
  useEffect(() => {
    if (expression.trim() === "") return undefined;
    let current = true;
    const timer = setTimeout(() => {
      ask(() => current).catch(() => current && setAnswer({ asked, found: null }));
    }, PAUSE);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [asked, expression, times]);
  const again = () => {
    setAnswer(null);
    setTimes(times + 1);
  };
  const told = answer?.asked === asked ? answer : null;
  return { found: told?.found ?? null, failed: told !== null && told.found === null, again };
}
