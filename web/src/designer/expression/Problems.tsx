/** What is wrong with a formula, in a few lines; a press leads to the place. */
import { CircleAlert, TriangleAlert } from "lucide-react";

import { currentLocale } from "../../platform/i18n";
import type { DraftProblem } from "../document/problems";
import { Button } from "../../ui";
import type { Mend, Problem } from "./editing";
import css from "./formula.module.css";
import { dotted, type FormulaField, inNames } from "./names";
import type { FunctionHelp } from "./questions";
import { placeIn } from "./tokens";
import { useExpressionWords } from "./words";

type Usage = (help: FunctionHelp) => string;
type Say = (key: string, details?: Record<string, unknown>) => string;

/**
 * Problems as the editor shows them: places in its own count, hints in words. While a suggestion can be chosen at
 * `choosing`, what is only unfinished there is not held against the person who types.
 */
export function problemsOf(
  found: readonly DraftProblem[], text: string, fields: readonly FormulaField[], functions: readonly FunctionHelp[], usage: Usage, choosing: number | null, say: Say,
): Problem[] {
  return found
    .map((one) => ({
      from: placeIn(text, one.position?.[0] ?? 0),
      to: one.position ? placeIn(text, one.position[1]) : text.length,
      severity: one.severity,
      whole: one.code === "wrong_result",
      ...(namesakes(one, text, fields, say) ?? told(one, mendOf(one, text, fields, functions), fields, functions, usage)),
    }))
    .filter((one) => choosing === null || choosing < one.from || (choosing > one.to && !/^[.．。｡]$/.test(text.slice(one.to, choosing))));
}

/** Mistakes that are over when the hint stands in their place. */
const MENDED = new Set(["unknown_name", "unknown_option", "unknown_function", "bad_word"]);

const writtenAt = (text: string, { position }: DraftProblem): string => (position ? text.slice(placeIn(text, position[0]), placeIn(text, position[1])) : "");

/** A name that several fields have: each is offered, told apart by its key. */
function namesakes(one: DraftProblem, text: string, fields: readonly FormulaField[], say: Say): Pick<Problem, "message" | "mends"> | undefined {
  const name = writtenAt(text, one);
  const several = one.code === "unknown_name" && name !== "" ? fields.filter((field) => dotted(field.label) === `${name} · ${field.path}`) : [];
  if (several.length < 2) return undefined;
  return { message: say("namesakes", { name, count: several.length }), mends: several.map((field) => ({ insert: field.path, label: field.label })) };
}

/** Whether a key was mistyped rather than meant otherwise: of four letters one or two may differ, of more one in three. */
function mistyped(written: string, meant: string): boolean {
  if (!/^[\w.]+$/.test(written)) return true;
  let before = Array.from({ length: meant.length + 1 }, (_, at) => at);
  for (let row = 1; row <= written.length; row += 1) {
    const now = [row];
    for (let at = 1; at <= meant.length; at += 1) now.push(Math.min((before[at] ?? 0) + 1, (now[at - 1] ?? 0) + 1, (before[at - 1] ?? 0) + (written[row - 1] === meant[at - 1] ? 0 : 1)));
    before = now;
  }
  return (before[meant.length] ?? 0) <= Math.max(2, written.length / 3);
}

/** What is wrong, and what was probably meant: to be put there with a press, or told. */
function told(one: DraftProblem, mend: Mend | undefined, fields: readonly FormulaField[], functions: readonly FunctionHelp[], usage: Usage): Pick<Problem, "message" | "mends"> {
  const said = one.message[currentLocale()];
  if (!one.hint) return { message: said };
  if (mend) return { message: said, mends: [mend] };
  // the key of a field that is gone is like many others
  if (one.code === "unknown_name" && !/[()（）]/.test(one.hint)) return { message: said };
  const called = functions.find((each) => one.hint === `${each.key}(${each.signature})`);
  return { message: `${said} → ${called ? usage(called) : named(one, fields, functions)}` };
}

function named({ code, hint }: DraftProblem, fields: readonly FormulaField[], functions: readonly FunctionHelp[]): string {
  const stored = JSON.stringify(hint);
  const choice = code === "bad_word" ? functions.flatMap((one) => Object.values(one.choices ?? {}).flat()).find((one) => one.value === hint) : undefined;
  if (choice) return choice.name[currentLocale()];
  const value = code === "unknown_option" ? fields.flatMap((one) => one.values ?? []).find((one) => one.insert === stored)?.label : undefined;
  return value ?? inNames(hint ?? "", fields);
}

/** What to write in its place, where that mends it. */
function mendOf(one: DraftProblem, text: string, fields: readonly FormulaField[], functions: readonly FunctionHelp[]): Mend | undefined {
  if (!one.hint || !MENDED.has(one.code) || writtenAt(text, one) === "" || /[()（）]/.test(one.hint)) return undefined;
  if (one.code === "unknown_name" && !mistyped(writtenAt(text, one), one.hint)) return undefined;
  const stored = JSON.stringify(one.hint);
  const inQuotes = one.code === "unknown_option" || (one.code === "bad_word" && !/^[\p{L}_]/u.test(writtenAt(text, one)));
  return { insert: inQuotes ? stored : one.hint, label: named(one, fields, functions) };
}

interface ProblemsProps {
  problems: readonly Problem[];
  onShow: (problem: Problem) => void;
  onMend: (problem: Problem, insert: string) => void;
}

export function Problems({ problems, onShow, onMend }: ProblemsProps) {
  const { say } = useExpressionWords();
  return (
    <div role="alert" className={css.problems}>
      {problems.map((one) => {
        const Icon = one.severity === "error" ? CircleAlert : TriangleAlert;
        return (
          <div key={`${String(one.from)} ${String(one.to)} ${one.message}`} className={css.wrongline}>
            <button type="button" data-kind={one.severity} onClick={() => onShow(one)}>
              <Icon size={14} aria-hidden />
              <span>{one.message}</span>
            </button>
            {one.mends?.map((mend) => <Button key={mend.insert} small kind="link" data-action="mend" onClick={() => onMend(one, mend.insert)}>{say("replace", { what: mend.label })}</Button>)}
          </div>
        );
      })}
    </div>
  );
}
