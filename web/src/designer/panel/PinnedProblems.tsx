/** What is wrong with a part, at the part. */
import { CircleAlert, TriangleAlert } from "lucide-react";

import { currentLocale } from "../../platform/i18n";
import { useDraft, useSay } from "../context";
import { lastOf } from "../document/pointer";
import { type DraftProblem, problemsAt, problemsUnder } from "../document/problems";
import { useWords } from "../words";
import css from "./panel.module.css";

export function PinnedProblems({ pointer, exact }: { pointer: string; exact?: boolean }) {
  const { problems } = useDraft();
  const said = useProblemWords();
  const here = exact ? problemsAt(problems, pointer) : problemsUnder(problems, pointer);
  return here.map((one, index) => (
    <p key={index} className={css.problem} data-severity={one.severity} data-problem={one.code}>
      {one.severity === "error" ? <CircleAlert size={14} aria-hidden /> : <TriangleAlert size={14} aria-hidden />}
      <span>
        {said(one)}
        {one.hint && ` (${one.hint})`}
      </span>
    </p>
  ));
}

/** What is wrong, in words: where the server names a setting by its key, the builder reads what it is called. */
export function useProblemWords(): (problem: DraftProblem) => string {
  const say = useSay();
  const words = useWords();
  return ({ code, message, pointer }) => (code === "missing" ? say("problems.missing", { what: words.setting("", lastOf(pointer)) }) : message[currentLocale()]);
}

/** How many errors and warnings lie at or below a part. */
export function useTrouble(pointer: string): { errors: number; warnings: number } {
  const { problems } = useDraft();
  const here = problemsUnder(problems, pointer);
  const errors = here.filter((one) => one.severity === "error").length;
  return { errors, warnings: here.length - errors };
}
