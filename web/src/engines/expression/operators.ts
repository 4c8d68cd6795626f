/** What the operators do to values, blanks included. */

import { Clock, Day, Moment } from "./dates";
import type { Decimal} from "./decimal";
import { add, decimal, divide, exact, multiply, power, subtract, ZERO } from "./decimal";
import { EvaluationProblem } from "./problems";
import { idOf, isDecimal, isItem, isList, type Value } from "./values";

export const MAX_TEXT = 100_000;
const HUNDRED = decimal(100);
const MICROS = decimal(1_000_000);

export function orZero(value: Value | undefined): Decimal {
  return isDecimal(value) ? value : ZERO;
}

export function orEmpty(value: Value | undefined): string {
  return typeof value === "string" ? value : "";
}

/** Empty text is blank. */
export function filled(text: string): string | null {
  return text === "" ? null : text;
}

/** How many characters (code points) there are. */
export function lengthOf(text: string): number {
  let count = text.length;
  for (let at = 0; at < text.length - 1; at += 1) {
    if ((text.charCodeAt(at) & 0xfc00) === 0xd800 && (text.charCodeAt(at + 1) & 0xfc00) === 0xdc00) count -= 1;
  }
  return count;
}

export function fits(length: number): void {
  if (length > MAX_TEXT) throw new EvaluationProblem("text_too_long");
}

/** A date that many days later (part of a day reaches no further), a datetime that many seconds later. */
function shifted(start: Day | Moment, by: Decimal): Day | Moment {
  if (start instanceof Day) return start.plusDays(by.floor().toNumber());
  return start.plus(BigInt(by.times(MICROS).trunc().toFixed()));
}

/** Days between dates, seconds between moments. */
function between(end: Day | Moment, start: Day | Moment): Value {
  if (end instanceof Day && start instanceof Day) return decimal(end.days - start.days);
  if (end instanceof Moment && start instanceof Moment) {
    return decimal(end.seconds - start.seconds).plus(decimal(end.micros - start.micros).div(MICROS));
  }
  return null;
}

const isDate = (value: Value): value is Day | Moment => value instanceof Day || value instanceof Moment;

export function plus(left: Value, right: Value): Value {
  if (isDate(left)) return shifted(left, orZero(right));
  if (isDate(right)) return shifted(right, orZero(left));
  return add(orZero(left), orZero(right));
}

export function minus(left: Value, right: Value): Value {
  if (isDate(left)) return isDate(right) ? between(left, right) : shifted(left, orZero(right).neg());
  return isDate(right) ? null : subtract(orZero(left), orZero(right));
}

export const times = (left: Value, right: Value): Value => multiply(orZero(left), orZero(right));
export const over = (left: Value, right: Value): Value => divide(orZero(left), orZero(right));
export const raised = (base: Value, exponent: Value): Value => power(orZero(base), orZero(exponent));
export const perCent = (value: Value): Value => exact(orZero(value).div(HUNDRED));
export const negative = (value: Value): Value => orZero(value).neg().plus(0);

export function joined(left: Value, right: Value): Value {
  const text = orEmpty(left) + orEmpty(right);
  if (text.length > MAX_TEXT) fits(lengthOf(text));
  return filled(text);
}

/** Null-safe; lists are equal item by item. */
export function equal(left: Value, right: Value): boolean {
  if (isDecimal(left)) return isDecimal(right) && left.eq(right);
  if (isList(left)) {
    return isList(right) && left.length === right.length && left.every((item, at) => equal(item, right[at] ?? null));
  }
  if (left instanceof Day) return right instanceof Day && left.days === right.days;
  if (left instanceof Moment) return right instanceof Moment && left.compare(right) === 0;
  if (left instanceof Clock) return right instanceof Clock && left.micros === right.micros;
  return idOf(left) === (right !== null && isItem(right) ? idOf(right) : right);
}

/** By code point, where UTF-16 units would put 😀 before U+FFFF. */
function compareText(left: string, right: string): number {
  if (left === right) return 0;
  const size = Math.min(left.length, right.length);
  for (let at = 0; at < size; at += 1) {
    const one = left.charCodeAt(at);
    const other = right.charCodeAt(at);
    if (one !== other) {
      const surrogates = Number(one >= 0xd800 && one <= 0xdfff) - Number(other >= 0xd800 && other <= 0xdfff);
      return surrogates || one - other;
    }
  }
  return left.length - right.length;
}

/** Below 0, 0 or above 0; null where there is no order, as beside a blank. */
export function compare(left: Value, right: Value): number | null {
  if (isDecimal(left)) return isDecimal(right) ? left.cmp(right) : null;
  if (typeof left === "string") return typeof right === "string" ? compareText(left, right) : null;
  if (left instanceof Day) return right instanceof Day ? left.days - right.days : null;
  if (left instanceof Moment) return right instanceof Moment ? left.compare(right) : null;
  if (left instanceof Clock) return right instanceof Clock ? left.micros - right.micros : null;
  return null;
}

// without an order neither holds
export const less = (left: Value, right: Value): boolean => (compare(left, right) ?? 1) < 0;
export const atMost = (left: Value, right: Value): boolean => (compare(left, right) ?? 1) <= 0;
export const greater = (left: Value, right: Value): boolean => less(right, left);
export const atLeast = (left: Value, right: Value): boolean => atMost(right, left);

export function member(value: Value, items: Value): boolean {
  return isList(items) && items.some((item) => equal(value, item));
}
