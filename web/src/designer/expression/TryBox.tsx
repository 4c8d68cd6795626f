/** Trying a formula out: values typed here or taken from a record, the result and how it came about. */
import { useEffect, useEffectEvent, useState } from "react";

import { Refusal } from "../../platform/api/client";
import { Notice, Select, TextInput } from "../../ui";
import type { FormulaField } from "./completion";
import css from "./formula.module.css";
import { type CheckAnswer, questions, type RecordChoice, type TrialAnswer } from "./questions";
import { listsOf, read, show, taken, wanted } from "./trial";
import { useExpressionWords } from "./words";

const PAUSE = 300;

interface TryBoxProps {
  app: string;
  form: string | undefined;
  expression: string;
  found: CheckAnswer | null;
  fields: readonly FormulaField[];
}

export function TryBox({ app, form, expression, found, fields }: TryBoxProps) {
  const { say, kind } = useExpressionWords();
  const [typed, setTyped] = useState<Record<string, string>>({});
  const [record, setRecord] = useState<RecordChoice | null>(null);
  const paths = wanted(found?.depends ?? []);
  const given = (path: string): string => typed[path] ?? taken(record?.values ?? {}, path);
  const values = read(Object.fromEntries(paths.map((path) => [path, given(path)])), listsOf(found?.ast ?? null));
  const trial = useTrial(app, form, expression, values);
  const nameOf = (path: string): string => fields.find((field) => field.path === path)?.label ?? path;
  const plainForm = form !== undefined && !form.includes(".") ? form : undefined;

  const find = async (words: string) => {
    if (plainForm === undefined) return [];
    const { items } = await questions.records(app, plainForm, words);
    return items.map((item) => ({ value: item.id, label: item.title ?? item.id, item }));
  };
  return (
    <section className={css.trial} aria-label={say("try")}>
      {plainForm !== undefined && (
        <label className={css.row}>
          <span>{say("record")}</span>
          <Select
            label={say("record")}
            value={record === null ? null : { value: record.id, label: record.title ?? record.id }}
            find={find}
            onChange={(_value, option) => {
              setRecord((option as { item?: RecordChoice } | null)?.item ?? null);
              setTyped({});
            }}
          />
        </label>
      )}
      {paths.map((path) => (
        <label key={path} className={css.row}>
          <span>{nameOf(path)}</span>
          <TextInput value={given(path)} onChange={(text) => setTyped({ ...typed, [path]: text })} />
        </label>
      ))}
      {trial instanceof Refusal && trial.problems.map((one) => <Notice key={one.code + one.message} kind="error">{one.message}</Notice>)}
      {trial !== null && !(trial instanceof Refusal) && (
        <>
          <p className={css.result}>
            <span>{say("result")}</span>
            <output>{trial.problem?.message ?? show(trial.value, say("blank"))}</output>
            <small>{kind(trial.type)}</small>
          </p>
          <details>
            <summary>{say("steps")}</summary>
            <ol className={css.steps}>
              {trial.trace.map((step, at) => (
                <li key={`${String(at)} ${step.expression}`}>
                  <code>{step.expression}</code>
                  <span>{step.problem?.message ?? show(step.value, say("blank"))}</span>
                </li>
              ))}
            </ol>
          </details>
        </>
      )}
    </section>
  );
}

/** The outcome for these values, a moment after the last key; null while it is asked. */
function useTrial(app: string, form: string | undefined, expression: string, values: Record<string, unknown>): TrialAnswer | Refusal | null {
  const [answer, setAnswer] = useState<{ asked: string; found: TrialAnswer | Refusal } | null>(null);
  const asked = JSON.stringify([app, form, expression, values]);
  const ask = useEffectEvent(async (still: () => boolean) => {
    const found = await questions.evaluate(app, expression, form, values).catch((refusal: unknown) => {
      if (refusal instanceof Refusal) return refusal;
      throw refusal;
    });
    if (still()) setAnswer({ asked, found });
  });
  useEffect(() => {
    if (expression.trim() === "") return undefined;
    let current = true;
    const timer = setTimeout(() => void ask(() => current), PAUSE);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [asked, expression]);
  return answer?.asked === asked ? answer.found : null;
}
