/** What is wrong with a formula, in a few lines; a press leads to the place. */
import { CircleAlert, TriangleAlert } from "lucide-react";

import { currentLocale } from "../../platform/i18n";
import type { DraftProblem } from "../document/problems";
import { Button } from "../../ui";
import type { Mend, Problem } from "./editing";
import css from "./formula.module.css";
import { type FormulaField, inNames } from "./names";
import type { FunctionHelp } from "./questions";
import { placeIn } from "./tokens";
import { useExpressionWords } from "./words";

type Usage = (help: FunctionHelp) => string;

/**
 * Problems as the editor shows them: places in its own count, hints in words. While a suggestion can be chosen at
 * `choosing`, what is only unfinished there is not held against the person who types.
 */
export function problemsOf(
  found: readonly DraftProblem[], text: string, fields: readonly FormulaField[], functions: readonly FunctionHelp[], usage: Usage, choosing: number | null,
): Problem[] {
  return found
    .map((one) => ({
      from: placeIn(text, one.position?.[0] ?? 0),
      to: one.position ? placeIn(text, one.position[1]) : text.length,
      severity: one.severity,
      whole: one.code === "wrong_result",
      ...told(one, mendOf(one, text, fields, functions), fields, functions, usage),
    }))
    .filter((one) => choosing === null || choosing < one.from || (choosing > one.to && !/^[.．。｡]$/.test(text.slice(one.to, choosing))));
}

/** Mistakes that are over when the hint stands in their place. */
const MENDED = new Set(["unknown_name", "unknown_option", "unknown_function", "bad_word"]);

const writtenAt = (text: string, { position }: DraftProblem): string => (position ? text.slice(placeIn(text, position[0]), placeIn(text, position[1])) : "");

/** What is wrong, and what was probably meant: to be put there with a press, or told. */
function told(one: DraftProblem, mend: Mend | undefined, fields: readonly FormulaField[], functions: readonly FunctionHelp[], usage: Usage): Pick<Problem, "message" | "mend"> {
  const said = one.message[currentLocale()];
  if (!one.hint) return { message: said };
  if (mend) return { message: said, mend };
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
            {one.mend && <Button small kind="link" data-action="mend" onClick={() => one.mend && onMend(one, one.mend.insert)}>{say("replace", { what: one.mend.label })}</Button>}
          </div>
        );
      })}
    </div>
  );
}
