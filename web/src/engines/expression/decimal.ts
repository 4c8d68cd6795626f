/**
 * Decimal arithmetic as every back end does it: a number has at most 38 digits, those before the point and places
 * together. Each operation is computed to 80 digits and then rounded once, half away from zero.
 */

import { Decimal as Base } from "decimal.js";

import { EvaluationProblem } from "./problems";

/** ROUND_HALF_UP of decimal.js rounds half away from zero. */
export const Decimal = Base.clone({ precision: 80, rounding: Base.ROUND_HALF_UP, toExpNeg: -9e15, toExpPos: 9e15 });
export type Decimal = Base;
export type Rounding = Base.Rounding;
const Short = Decimal.clone({ precision: 32, rounding: Base.ROUND_DOWN });

export const ZERO = new Decimal(0);
export const ONE = new Decimal(1);
export const MAX_DIGITS = 38;
export const PLACES = 12;
const MOST_FACTORS = 1000;

export function decimal(value: string | number): Decimal {
  return new Decimal(value);
}

/** Whether it has at most 38 digits, seen by its five words of seven; of most numbers that is all there is to see. */
const isShort = (value: Decimal): boolean => value.d.length <= 5 && value.e >= -7 && value.e < MAX_DIGITS;

/** The value as a number of at most 38 digits. */
export function exact(value: Decimal): Decimal {
  if (value.isFinite() && isShort(value)) return value;
  const before = Math.max(0, value.e + 1);
  // what is no number has no exponent
  if (!(before <= MAX_DIGITS)) throw new EvaluationProblem("overflow");
  const fitted = value.toDecimalPlaces(MAX_DIGITS - before);
  if (fitted.e >= MAX_DIGITS) throw new EvaluationProblem("overflow");
  return fitted;
}

/** To 12 places, as quotients and roots are. */
export function inexact(value: Decimal): Decimal {
  return exact(value.toDecimalPlaces(PLACES));
}

export function add(left: Decimal, right: Decimal): Decimal {
  return exact(left.plus(right));
}

export function subtract(left: Decimal, right: Decimal): Decimal {
  return exact(left.minus(right));
}

export function multiply(left: Decimal, right: Decimal): Decimal {
  return exact(left.times(right));
}

/** To 12 places; blank when the divisor is zero. */
export function divide(left: Decimal, right: Decimal): Decimal | null {
  if (right.isZero()) return null;
  // 14 places tell how the twelfth is rounded: of what is cut off only the first digit counts
  if (isShort(left) && isShort(right) && left.e - right.e < 16) {
    return inexact(new Decimal(new Short(left).div(right)));
  }
  return inexact(left.div(right));
}

/** As exact as a product for whole exponents from 0 to 1,000, else to 12 places; blank without a real number. */
export function power(base: Decimal, exponent: Decimal): Decimal | null {
  if (base.isZero()) return exponent.gt(0) ? ZERO : null;
  const whole = exponent.isInteger();
  if (base.isNegative() && !whole) return null;
  const raised = base.pow(exponent);
  return whole && exponent.gte(0) && exponent.lte(MOST_FACTORS) ? exact(raised) : inexact(raised);
}

/** Rounded once, so that the order counts for nothing. */
export function total(values: Iterable<Decimal>): Decimal {
  let result: Decimal = ZERO;
  for (const value of values) result = result.plus(value);
  return exact(result);
}

/** To so many places; negative ones round before the point. */
export function rounded(value: Decimal, places: number, rounding: Rounding = Base.ROUND_HALF_UP): Decimal {
  const wanted = Math.max(-MAX_DIGITS, Math.min(places, PLACES * 3));
  if (wanted >= 0) return exact(value.toDecimalPlaces(wanted, rounding));
  const unit = new Decimal(10).pow(-wanted);
  return exact(value.div(unit).toDecimalPlaces(0, rounding).times(unit));
}

/** Toward zero, as Excel reads a number where it wants a whole one. */
export function whole(value: Decimal): number {
  return value.trunc().toNumber();
}

/** Digits without exponent and without trailing zeros; never "-0". */
export function plain(value: Decimal): string {
  return value.isZero() ? "0" : value.toFixed();
}
