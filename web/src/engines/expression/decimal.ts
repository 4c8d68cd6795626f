/** Decimal arithmetic as every back end does it: 60 digits inside, half away from zero, at most 38 before the point. */

import { Decimal as Base } from "decimal.js";

import { EvaluationProblem } from "./problems";

/** ROUND_HALF_UP of decimal.js rounds half away from zero. */
export const Decimal = Base.clone({ precision: 60, rounding: Base.ROUND_HALF_UP, toExpNeg: -9e15, toExpPos: 9e15 });
export type Decimal = Base;
export type Rounding = Base.Rounding;

/** For steps whose result is rounded to 12 places afterwards. */
const Wide = Decimal.clone({ precision: 80 });

export const ZERO = new Decimal(0);
export const ONE = new Decimal(1);
export const MAX_DIGITS = 38;
export const PLACES = 12;

export function decimal(value: string | number): Decimal {
  return new Decimal(value);
}

/** The value itself, unless it has too many digits. */
export function exact(value: Decimal): Decimal {
  // the exponent of what is no number is none
  if (!(value.e < MAX_DIGITS)) throw new EvaluationProblem("overflow");
  return value;
}

/** To 12 places, as quotients and roots are. */
export function inexact(value: Decimal): Decimal {
  return new Decimal(exact(value).toDecimalPlaces(PLACES, Base.ROUND_HALF_UP));
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
  return inexact(new Wide(left).div(right));
}

/** Exact for whole exponents from 0 up, else to 12 places; blank where there is no real number. */
export function power(base: Decimal, exponent: Decimal): Decimal | null {
  if (base.isZero()) return exponent.gt(0) ? ZERO : null;
  const whole = exponent.isInteger();
  if (base.isNegative() && !whole) return null;
  const raised = new Wide(base).pow(exponent);
  if (!whole || exponent.isNegative()) return inexact(raised);
  return exact(new Decimal(raised).plus(0));
}

export function total(values: Iterable<Decimal>): Decimal {
  let result: Decimal = ZERO;
  for (const value of values) result = add(result, value);
  return result;
}

/** To so many places; negative ones round before the point. */
export function rounded(value: Decimal, places: number, rounding: Rounding = Base.ROUND_HALF_UP): Decimal {
  const wanted = Math.max(-MAX_DIGITS, Math.min(places, PLACES * 3));
  if (wanted >= 0) return exact(value.toDecimalPlaces(wanted, rounding));
  const unit = new Decimal(10).pow(-wanted);
  return exact(new Wide(value).div(unit).toDecimalPlaces(0, rounding).times(unit));
}

export function wide(value: Decimal): Decimal {
  return new Wide(value);
}

/** Toward zero, as Excel reads a number where it wants a whole one. */
export function whole(value: Decimal): number {
  return value.trunc().toNumber();
}

/** Digits without exponent and without trailing zeros; never "-0". */
export function plain(value: Decimal): string {
  return value.isZero() ? "0" : value.toFixed();
}
