/** Choosing: conditions are two-valued, and a blank one does not hold. Branches not taken are not computed. */

import { equal } from "../operators";
import { EvaluationProblem } from "../problems";
import { fn, lazyFn, type Family, type Later } from "../registry";
import { isList, type Value } from "../values";

const holds = (value: Value): boolean => value === true;

export const LOGIC: Family = {
  IF: lazyFn((env, test, then, otherwise) => {
    if (test !== undefined && holds(test(env))) return then === undefined ? null : then(env);
    return otherwise === undefined ? null : otherwise(env);
  }),
  IFS: lazyFn((env, ...pairs) => {
    for (let at = 0; at + 1 < pairs.length; at += 2) {
      if (holds((pairs[at] as Later)(env))) return (pairs[at + 1] as Later)(env);
    }
    return null;
  }),
  SWITCH: lazyFn((env, of, ...rest) => {
    const value = (of as Later)(env);
    for (let at = 0; at + 1 < rest.length; at += 2) {
      if (equal(value, (rest[at] as Later)(env))) return (rest[at + 1] as Later)(env);
    }
    return rest.length % 2 === 1 ? (rest[rest.length - 1] as Later)(env) : null;
  }),
  AND: lazyFn((env, ...tests) => tests.every((test) => holds(test(env)))),
  OR: lazyFn((env, ...tests) => tests.some((test) => holds(test(env)))),
  NOT: fn("o", (test: Value) => !holds(test)),
  XOR: fn("o", (...tests: Value[]) => tests.filter(holds).length % 2 === 1),
  IFERROR: lazyFn((env, value, fallback) => {
    let found: Value = null;
    try {
      found = (value as Later)(env);
    } catch (problem) {
      if (!(problem instanceof EvaluationProblem) || problem.code === "too_many_steps") throw problem;
    }
    return found === null ? (fallback as Later)(env) : found;
  }),
  ISBLANK: fn("o", (value: Value) => value === null || (isList(value) && value.length === 0)),
  COALESCE: lazyFn((env, ...values) => {
    for (const value of values) {
      const found = value(env);
      if (found !== null) return found;
    }
    return null;
  }),
  TRUE: fn("", () => true),
  FALSE: fn("", () => false),
};
