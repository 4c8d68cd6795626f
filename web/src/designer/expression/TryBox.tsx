/** Trying a formula out: values typed here or taken from a record, the result and how it came about. */
import { useQuery } from "@tanstack/react-query";
import { useEffect, useEffectEvent, useId, useState } from "react";

import { Refusal } from "../../platform/api/client";
import type { App } from "../../platform/api/types";
import { currentLocale } from "../../platform/i18n";
import { meQuery } from "../../platform/queries";
import { Notice, Select } from "../../ui";
import { useViewer, ViewerSelect } from "../panel/Viewer";
import css from "./formula.module.css";
import { type FormulaField, pieces } from "./names";
import { Pieces } from "./Pieces";
import { type CheckAnswer, questions, type RecordChoice, type TrialAnswer } from "./questions";
import { told } from "./told";
import { listsOf, namesIn, read, taken, wanted } from "./trial";
import { TryInput } from "./TryInput";
import type { Choices } from "./values";
import { useExpressionWords } from "./words";

const PAUSE = 300;
const WRONG_TYPE = "wrong_result";

interface TryBoxProps {
  app: string;
  form: string | undefined;
  expression: string;
  found: CheckAnswer | null;
  fields: readonly FormulaField[];
  /** The app as it is drawn: options by their names. */
  drawn?: App | null;
  /** The texts that arguments take, by their names. */
  choices: Choices;
}

export function TryBox({ app, form, expression, found, fields, choices, drawn = null }: TryBoxProps) {
  const { say, kind, word } = useExpressionWords();
  const id = useId();
  const viewer = useViewer(app);
  const [typed, setTyped] = useState<Record<string, string>>({});
  const [chosen, setChosen] = useState<ReadonlyMap<string, string>>(new Map());
  const [from, setFrom] = useState<{ as: string | undefined; record: RecordChoice } | null>(null);
  const [nobody, setNobody] = useState(false);
  const paths = wanted(found?.depends ?? []);
  const plainForm = form !== undefined && !form.includes(".") ? form : undefined;
  // what one person may see of a record is not what another may
  const record = from !== null && from.as === viewer?.value ? from.record : null;
  const held = useHeld(app, plainForm, record, paths, viewer?.value);
  const given = (path: string): string => typed[path] ?? taken(held, path);
  const lists = listsOf(found?.ast ?? null);
  const values = read(Object.fromEntries(paths.map((path) => [path, given(path)])), lists);
  // what is wrong with the formula is told beside it; one of another type can still be computed
  const misfit = found?.problems.find((one) => one.code === WRONG_TYPE);
  const sound = expression.trim() !== "" && found !== null && !found.problems.some((one) => one.severity === "error" && one.code !== WRONG_TYPE);
  const trial = useTrial(app, form, sound ? expression : "", values, viewer?.value);
  const me = useQuery(meQuery).data;
  const names = new Map([...namesIn(held), ...(me ? [[me.id, me.name] as const] : []), ...(viewer ? [[viewer.value, viewer.label] as const] : []), ...chosen]);
  const asked = fields.filter((field) => paths.includes(field.path));
  const telling = { names, fields: asked, zone: drawn?.timezone ?? "UTC", word };
  const fieldAt = (path: string): FormulaField | undefined => fields.find((field) => field.path === path);

  const find = async (words: string) => {
    if (plainForm === undefined) return [];
    const { items } = await questions.records(app, plainForm, words, viewer?.value);
    if (words === "") setNobody(items.length === 0 && viewer === null);
    return items.map((item) => ({ value: item.id, label: item.title ?? item.id, item }));
  };
  // that there is nothing for him to choose is known before he looks
  const look = useEffectEvent(() => void find("").catch(() => undefined));
  useEffect(() => look(), [app, plainForm, viewer?.value]);
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
            nothing={nobody ? say("as_somebody") : undefined}
            onChange={(_value, option) => {
              const chosenOne = (option as { item?: RecordChoice } | null)?.item;
              setFrom(chosenOne ? { as: viewer?.value, record: chosenOne } : null);
              setTyped({});
            }}
          />
          <ViewerSelect app={app} label={say("as")} />
          </div>
        </div>
      )}
      {nobody && viewer === null && <p className={css.type}>{say("as_somebody")}</p>}
      {paths.map((path) => {
        const field = fieldAt(path);
        return (
          <div key={path} className={css.row}>
            <label htmlFor={`${id}-${path}`}>{field?.label ?? path}</label>
            <TryInput
              id={`${id}-${path}`} label={field?.label ?? path} field={field?.field} app={drawn} form={form} viewer={viewer?.value} several={lists.has(path)} names={names} value={given(path)}
              onChange={(text, options = []) => {
                setTyped({ ...typed, [path]: text });
                setChosen(new Map([...chosen, ...options.map((one) => [one.value, one.label] as const)]));
              }}
            />
          </div>
        );
      })}
      {trial instanceof Refusal && trial.problems.map((one) => <Notice key={one.code + one.message} kind="error">{one.message}</Notice>)}
      {trial === null && sound && (
        <p className={css.result} aria-busy="true">
          <span>{say("result")}</span>
          <output>…</output>
        </p>
      )}
      {trial !== null && !(trial instanceof Refusal) && (
        <>
          <p className={css.result}>
            <span>{say("result")}</span>
            <output data-problem={trial.problem?.code}>{trial.problem?.message ?? told(trial.value, trial.type, telling)}</output>
            <small>{kind(trial.type)}</small>
          </p>
          {misfit && <Notice kind="warning">{misfit.message[currentLocale()]}</Notice>}
          <details>
            <summary>{say("steps")}</summary>
            <ol className={css.steps}>
              {trial.trace.map((step, at) => (
                <li key={`${String(at)} ${step.expression}`}>
                  <code><Pieces of={pieces(step.expression, fields, choices)} /></code>
                  <span>{step.problem?.message ?? told(step.value, step.type, telling, step.expression)}</span>
                </li>
              ))}
            </ol>
          </details>
        </>
      )}
    </section>
  );
}

/** What the chosen record holds, also behind its references, as the viewer may see it. */
function useHeld(app: string, form: string | undefined, record: RecordChoice | null, paths: readonly string[], as: string | undefined): Record<string, unknown> {
  const [behind, setBehind] = useState<RecordChoice | null>(null);
  const asked = paths.filter((path) => path.includes(".")).join(",");
  const id = record?.id;
  useEffect(() => {
    if (form === undefined || id === undefined || asked === "") return undefined;
    let current = true;
    questions.record(app, form, id, asked.split(","), as).then((found) => current && setBehind(found), () => undefined);
    return () => void (current = false);
  }, [app, form, id, asked, as]);
  if (record === null) return {};
  const { values, ...system } = behind?.id === record.id ? behind : record;
  return { ...system, ...values };
}

/** The outcome for these values as this person gets it, a moment after the last key; null while it is asked. */
function useTrial(app: string, form: string | undefined, expression: string, values: Record<string, unknown>, as: string | undefined): TrialAnswer | Refusal | null {
  const [answer, setAnswer] = useState<{ asked: string; found: TrialAnswer | Refusal } | null>(null);
  const asked = JSON.stringify([app, form, expression, values, as]);
  const ask = useEffectEvent(async (still: () => boolean) => {
    const found = await questions.evaluate(app, expression, form, values, as).catch((refusal: unknown) => {
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
