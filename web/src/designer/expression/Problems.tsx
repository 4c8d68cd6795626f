/** What is wrong with a formula, in a few lines; a press leads to the place. */
import { CircleAlert, TriangleAlert } from "lucide-react";

import { currentLocale } from "../../platform/i18n";
import type { DraftProblem } from "../document/problems";
import type { Problem } from "./editing";
import css from "./formula.module.css";
import { type FormulaField, inNames } from "./names";
import type { FunctionHelp } from "./questions";
import { placeIn } from "./tokens";

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
      message: inWords(one, fields, functions, usage),
    }))
    .filter((one) => choosing === null || choosing < one.from || choosing > one.to);
}

/** What is wrong, with what was probably meant: a field by its name, a call in the person's words, or a sign. */
function inWords({ message, hint }: DraftProblem, fields: readonly FormulaField[], functions: readonly FunctionHelp[], usage: Usage): string {
  const said = message[currentLocale()];
  if (!hint) return said;
  const called = functions.find((one) => hint === `${one.key}(${one.signature})`);
  return `${said} → ${called ? usage(called) : inNames(hint, fields)}`;
}

export function Problems({ problems, onShow }: { problems: readonly Problem[]; onShow: (problem: Problem) => void }) {
  return (
    <div role="alert" className={css.problems}>
      {problems.map((one) => {
        const Icon = one.severity === "error" ? CircleAlert : TriangleAlert;
        return (
          <button key={`${String(one.from)} ${String(one.to)} ${one.message}`} type="button" data-kind={one.severity} onClick={() => onShow(one)}>
            <Icon size={14} aria-hidden />
            <span>{one.message}</span>
          </button>
        );
      })}
    </div>
  );
}
