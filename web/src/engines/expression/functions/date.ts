/** Dates, moments and working days. Parts of a moment are those a clock in the app's zone shows. */

import { Clock, Day, daysInMonth, isoWeek, Moment, type Zone } from "../dates";
import { readDate, readMoment } from "../dateText";
import { decimal, type Decimal, divide, whole } from "../decimal";
import type { Env } from "../env";
import { atMost } from "../operators";
import { bounds } from "../periods";
import { envFn, fn, type Family, type Fn } from "../registry";
import { isShort, startOf, startOfMoment, step, stepMoment, unitOf } from "../units";
import { isList, type Value } from "../values";

type When = Day | Moment;

/** The day of a moment in the zone; a date is its own. */
export function dayOf(value: When, zone: Zone): Day {
  return value instanceof Moment ? value.local(zone).day : value;
}

const part = (read: (day: Day) => number): Fn => envFn("x", (env, value: When) => decimal(read(dayOf(value, env.zone))));

const clockPart = (read: (clock: Clock) => number): Fn =>
  envFn("x", (env, value: Value) => {
    const clock = value instanceof Moment ? value.local(env.zone).clock : value;
    return decimal(clock instanceof Clock ? read(clock) : 0);
  });

function time(hour: Decimal, minute: Decimal, second: Decimal): Value {
  const seconds = hour.trunc().times(3600).plus(minute.trunc().times(60)).plus(second.trunc());
  return seconds.isNegative() && !seconds.isZero() ? null : new Clock(seconds.mod(86_400).toNumber() * 1_000_000);
}

/** Excel's second argument: which day is the first, counted from Monday. */
function weekFrom(kind: number): number | null {
  if (kind < 3) return kind === 1 ? 6 : kind === 2 ? 0 : null;
  return kind > 10 && kind < 18 ? kind - 11 : null;
}

function weekday(env: Env, value: When, kind?: Decimal): Value {
  const number = kind === undefined ? 1 : whole(kind);
  const day = dayOf(value, env.zone).weekday;
  if (number === 3) return decimal(day);
  const first = weekFrom(number);
  return first === null ? null : decimal(((day - first + 7) % 7) + 1);
}

function weekNumber(env: Env, value: When, kind?: Decimal): Value {
  const number = kind === undefined ? 1 : whole(kind);
  const day = dayOf(value, env.zone);
  if (number === 21) return decimal(isoWeek(day));
  const first = weekFrom(number);
  if (first === null) return null;
  const newYear = Day.of(day.year, 1, 1);
  return decimal(Math.floor((day.days - newYear.days + ((newYear.weekday - first + 7) % 7)) / 7) + 1);
}

function stepped(env: Env, value: When, count: Decimal, unit: string): When {
  return value instanceof Moment ? stepMoment(value, count, unit, env.zone) : step(value, whole(count), unit);
}

function dateAdd(env: Env, value: When, count: Decimal, unit: string): When | null {
  const known = unitOf(unit);
  if (known === null || (value instanceof Day && isShort(known))) return null;
  return stepped(env, value, count, known);
}

/** Whole months from start to end; a month is whole on the day of the same number. */
export function fullMonths(start: Day, end: Day): number {
  return (end.year - start.year) * 12 + end.month - start.month - Number(end.day < start.day);
}

function dateDif(env: Env, start: When, end: When, unit: string): Value {
  const [first, last] = [dayOf(start, env.zone), dayOf(end, env.zone)];
  if (first.days > last.days) return null;
  const months = fullMonths(first, last);
  switch (unit.toUpperCase()) {
    case "Y":
      return decimal(Math.floor(months / 12));
    case "M":
      return decimal(months);
    case "D":
      return decimal(last.days - first.days);
    case "YM":
      return decimal(months % 12);
    case "MD":
      return decimal(last.days - first.plusMonths(months).days);
    case "YD":
      return decimal(last.days - first.plusMonths(months - (months % 12)).days);
    default:
      return null;
  }
}

function freeDays(env: Env, closed: Value | undefined): Set<number> {
  const free = new Set<number>();
  if (closed !== undefined && isList(closed)) {
    for (const day of closed) if (day !== null) free.add(dayOf(day as When, env.zone).days);
  }
  return free;
}

const works = (env: Env, day: Day) => Number(env.calendar.week[day.weekday] !== env.calendar.exceptions.has(day.days));

function networkDays(env: Env, start: When, end: When, closed?: Value): Value {
  const [first, last] = [dayOf(start, env.zone), dayOf(end, env.zone)];
  const low = Math.min(first.days, last.days);
  const high = Math.max(first.days, last.days);
  const { week, exceptions } = env.calendar;
  const span = high - low + 1;
  const rest = span % 7;
  let count = Math.floor(span / 7) * week.filter(Boolean).length;
  for (let day = low; day < low + rest; day += 1) count += Number(week[new Day(day).weekday]);
  for (const day of exceptions) if (low <= day && day <= high) count += week[new Day(day).weekday] ? -1 : 1;
  for (const day of freeDays(env, closed)) if (low <= day && day <= high) count -= works(env, new Day(day));
  return decimal(first.days <= last.days ? count : -count);
}

function workDay(env: Env, start: When, days: Decimal, closed?: Value): Value {
  let day = dayOf(start, env.zone);
  const free = freeDays(env, closed);
  const forward = days.gt(0) ? 1 : -1;
  let left = Math.abs(whole(days));
  while (left > 0) {
    env.spend(1);
    day = day.plusDays(forward);
    if (!free.has(day.days)) left -= works(env, day);
  }
  return day;
}

function start(env: Env, value: When, unit: string): When | null {
  const known = unitOf(unit);
  if (known === null) return null;
  if (value instanceof Moment) return startOfMoment(value, known, env.zone);
  return isShort(known) ? null : startOf(value, known);
}

function end(env: Env, value: When, unit: string): When | null {
  const first = start(env, value, unit);
  const following = first === null ? null : dateAdd(env, first, decimal(1), unit);
  if (following === null) return null;
  return following instanceof Moment ? following.plus(-1n) : following.plusDays(-1);
}

function timestamp(env: Env, given: Value, at?: Clock): Value {
  const value = typeof given === "string" ? readMoment(given, env.zone) : (given as When | null);
  if (value === null) return null;
  if (at !== undefined) return env.zone.moment(dayOf(value, env.zone), at);
  return value instanceof Moment ? value : env.zone.midnight(value);
}

function age(env: Env, birthday: When, on?: When): Value {
  const day = on === undefined ? env.today : dayOf(on, env.zone);
  const born = dayOf(birthday, env.zone);
  return born.days <= day.days ? decimal(Math.floor(fullMonths(born, day) / 12)) : null;
}

const bound = (at: 0 | 1): Fn => envFn("x", (env, word: string) => bounds(word, env.today)?.[at] ?? null);

export const DATE: Family = {
  TODAY: envFn("", (env) => env.today),
  NOW: envFn("", (env) => env.now),
  DATE: fn("n", (year: Decimal, month: Decimal, day: Decimal) =>
    new Day(Day.of(1, 1, 1).plusMonths((whole(year) - 1) * 12 + whole(month) - 1).days + whole(day) - 1),
  ),
  TIME: fn("n", time),
  DATEVALUE: envFn("x", (env, value: Value) =>
    typeof value === "string" ? readDate(value) : dayOf(value as When, env.zone),
  ),
  YEAR: part((day) => day.year),
  QUARTER: part((day) => Math.floor((day.month + 2) / 3)),
  MONTH: part((day) => day.month),
  DAY: part((day) => day.day),
  HOUR: clockPart((clock) => clock.hour),
  MINUTE: clockPart((clock) => clock.minute),
  SECOND: clockPart((clock) => clock.second),
  WEEKDAY: envFn("x?", weekday),
  WEEKNUM: envFn("x?", weekNumber),
  ISOWEEKNUM: part(isoWeek),
  EDATE: envFn("xn", (env, value: When, months: Decimal) => stepped(env, value, months.trunc(), "month")),
  EOMONTH: envFn("xn", (env, value: When, months: Decimal) => {
    const first = startOf(dayOf(value, env.zone), "month").plusMonths(whole(months));
    return first.plusDays(daysInMonth(first.year, first.month) - 1);
  }),
  DATEADD: envFn("xnt", dateAdd),
  DATEDIF: envFn("xxt", dateDif),
  DAYS: envFn("x", (env, last: When, first: When) =>
    decimal(dayOf(last, env.zone).days - dayOf(first, env.zone).days),
  ),
  HOURS: fn("x", (value: Decimal) => divide(value, decimal(3600))),
  MINUTES: fn("x", (value: Decimal) => divide(value, decimal(60))),
  NETWORKDAYS: envFn("xx?", networkDays),
  WORKDAY: envFn("xn?", workDay),
  STARTOF: envFn("xt", start),
  ENDOF: envFn("xt", end),
  DATERANGEOVERLAP: fn("o", (first: Value, last: Value, from: Value, to: Value) => atMost(first, to) && atMost(from, last)),
  AGE: envFn("x?", age),
  TIMESTAMP: envFn("x?", timestamp),
  WITHIN: envFn("o", (env, value: When | null, word: string) => {
    const found = bounds(word, env.today);
    if (value === null || found === null) return false;
    const [first, last] = found;
    if (value instanceof Day) return first.days <= value.days && value.days <= last.days;
    // moments are compared with moments, which there are even where a clock in the zone shows no day
    return env.zone.midnight(first).compare(value) <= 0 && value.compare(env.zone.midnight(last.plusDays(1))) < 0;
  }),
  PERIODSTART: bound(0),
  PERIODEND: bound(1),
};
