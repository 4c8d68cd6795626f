/** What the server says of a tree that is being drawn, at its lines; and whether a tree can be drawn at all. */
import { useEffect, useEffectEvent, useState } from "react";
import { useTranslation } from "react-i18next";

import { completed, isRows, isTerm, groupOf, OPERATORS, PERIODS, type Tree, withNames } from "../../engines/record/conditions";
import type { TreeProblem } from "../../engines/record/ConditionLine";
import { Refusal } from "../../platform/api/client";
import type { Field, Form } from "../../platform/api/types";
import { currentLocale } from "../../platform/i18n";
import { questions } from "../expression/questions";

const PAUSE = 300;

/** Whether every line has a field and an operator that the builder knows, and a value that can be typed in. */
export function drawable(tree: Tree, fields: readonly Field[], form: Form): boolean {
  if (isTerm(tree)) {
    const field = fields.find((one) => one.key === tree.field);
    return field !== undefined && tree.op in OPERATORS && !isFormula(tree.value) && !(isDated(field) && isUnlistedPeriod(tree.value));
  }
  if (!isRows(tree)) return groupOf(tree).parts.every((one) => drawable(one, fields, form));
  const rows = "any_row" in tree ? tree.any_row : tree.all_rows;
  const columns = form.fields.find((one) => one.key === rows && one.type === "subtable")?.fields;
  return columns !== undefined && drawable(tree.when, [...columns, ...fields], form);
}

const isDated = (field: Field): boolean => field.type === "date" || field.type === "datetime";
/** last_13_days and its like, which nobody offers. */
const isUnlistedPeriod = (value: unknown): boolean => typeof value === "string" && /^[a-z]/.test(value) && !PERIODS.includes(value);
const isFormula = (value: unknown): boolean => (Array.isArray(value) ? value.some(isFormula) : typeof value === "object" && value !== null && "formula" in value);

/** The problems of a tree, at the lines as they are drawn, a moment after the last change. */
export function useTreeProblems(app: string, form: string | undefined, tree: Tree | null, fields: readonly Field[], filled?: string): { problems: readonly TreeProblem[]; checking: boolean } {
  const { t } = useTranslation();
  const [told, setTold] = useState<{ asked: string; problems: readonly TreeProblem[] } | null>(null);
  const { tree: full, drawn } = tree ? completed(tree) : { tree: null, drawn: (pointer: string) => pointer };
  const asked = full === null ? "" : JSON.stringify([form, full, drawn("")]);
  const ask = useEffectEvent(async (still: () => boolean) => {
    if (full === null) return;
    const problems = await questions.check(app, full, form, "boolean", filled).then(
      (found) => found.problems.map((one) => ({ pointer: one.pointer, message: one.message[currentLocale()], severity: one.severity })),
      (refusal: unknown) => {
        if (refusal instanceof Refusal && refusal.status === 422) return refusal.problems.map((one) => ({ pointer: one.pointer.replace(/^\/expression/, ""), message: one.message, severity: "error" as const }));
        return [];
      },
    );
    if (still()) setTold({ asked, problems: problems.map((one) => ({ ...one, pointer: drawn(one.pointer), message: withNames(one.message, fields, t) })) });
  });
  useEffect(() => {
    if (asked === "") return undefined;
    let current = true;
    const timer = setTimeout(() => void ask(() => current), PAUSE);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [asked]);
  const found = told?.asked === asked ? told.problems : null;
  return { problems: asked === "" ? [] : (found ?? []), checking: asked !== "" && found === null };
}
