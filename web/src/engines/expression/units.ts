/** Units of time, and steps in them: months clamp to their end, weeks begin on Monday. */

import type { Moment} from "./dates";
import { Clock, Day, type Zone } from "./dates";
import { whole, type Decimal } from "./decimal";

const UNITS = ["year", "quarter", "month", "week", "day", "hour", "minute", "second"];
const SECONDS: Readonly<Record<string, number>> = { hour: 3600, minute: 60, second: 1 };
const MONTHS: Readonly<Record<string, number>> = { month: 1, quarter: 3, year: 12 };

export function unitOf(text: string): string | null {
  const word = text.toLowerCase();
  const short = (unit: string): string => (unit === "minute" ? "min" : unit.charAt(0));
  return UNITS.find((unit) => [unit, `${unit}s`, short(unit)].includes(word)) ?? null;
}

/** Whether the unit is shorter than a day. */
export const isShort = (unit: string): boolean => unit in SECONDS;

export function startOf(day: Day, unit: string): Day {
  switch (unit) {
    case "year":
      return Day.of(day.year, 1, 1);
    case "quarter":
      return Day.of(day.year, day.month - ((day.month - 1) % 3), 1);
    case "month":
      return Day.of(day.year, day.month, 1);
    case "week":
      return day.plusDays(-day.weekday);
    default:
      return day;
  }
}

/** So many days, weeks, months, quarters or years later. */
export function step(day: Day, count: number, unit: string): Day {
  const months = MONTHS[unit];
  return months === undefined ? day.plusDays(count * (unit === "week" ? 7 : 1)) : day.plusMonths(count * months);
}

/** Days and longer keep the time of day in the zone; hours and shorter are exact. */
export function stepMoment(moment: Moment, count: Decimal, unit: string, zone: Zone): Moment {
  const seconds = SECONDS[unit];
  if (seconds !== undefined) return moment.plus(BigInt(count.times(seconds).trunc().toFixed()) * 1_000_000n);
  const local = moment.local(zone);
  return zone.moment(step(local.day, whole(count), unit), local.clock);
}

/** The start of the hour, minute or second by the clock in the zone, or the midnight that begins anything longer. */
export function startOfMoment(moment: Moment, unit: string, zone: Zone): Moment {
  const { day, clock } = moment.local(zone);
  const seconds = SECONDS[unit];
  if (seconds === undefined) return zone.midnight(startOf(day, unit));
  return zone.moment(day, new Clock(clock.micros - (clock.micros % (seconds * 1_000_000))));
}
