/** Numbers: decimals, rounded half away from zero. What has no real result is blank. */

import { add, decimal, Decimal, exact, inexact, multiply, ONE, power, rounded, type Rounding, whole, ZERO } from "../decimal";
import { numberOf } from "../numberText";
import { fn, type Family } from "../registry";
import type { Value } from "../values";

const PI = decimal("3.14159265359");
const TEN = decimal(10);

const places = (digits: Decimal | undefined): number => (digits === undefined ? 0 : whole(digits));

/** In whole steps, as CEILING and FLOOR count them: a negative step turns the direction round. */
function steps(value: Decimal, step: Decimal | undefined, rounding: Rounding): Value {
  const size = step ?? ONE;
  if (value.isZero()) return ZERO;
  if (size.isZero()) return rounding === Decimal.ROUND_CEIL ? ZERO : null;
  if (value.gt(0) && size.lt(0)) return null;
  return multiply(value.div(size).toDecimalPlaces(0, rounding), size);
}

function nearest(value: Decimal, multiple: Decimal): Value {
  if (value.isZero() || multiple.isZero()) return ZERO;
  if (value.isNegative() !== multiple.isNegative()) return null;
  return multiply(value.div(multiple).round(), multiple);
}

/** The remainder, with the divisor's sign. */
function mod(value: Decimal, divisor: Decimal): Value {
  if (divisor.isZero()) return null;
  const rest = value.mod(divisor);
  return !rest.isZero() && rest.isNegative() !== divisor.isNegative() ? add(rest, divisor) : exact(rest);
}

function log(value: Decimal, base: Decimal = TEN): Value {
  if (!value.gt(0) || !base.gt(0) || base.eq(1)) return null;
  if (base.eq(TEN)) return inexact(Decimal.log10(value));
  return inexact(value.ln().div(base.ln()));
}

export const NUMBER: Family = {
  ABS: fn("n", (value: Decimal) => value.abs()),
  ROUND: fn("n?", (value: Decimal, digits?: Decimal) => rounded(value, places(digits))),
  ROUNDUP: fn("n?", (value: Decimal, digits?: Decimal) => rounded(value, places(digits), Decimal.ROUND_UP)),
  ROUNDDOWN: fn("n?", (value: Decimal, digits?: Decimal) => rounded(value, places(digits), Decimal.ROUND_DOWN)),
  INT: fn("n", (value: Decimal) => value.floor()),
  TRUNC: fn("n?", (value: Decimal, digits?: Decimal) => rounded(value, places(digits), Decimal.ROUND_DOWN)),
  CEILING: fn("n?", (value: Decimal, step?: Decimal) => steps(value, step, Decimal.ROUND_CEIL)),
  FLOOR: fn("n?", (value: Decimal, step?: Decimal) => steps(value, step, Decimal.ROUND_FLOOR)),
  MROUND: fn("n", nearest),
  MOD: fn("n", mod),
  QUOTIENT: fn("n", (value: Decimal, divisor: Decimal) =>
    divisor.isZero() ? null : exact(value.divToInt(divisor)),
  ),
  POWER: fn("n", power),
  SQRT: fn("n", (value: Decimal) => (value.lt(0) ? null : inexact(value.sqrt()))),
  EXP: fn("n", (value: Decimal) => inexact(value.exp())),
  LN: fn("n", (value: Decimal) => (value.gt(0) ? inexact(value.ln()) : null)),
  LOG: fn("n?", log),
  LOG10: fn("n", (value: Decimal) => log(value)),
  SIGN: fn("n", (value: Decimal) => decimal(value.isZero() ? 0 : value.isNegative() ? -1 : 1)),
  PI: fn("", () => PI),
  VALUE: fn("x", (text: string) => numberOf(text)),
};
