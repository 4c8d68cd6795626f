/** What is wrong with a part, at the part. */
import { CircleAlert, TriangleAlert } from "lucide-react";

import { currentLocale } from "../../platform/i18n";
import { useDraft, useSay } from "../context";
import { nameOf } from "../document/names";
import { lastOf, listAt } from "../document/pointer";
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
      </span>
    </p>
  ));
}

/** What is wrong, in words: where the server names a setting by its key, the builder reads what it is called. */
export function useProblemWords(): (problem: DraftProblem) => string {
  const say = useSay();
  const words = useWords();
  const { document, published } = useDraft();
  const called = (path: string): string | undefined => {
    const key = path.split(".")[0] ?? "";
    const system = say(`system.${key}`, { defaultValue: "" });
    // what is gone from the draft is still called what it is called where it is published
    return system || [document, published].flatMap((one) => (one ? listAt(one, "/forms").flatMap((form) => listAt(form, "/fields")) : [])).filter((field) => field.key === key).map(nameOf)[0];
  };
  return ({ code, message, pointer, hint }) => {
    if (code === "missing") return say("problems.missing", { what: words.setting("", lastOf(pointer)) });
    const text = message[currentLocale()].replace(/([“"])([a-z][\w.]*)([”"])/g, (quoted, open: string, key: string, close: string) => (called(key) ? open + (called(key) ?? "") + close : quoted));
    const meant = hint && /^[a-z][\w.]*$/.test(hint) ? called(hint) : undefined;
    return meant ? say("problems.meant", { text, meant }) : text;
  };
}

/** How many errors and warnings lie at or below a part. */
export function useTrouble(pointer: string): { errors: number; warnings: number } {
  const { problems } = useDraft();
  const here = problemsUnder(problems, pointer);
  const errors = here.filter((one) => one.severity === "error").length;
  return { errors, warnings: here.length - errors };
}
