/** Trying a formula out: values typed here or taken from a record, the result and how it came about. */
import { useEffect, useEffectEvent, useId, useState } from "react";

import { Refusal } from "../../platform/api/client";
import type { App } from "../../platform/api/types";
import { Notice, Select } from "../../ui";
import { useViewer, ViewerSelect } from "../panel/Viewer";
import { type FormulaField, inNames } from "./completion";
import css from "./formula.module.css";
import { type CheckAnswer, questions, type RecordChoice, type TrialAnswer } from "./questions";
import { listsOf, read, show, taken, wanted } from "./trial";
import { TryInput } from "./TryInput";
import { useExpressionWords } from "./words";

const PAUSE = 300;

interface TryBoxProps {
  app: string;
  form: string | undefined;
  expression: string;
  found: CheckAnswer | null;
  fields: readonly FormulaField[];
  /** The app as it is drawn: options by their names. */
  drawn?: App | null;
}

export function TryBox({ app, form, expression, found, fields, drawn = null }: TryBoxProps) {
  const { say, kind } = useExpressionWords();
  const id = useId();
  const viewer = useViewer(app);
  const [typed, setTyped] = useState<Record<string, string>>({});
  const [record, setRecord] = useState<RecordChoice | null>(null);
  const paths = wanted(found?.depends ?? []);
  const given = (path: string): string => typed[path] ?? taken(record?.values ?? {}, path);
  const lists = listsOf(found?.ast ?? null);
  const values = read(Object.fromEntries(paths.map((path) => [path, given(path)])), lists);
  const trial = useTrial(app, form, expression, values);
  const fieldAt = (path: string): FormulaField | undefined => fields.find((field) => field.path === path);
  const plainForm = form !== undefined && !form.includes(".") ? form : undefined;

  const find = async (words: string) => {
    if (plainForm === undefined) return [];
    const { items } = await questions.records(app, plainForm, words, viewer?.value);
    return items.map((item) => ({ value: item.id, label: item.title ?? item.id, item }));
  };
  return (
    <section className={css.trial} aria-label={say("try")}>
      {plainForm !== undefined && (
        <div className={css.row}>
          <label htmlFor={`${id}-record`}>{say("record")}</label>
          <div className={css.pair}>
          <Select
            key={viewer?.value}
            id={`${id}-record`}
            label={say("record")}
            value={record === null ? null : { value: record.id, label: record.title ?? record.id }}
            find={find}
            onChange={(_value, option) => {
              setRecord((option as { item?: RecordChoice } | null)?.item ?? null);
              setTyped({});
            }}
          />
          <ViewerSelect app={app} label={say("as")} />
          </div>
        </div>
      )}
      {paths.map((path) => {
        const field = fieldAt(path);
        return (
          <div key={path} className={css.row}>
            <label htmlFor={`${id}-${path}`}>{field?.label ?? path}</label>
            <TryInput id={`${id}-${path}`} label={field?.label ?? path} field={field?.field} app={drawn} several={lists.has(path)} value={given(path)} onChange={(text) => setTyped({ ...typed, [path]: text })} />
          </div>
        );
      })}
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
                  <code>{inNames(step.expression, fields)}</code>
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
