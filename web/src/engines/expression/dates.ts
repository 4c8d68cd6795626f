/** Dates, moments and times of day, with the calendar and the zones; no Date arithmetic in the machine's own zone. */

import { EvaluationProblem } from "./problems";

const DAY_SECONDS = 86_400;
const FIRST = daysOf(1, 1, 1);
const LAST = daysOf(9999, 12, 31);
const pad = (value: number, width: number): string => String(value).padStart(width, "0");

/** Days since 1970-01-01 of a day in the Gregorian calendar; months and days may run over. */
function daysOf(year: number, month: number, day: number): number {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  return Math.round(date.getTime() / 1000 / DAY_SECONDS);
}

export class Day {
  private parts: readonly [number, number, number] | null = null;

  /** `days` since 1970-01-01. */
  constructor(readonly days: number) {
    if (!(days >= FIRST && days <= LAST)) throw new EvaluationProblem("date_out_of_range");
  }

  static of(year: number, month: number, day: number): Day {
    return new Day(daysOf(year, month, day));
  }

  private split(): readonly [number, number, number] {
    if (this.parts === null) {
      const date = new Date(this.days * DAY_SECONDS * 1000);
      this.parts = [date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate()];
    }
    return this.parts;
  }

  get year(): number {
    return this.split()[0];
  }

  get month(): number {
    return this.split()[1];
  }

  get day(): number {
    return this.split()[2];
  }

  /** Monday is 0. */
  get weekday(): number {
    return (((this.days + 3) % 7) + 7) % 7;
  }

  plusDays(days: number): Day {
    return new Day(this.days + days);
  }

  /** Clamps to the end of the month. */
  plusMonths(months: number): Day {
    const index = this.year * 12 + this.month - 1 + months;
    const year = Math.floor(index / 12);
    const month = (((index % 12) + 12) % 12) + 1;
    if (!(year >= 1 && year <= 9999)) throw new EvaluationProblem("date_out_of_range");
    return Day.of(year, month, Math.min(this.day, daysInMonth(year, month)));
  }

  toString(): string {
    return `${pad(this.year, 4)}-${pad(this.month, 2)}-${pad(this.day, 2)}`;
  }
}

export function daysInMonth(year: number, month: number): number {
  return daysOf(year, month + 1, 1) - daysOf(year, month, 1);
}

/** The week by ISO 8601. */
export function isoWeek(day: Day): number {
  const thursday = day.days - day.weekday + 3;
  const year = new Date(thursday * DAY_SECONDS * 1000).getUTCFullYear();
  return Math.floor((thursday - daysOf(year, 1, 1)) / 7) + 1;
}

export class Clock {
  /** `micros` since midnight. */
  constructor(readonly micros: number) {}

  static of(hour: number, minute: number, second: number): Clock {
    return new Clock(((hour * 60 + minute) * 60 + second) * 1_000_000);
  }

  get hour(): number {
    return Math.floor(this.micros / 3_600_000_000);
  }

  get minute(): number {
    return Math.floor(this.micros / 60_000_000) % 60;
  }

  get second(): number {
    return Math.floor(this.micros / 1_000_000) % 60;
  }

  toString(): string {
    const rest = this.micros % 1_000_000;
    const fraction = rest === 0 ? "" : `.${pad(rest, 6)}`;
    return `${pad(this.hour, 2)}:${pad(this.minute, 2)}:${pad(this.second, 2)}${fraction}`;
  }
}

/** A moment in UTC: whole seconds since 1970 and microseconds beyond them. */
export class Moment {
  constructor(
    readonly seconds: number,
    readonly micros: number = 0,
  ) {
    if (!(seconds >= FIRST * DAY_SECONDS && seconds < (LAST + 1) * DAY_SECONDS)) {
      throw new EvaluationProblem("date_out_of_range");
    }
  }

  /** When a clock so many seconds ahead of UTC shows this; null where that is beyond the calendar. */
  static shown(day: Day, clock: Clock, ahead: number): Moment | null {
    const seconds = day.days * DAY_SECONDS + Math.floor(clock.micros / 1_000_000) - ahead;
    const inside = seconds >= FIRST * DAY_SECONDS && seconds < (LAST + 1) * DAY_SECONDS;
    return inside ? new Moment(seconds, clock.micros % 1_000_000) : null;
  }

  /** The same moment so many microseconds later. */
  plus(micros: bigint): Moment {
    const all = BigInt(this.seconds) * 1_000_000n + BigInt(this.micros) + micros;
    const rest = ((all % 1_000_000n) + 1_000_000n) % 1_000_000n;
    return new Moment(Number((all - rest) / 1_000_000n), Number(rest));
  }

  compare(other: Moment): number {
    return this.seconds - other.seconds || this.micros - other.micros;
  }

  toString(): string {
    const day = Math.floor(this.seconds / DAY_SECONDS);
    return `${new Day(day).toString()}T${this.clock(day).toString()}Z`;
  }

  private clock(day: number): Clock {
    return new Clock((this.seconds - day * DAY_SECONDS) * 1_000_000 + this.micros);
  }

  /** The day and the time of day that a clock on the wall shows there. */
  local(zone: Zone): { day: Day; clock: Clock } {
    const shown = this.seconds + zone.offset(this.seconds);
    const day = Math.floor(shown / DAY_SECONDS);
    return { day: new Day(day), clock: new Clock((shown - day * DAY_SECONDS) * 1_000_000 + this.micros) };
  }
}

export class Zone {
  private readonly format: Intl.DateTimeFormat;
  private readonly known = new Map<number, number>();

  constructor(readonly name: string) {
    this.format = new Intl.DateTimeFormat("en", { timeZone: name, timeZoneName: "longOffset" });
  }

  /** Seconds that the wall clock is ahead of UTC at that moment. */
  offset(seconds: number): number {
    // offsets only ever change on a quarter of an hour
    const quarter = Math.floor(seconds / 900);
    let found = this.known.get(quarter);
    if (found === undefined) {
      found = this.compute(quarter * 900);
      if (this.known.size > 10_000) this.known.clear();
      this.known.set(quarter, found);
    }
    return found;
  }

  private compute(seconds: number): number {
    // ends in GMT, GMT+08:00 or, before zones were whole, GMT+08:05:43
    const found = /GMT(?:([+-]\d+):(\d+)(?::(\d+))?)?$/.exec(this.format.format(seconds * 1000));
    const [hours = "0", minutes = 0, rest = 0] = found?.slice(1) ?? [];
    const size = Math.abs(Number(hours)) * 3600 + Number(minutes) * 60 + Number(rest);
    return hours.startsWith("-") ? -size : size;
  }

  /** The moment the day begins; the first moment there is where that would lie before it. */
  midnight(day: Day): Moment {
    const begins = day.days * DAY_SECONDS;
    const early = day.days === FIRST && this.offset(begins) > 0;
    return early ? new Moment(begins) : this.moment(day, new Clock(0));
  }

  /** The moment when the wall clock shows this; of two the first, of none the one before the gap. */
  moment(day: Day, clock: Clock): Moment {
    const wall = day.days * DAY_SECONDS + Math.floor(clock.micros / 1_000_000);
    const before = this.offset(wall - DAY_SECONDS);
    const after = this.offset(wall + DAY_SECONDS);
    const micros = clock.micros % 1_000_000;
    for (const offset of [before, after]) {
      if (this.offset(wall - offset) === offset) return new Moment(wall - offset, micros);
    }
    return new Moment(wall - before, micros);
  }
}

const zones = new Map<string, Zone>();

export function zoneOf(name: string): Zone {
  let zone = zones.get(name);
  if (zone === undefined) {
    zone = new Zone(name);
    zones.set(name, zone);
  }
  return zone;
}

const DATE = /^(\d{4})-(\d{2})-(\d{2})$/;
const TIME = /^(\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,6})\d*)?)?$/;
const MOMENT = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)(Z|[+-]\d{2}:?\d{2})?$/i;

export function parseDay(text: string): Day | null {
  const found = DATE.exec(text);
  if (found === null) return null;
  const [year, month, day] = [Number(found[1]), Number(found[2]), Number(found[3])];
  if (year < 1 || month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return null;
  return Day.of(year, month, day);
}

export function parseClock(text: string): Clock | null {
  const found = TIME.exec(text);
  if (found === null) return null;
  const [hour, minute, second] = [Number(found[1]), Number(found[2]), Number(found[3] ?? 0)];
  if (hour > 23 || minute > 59 || second > 59) return null;
  return new Clock(Clock.of(hour, minute, second).micros + Number((found[4] ?? "").padEnd(6, "0")));
}

/** RFC 3339; without an offset it is meant in the zone. */
export function parseMoment(text: string, zone: Zone): Moment | null {
  const found = MOMENT.exec(text.trim());
  const day = found?.[1] === undefined ? null : parseDay(found[1]);
  const clock = found?.[2] === undefined ? null : parseClock(found[2]);
  if (found === null || day === null || clock === null) return null;
  const offset = found[3];
  if (offset === undefined) return zone.moment(day, clock);
  const wall = day.days * DAY_SECONDS + Math.floor(clock.micros / 1_000_000);
  return new Moment(wall - offsetSeconds(offset), clock.micros % 1_000_000);
}

function offsetSeconds(text: string): number {
  if (text.toUpperCase() === "Z") return 0;
  const digits = text.replace(":", "");
  const seconds = Number(digits.slice(1, 3)) * 3600 + Number(digits.slice(3, 5)) * 60;
  return text.startsWith("-") ? -seconds : seconds;
}
