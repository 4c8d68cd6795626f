/** What a function is in the browser. The server has checked types and counts; the tables beside hold no texts. */

import type { Env } from "./env";
import type { Value } from "./values";

/** Computes a value when it is asked for. */
export type Later = (env: Env) => Value;

/**
 * `takes` has a letter for each argument, the last for all that follow: a blank `n`umber counts as 0, a blank `t`ext
 * as empty, a blank `l`ist too, a blank `?` as left out, and beside a blank `x` the result is blank. `o`wn arguments
 * come as they are. With `env` the environment comes first; with `lazy` closures come after it.
 */
export interface Fn {
  readonly takes: string;
  readonly call: (...args: never[]) => Value;
  readonly env?: boolean;
  readonly lazy?: boolean;
}

export function fn(takes: string, call: Fn["call"]): Fn {
  return { takes, call };
}

/** One that is given the environment first. */
export function envFn(takes: string, call: (env: Env, ...args: never[]) => Value): Fn {
  return { takes, call, env: true };
}

export function lazyFn(call: (env: Env, ...args: Later[]) => Value): Fn {
  return { takes: "o", call, env: true, lazy: true };
}

export type Family = Readonly<Record<string, Fn>>;
