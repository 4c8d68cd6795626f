/** Loans and investments, with Excel's signs: what one pays is negative. All rounded to 12 places. */

import { decimal, type Decimal, inexact, ONE, wide, ZERO } from "../decimal";
import { fn, type Family, type Fn } from "../registry";
import type { Value } from "../values";
import { flat } from "./statistics";

const CLOSE = decimal("1e-16");
const TURNS = 100;

/** Where there is no real result there is a blank. */
function finance(takes: string, call: (...args: Decimal[]) => Decimal | null): Fn {
  return fn(takes, (...args: Decimal[]) => rounded(call(...args.map((arg) => (arg === undefined ? arg : wide(arg)) as Decimal))));
}

function rounded(found: Decimal | null): Value {
  return found === null || !found.isFinite() ? null : inexact(found);
}

/** (1 + rate)^periods, and the sum of that many instalments of 1. */
function growth(rate: Decimal, periods: Decimal): readonly [Decimal, Decimal] {
  if (rate.isZero()) return [ONE, periods];
  const factor = rate.plus(1).pow(periods);
  return [factor, factor.minus(1).div(rate)];
}

const due = (rate: Decimal, start: Decimal | undefined): Decimal =>
  start === undefined || start.isZero() ? ONE : rate.plus(1);

function pmt(rate: Decimal, periods: Decimal, present: Decimal, future?: Decimal, start?: Decimal): Decimal | null {
  const [factor, instalments] = growth(rate, periods);
  const below = instalments.times(due(rate, start));
  return below.isZero()
    ? null
    : present
        .times(factor)
        .plus(future ?? ZERO)
        .div(below)
        .neg();
}

function fv(rate: Decimal, periods: Decimal, payment: Decimal, present?: Decimal, start?: Decimal): Decimal {
  const [factor, instalments] = growth(rate, periods);
  const paid = payment.times(due(rate, start)).times(instalments);
  return (present ?? ZERO).times(factor).plus(paid).neg();
}

function pv(rate: Decimal, periods: Decimal, payment: Decimal, future?: Decimal, start?: Decimal): Decimal {
  const [factor, instalments] = growth(rate, periods);
  const paid = payment.times(due(rate, start)).times(instalments);
  return (future ?? wide(ZERO)).plus(paid).div(factor).neg();
}

function nper(rate: Decimal, payment: Decimal, present: Decimal, future?: Decimal, start?: Decimal): Decimal | null {
  const ends = future ?? wide(ZERO);
  if (rate.isZero()) return payment.isZero() ? null : present.plus(ends).div(payment).neg();
  const paid = payment.times(due(rate, start));
  const [above, below] = [paid.minus(ends.times(rate)), paid.plus(present.times(rate))];
  if (below.isZero() || above.div(below).lte(0) || rate.lte(-1)) return null;
  return above.div(below).ln().div(rate.plus(1).ln());
}

function worth(rate: Decimal, flows: readonly Decimal[], first: number): Decimal {
  let total = wide(ZERO);
  flows.forEach((flow, at) => {
    total = total.plus(flow.div(rate.plus(1).pow(at + first)));
  });
  return total;
}

function npv(rate: Decimal, ...values: Value[]): Value {
  const flows = (flat(values) as Decimal[]).map(wide);
  return flows.length === 0 || rate.eq(-1) ? null : rounded(worth(wide(rate), flows, 1));
}

/** Newton's way from the guess, then halving between -99 % and 1000 % where that does not settle. */
function irr(values: Value, guess?: Decimal | null): Value {
  const flows = (flat([values]) as Decimal[]).map(wide);
  if (!flows.some((flow) => flow.gt(0)) || !flows.some((flow) => flow.lt(0))) return null;
  let rate = wide(guess ?? decimal("0.1"));
  for (let turn = 0; turn < TURNS && rate.gt(-1); turn += 1) {
    const base = rate.plus(1);
    let slope = wide(ZERO);
    for (const [at, flow] of flows.entries()) slope = slope.minus(flow.div(base.pow(at + 1)).times(at));
    if (slope.isZero()) break;
    const step = worth(rate, flows, 0).div(slope);
    rate = rate.minus(step);
    if (step.abs().lt(CLOSE)) return rounded(rate);
  }
  return rounded(halving(flows));
}

function halving(flows: readonly Decimal[]): Decimal | null {
  let [low, high] = [wide(decimal("-0.99")), wide(decimal(10))];
  if (worth(low, flows, 0).gt(0) === worth(high, flows, 0).gt(0)) return null;
  const rising = worth(low, flows, 0).lt(0);
  for (let turn = 0; turn < TURNS; turn += 1) {
    const middle = low.plus(high).div(2);
    if (worth(middle, flows, 0).lt(0) === rising) low = middle;
    else high = middle;
  }
  return low;
}

export const FINANCE: Family = {
  PMT: finance("nnn?", pmt),
  FV: finance("nnn?", fv),
  PV: finance("nnn?", pv),
  NPER: finance("nnn?", nper),
  NPV: fn("n", npv),
  IRR: fn("o", irr),
};
