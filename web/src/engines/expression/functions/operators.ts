/** Operators, as functions of two arguments named like them. */

import { atLeast, atMost, equal, greater, joined, less, member, minus, negative } from "../operators";
import { over, perCent, plus, raised, times } from "../operators";
import { fn, type Family } from "../registry";
import type { Value } from "../values";

export const OPERATORS: Family = {
  "+": fn("o", plus),
  "-": fn("o", minus),
  "*": fn("o", times),
  "/": fn("o", over),
  "^": fn("o", raised),
  "&": fn("o", joined),
  "%": fn("o", perCent),
  neg: fn("o", negative),
  "=": fn("o", equal),
  "<>": fn("o", (left: Value, right: Value) => !equal(left, right)),
  "<": fn("o", less),
  "<=": fn("o", atMost),
  ">": fn("o", greater),
  ">=": fn("o", atLeast),
  IN: fn("o", member),
};
