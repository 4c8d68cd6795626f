/** The record, its rows and who is asking. OLD, CHANGED and WAS are compiled by `evaluate`. */

import { decimal, type Decimal, whole } from "../decimal";
import { envFn, fn, type Family } from "../registry";
import { isList, type Value } from "../values";

/** Every test by itself; a blank one does not hold. */
const each = (tests: readonly Value[]): boolean[] =>
  tests.flatMap((test) => (isList(test) ? test : [test])).map((test) => test === true);

const at = (values: Value, place: number): Value => (isList(values) ? (values.at(place) ?? null) : null);

export const RECORD: Family = {
  ME: envFn("", (env) => env.person().id),
  DEPARTMENT: envFn("", (env) => {
    const department = env.person().department ?? null;
    return typeof department === "string" ? department : (department?.id ?? null);
  }),
  TEAM: envFn("", (env) => env.person().team ?? []),
  INDEX: fn("o", (values: Value, place: Value) => {
    const number = place === null ? 0 : whole(place as Decimal);
    return number < 1 ? null : at(values, number - 1);
  }),
  FIRST: fn("o", (values: Value) => at(values, 0)),
  LAST: fn("o", (values: Value) => at(values, -1)),
  ANY: fn("o", (...tests: Value[]) => each(tests).some(Boolean)),
  ALL: fn("o", (...tests: Value[]) => each(tests).every(Boolean)),
  ROWNO: envFn("", (env) => (env.row === null ? null : decimal(env.row))),
};
