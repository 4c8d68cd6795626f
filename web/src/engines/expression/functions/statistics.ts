/** Sums and the like over arguments, lists and rows. Blanks are left out; of nothing the sum is 0, the rest is blank. */

import { decimal, type Decimal, divide, inexact, multiply, ONE, total, whole, ZERO } from "../decimal";
import { compare, equal, orZero } from "../operators";
import { fn, type Family } from "../registry";
import { isList, type Value } from "../values";

/** The values and the items of lists among them, without blanks. */
export function flat(values: readonly Value[]): Value[] {
  const found: Value[] = [];
  for (const value of values) {
    if (isList(value)) {
      for (const item of value) if (item !== null) found.push(item);
    } else if (value !== null) found.push(value);
  }
  return found;
}

const numbers = (values: readonly Value[]): Decimal[] => flat(values) as Decimal[];
const inOrder = (values: readonly Decimal[]): Decimal[] => [...values].sort((one, other) => one.cmp(other));

export function average(values: readonly Value[]): Decimal | null {
  return values.length === 0 ? null : divide(total(values as Decimal[]), decimal(values.length));
}

/** The first of those that no other one goes before. */
export function extreme(values: readonly Value[], sign: 1 | -1): Value {
  let found: Value = null;
  for (const value of values) {
    if (found === null || (compare(value, found) ?? 0) * sign > 0) found = value;
  }
  return found;
}

function median(values: readonly Value[]): Value {
  const found = inOrder(numbers(values));
  const middle = Math.floor(found.length / 2);
  if (found.length === 0) return null;
  if (found.length % 2 === 1) return found[middle] ?? null;
  return divide(total(found.slice(middle - 1, middle + 1)), decimal(2));
}

function ranked(values: Value, place: Value, largest: boolean): Value {
  const found = inOrder(numbers([values]));
  if (largest) found.reverse();
  const at = orZero(place);
  // a fraction goes up for LARGE and down for SMALL
  return found[whole(largest ? at.ceil() : at) - 1] ?? null;
}

function rank(value: Value, values: Value, order?: Value): Value {
  const found = numbers([values]);
  if (!found.some((item) => equal(item, value))) return null;
  const up = order !== undefined && !orZero(order).isZero();
  const before = found.filter((item) => (up ? item.lt(value as Decimal) : item.gt(value as Decimal)));
  return decimal(before.length + 1);
}

function variance(values: readonly Value[]): Decimal | null {
  const found = numbers(values);
  if (found.length < 2) return null;
  const mean = total(found).div(found.length);
  let squares = ZERO;
  for (const value of found) {
    const away = value.minus(mean);
    squares = squares.plus(away.times(away));
  }
  return squares.div(found.length - 1);
}

function sumProduct(lists: readonly Value[]): Value {
  const columns = lists.map((list) => (isList(list) ? list : []));
  const count = columns[0]?.length ?? 0;
  if (columns.some((column) => column.length !== count)) return null;
  const products: Decimal[] = [];
  for (let row = 0; row < count; row += 1) {
    products.push(columns.reduce((product, column) => multiply(product, orZero(column[row])), ONE));
  }
  return total(products);
}

/** With linear interpolation, both ends included. */
function percentile(values: Value, part: Value): Value {
  const found = inOrder(numbers([values]));
  const share = orZero(part);
  if (found.length === 0 || share.lt(0) || share.gt(1)) return null;
  const place = share.times(found.length - 1);
  const at = place.floor();
  const low = found[at.toNumber()];
  const high = found[at.toNumber() + 1];
  if (low === undefined || high === undefined) return found[found.length - 1] ?? null;
  return inexact(low.plus(high.minus(low).times(place.minus(at))));
}

function countBlank(values: readonly Value[]): Value {
  let blanks = 0;
  for (const value of values) {
    blanks += isList(value) ? value.filter((item) => item === null).length : Number(value === null);
  }
  return decimal(blanks);
}

const count = fn("o", (...values: Value[]) => decimal(flat(values).length));

export const STATISTICS: Family = {
  SUM: fn("o", (...values: Value[]) => total(numbers(values))),
  AVERAGE: fn("o", (...values: Value[]) => average(flat(values))),
  MIN: fn("o", (...values: Value[]) => extreme(flat(values), -1)),
  MAX: fn("o", (...values: Value[]) => extreme(flat(values), 1)),
  COUNT: count,
  COUNTA: count,
  COUNTBLANK: fn("o", (...values: Value[]) => countBlank(values)),
  PRODUCT: fn("o", (...values: Value[]) => {
    const found = numbers(values);
    return found.length === 0 ? ZERO : found.reduce(multiply, ONE);
  }),
  MEDIAN: fn("o", (...values: Value[]) => median(values)),
  LARGE: fn("o", (values: Value, place: Value) => ranked(values, place, true)),
  SMALL: fn("o", (values: Value, place: Value) => ranked(values, place, false)),
  RANK: fn("o", rank),
  STDEV: fn("o", (...values: Value[]) => {
    const spread = variance(values);
    return spread === null ? null : inexact(spread.sqrt());
  }),
  VAR: fn("o", (...values: Value[]) => {
    const spread = variance(values);
    return spread === null ? null : inexact(spread);
  }),
  SUMPRODUCT: fn("o", (...lists: Value[]) => sumProduct(lists)),
  PERCENTILE: fn("o", percentile),
};
