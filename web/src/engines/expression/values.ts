/** The values of expressions in the browser, and how they come from and go to the JSON of the API. */

import { itemKind, kindName, type KindJson } from "./ast";
import { Clock, Day, Moment, parseClock, parseDay, parseMoment, type Zone } from "./dates";
import { Decimal, plain } from "./decimal";

/** A record or a row: an object with `id`. */
export interface Item {
  readonly [key: string]: unknown;
}

export type Value = Decimal | string | boolean | Day | Moment | Clock | Item | readonly Value[] | null;

export function isList(value: Value | undefined): value is readonly Value[] {
  return Array.isArray(value);
}

export function isDecimal(value: unknown): value is Decimal {
  return Decimal.isDecimal(value);
}

const isTemporal = (value: unknown): value is Day | Moment | Clock =>
  value instanceof Day || value instanceof Moment || value instanceof Clock;

export function isItem(value: Value): value is Item {
  return (
    typeof value === "object" &&
    value !== null &&
    !isList(value) &&
    !isDecimal(value) &&
    !isTemporal(value)
  );
}

/** Numbers read before: a form is evaluated again and again, and little of it changes. */
const read = new Map<string | number, Decimal | null>();

/** A number as decimals; null for what is none. */
function toDecimal(raw: unknown): Decimal | null {
  if (isDecimal(raw)) return raw;
  if (typeof raw !== "string" && typeof raw !== "number") return null;
  let found = read.get(raw);
  if (found === undefined) {
    found = parsed(raw);
    if (read.size > 1000) read.clear();
    read.set(raw, found);
  }
  return found;
}

function parsed(raw: string | number): Decimal | null {
  try {
    const value = new Decimal(raw);
    return value.isFinite() ? value : null;
  } catch {
    return null;
  }
}

/** What stands in a record, read as this kind. What does not fit (half typed) is blank. */
export function toValue(raw: unknown, kind: KindJson | undefined, zone: Zone): Value {
  if (raw === null || raw === undefined || raw === "") return null;
  const name = kindName(kind);
  switch (name) {
    case "number":
    case "money":
    case "percent":
    case "duration":
      return toDecimal(raw);
    case "date":
      return raw instanceof Day ? raw : parseDay(String(raw));
    case "datetime":
      return raw instanceof Moment ? raw : parseMoment(String(raw), zone);
    case "time":
      return raw instanceof Clock ? raw : parseClock(String(raw));
    case "boolean":
      return typeof raw === "boolean" ? raw : null;
    case "list":
      return Array.isArray(raw) ? raw.map((item) => toValue(item, itemKind(kind), zone)) : null;
    case "row":
      return raw as Item;
    case "user":
    case "department":
    case "record":
      return idOf(raw as Value);
    default:
      return raw as Value;
  }
}

/** The id of a record that was loaded with what lies behind it. */
export function idOf(value: Value): Value {
  if (!isItem(value)) return value;
  const id = value["id"];
  return typeof id === "string" ? id : null;
}

/** As API JSON: numbers, dates and times as text. */
export function toJson(value: Value): unknown {
  if (isDecimal(value)) return plain(value);
  if (isList(value)) return value.map(toJson);
  if (isTemporal(value)) return value.toString();
  return isItem(value) ? idOf(value) : value;
}
