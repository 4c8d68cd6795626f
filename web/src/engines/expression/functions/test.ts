/** Asking what a value is. */

import { Day, Moment } from "../dates";
import { atLeast, atMost, equal } from "../operators";
import { fn, type Family } from "../registry";
import { isDecimal, type Value } from "../values";

export const TEST: Family = {
  BETWEEN: fn("o", (value: Value, low: Value, high: Value) => atLeast(value, low) && atMost(value, high)),
  ISNUMBER: fn("o", (value: Value) => isDecimal(value)),
  ISTEXT: fn("o", (value: Value) => typeof value === "string"),
  ISDATE: fn("o", (value: Value) => value instanceof Day || value instanceof Moment),
  EXACT: fn("o", equal),
};
