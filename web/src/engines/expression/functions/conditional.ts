/** Aggregates over the items that meet a criterion, written as in Excel: a value, ">10", "<>lost", "A*". */

import { criterion } from "../criteria";
import { decimal, total, type Decimal } from "../decimal";
import type { Env } from "../env";
import { filled, fits, lengthOf, orEmpty } from "../operators";
import { envFn, fn, type Family } from "../registry";
import { idOf, isList, toJson, type Value } from "../values";
import { average, extreme, flat } from "./statistics";

type Fold = (found: Value[]) => Value;

const listOf = (value: Value | undefined): readonly Value[] => (value !== undefined && isList(value) ? value : []);

/** The values beside which every criterion holds; null when the columns differ in length. */
function chosen(env: Env, values: Value | undefined, pairs: readonly Value[]): Value[] | null {
  const column = listOf(values);
  const others: (readonly Value[])[] = [];
  const tests: ((item: Value) => boolean)[] = [];
  for (let at = 0; at < pairs.length; at += 2) {
    others.push(listOf(pairs[at]));
    tests.push(criterion(pairs[at + 1] ?? null, env.zone));
  }
  if (others.some((other) => other.length !== column.length)) return null;
  return column.filter((_, row) => tests.every((test, at) => test(others[at]?.[row] ?? null)));
}

/** A fold over what (values, list, criterion, ...) choose, blanks left out. */
function over(fold: Fold): (env: Env, values: Value, ...pairs: Value[]) => Value {
  return (env, values, ...pairs) => {
    const found = chosen(env, values, pairs);
    return found === null ? null : fold(flat(found));
  };
}

/** The same for the argument order of SUMIF: list, criterion, values. */
function overIf(fold: Fold): (env: Env, items: Value, test: Value, values?: Value) => Value {
  const folded = over(fold);
  return (env, items, test, values) => folded(env, values ?? items, items, test);
}

function countIfs(env: Env, ...pairs: Value[]): Value {
  const found = chosen(env, pairs[0], pairs);
  return found === null ? null : decimal(found.length);
}

function textJoin(separator: Value, skip: Value, ...values: Value[]): Value {
  const items: Value[] = [];
  for (const value of values) items.push(...(isList(value) ? value : [value]));
  const kept = skip === true ? items.filter((item) => item !== null) : items;
  const texts = kept.map(orEmpty);
  const between = orEmpty(separator);
  fits(texts.reduce((length, text) => length + lengthOf(text), lengthOf(between) * Math.max(0, texts.length - 1)));
  return filled(texts.join(between));
}

const sum: Fold = (found) => total(found as Decimal[]);

export const CONDITIONAL: Family = {
  SUMIF: envFn("o", overIf(sum)),
  SUMIFS: envFn("o", over(sum)),
  COUNTIF: envFn("o", (env, items: Value, test: Value) => countIfs(env, items, test)),
  COUNTIFS: envFn("o", countIfs),
  AVERAGEIF: envFn("o", overIf(average)),
  AVERAGEIFS: envFn("o", over(average)),
  MAXIFS: envFn("o", over((found) => extreme(found, 1))),
  MINIFS: envFn("o", over((found) => extreme(found, -1))),
  COUNTUNIQUE: fn("o", (...values: Value[]) =>
    decimal(new Set(flat(values).map((item) => `${typeof idOf(item)} ${String(toJson(item))}`)).size),
  ),
  TEXTJOIN: fn("o", textJoin),
};
