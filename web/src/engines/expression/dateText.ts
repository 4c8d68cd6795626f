/** Dates and moments written by people: 2026-03-05, 2026/3/5, 2026.3.5, 2026年3月5日, 20260305. */

import { type Clock, Day, daysInMonth, Moment, parseClock, type Zone } from "./dates";
import { tidy } from "./numberText";

const CLOCK = "([0-9]{1,2}):([0-9]{2})(?::([0-9]{2})(?:\\.([0-9]{1,6})[0-9]*)?)?";
const TIME = new RegExp(`^${CLOCK}$`);
const DATE = "(?:([0-9]{4}) *[-/.年] *([0-9]{1,2}) *[-/.月] *([0-9]{1,2}) *日?|([0-9]{4})([0-9]{2})([0-9]{2}))";
const WRITTEN = new RegExp(`^${DATE}(?:[ T]*${CLOCK} *(?:(Z)|([+-])([0-9]{2}):?([0-9]{2}))?)?$`, "i");
const LONGEST = 100;

type Parts = readonly (string | undefined)[];

function clockOf([hour = "", minute = "", second = "00", fraction]: Parts): Clock | null {
  return parseClock(`${hour.padStart(2, "0")}:${minute}:${second}${fraction === undefined ? "" : `.${fraction}`}`);
}

export function readClock(text: string): Clock | null {
  const found = text.length > LONGEST ? null : TIME.exec(tidy(text));
  return found === null ? null : clockOf(found.slice(1));
}

/** The day, the time and the seconds ahead of UTC, so far as they are written; null where a part is none there is. */
function readParts(text: string): { day: Day; clock: Clock | null; offset: number | null } | null {
  const found = text.length > LONGEST ? null : WRITTEN.exec(tidy(text));
  if (found === null) return null;
  const [year = 0, month = 0, days = 0] = (found[1] === undefined ? found.slice(4, 7) : found.slice(1, 4)).map(Number);
  if (year < 1 || month < 1 || month > 12 || days < 1 || days > daysInMonth(year, month)) return null;
  const day = Day.of(year, month, days);
  if (found[7] === undefined) return { day, clock: null, offset: null };
  const clock = clockOf(found.slice(7, 11));
  const [utc, ahead, hours, minutes] = found.slice(11) as Parts;
  if (clock === null || Number(hours ?? 0) > 23 || Number(minutes ?? 0) > 59) return null;
  if (ahead === undefined) return { day, clock, offset: utc === undefined ? null : 0 };
  return { day, clock, offset: (ahead === "-" ? -60 : 60) * (Number(hours) * 60 + Number(minutes)) };
}

export function readDate(text: string): Day | null {
  return readParts(text)?.day ?? null;
}

/** RFC 3339 or a date as above and a time; without an offset in the zone; a date alone is its midnight. */
export function readMoment(text: string, zone: Zone): Moment | null {
  const found = readParts(text);
  if (found === null) return null;
  const { day, clock, offset } = found;
  if (clock === null) return zone.midnight(day);
  return offset === null ? zone.moment(day, clock) : Moment.shown(day, clock, offset);
}
