/** Dates and moments written by people: 2026-03-05, 2026/3/5, 2026.3.5, 2026年3月5日, 20260305. */

import type { Moment} from "./dates";
import { Clock, Day, daysInMonth, parseClock, parseMoment, type Zone } from "./dates";

const WRITTEN = /^(?:(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?|(\d{4})(\d{2})(\d{2}))/;
const TIME = /^(\d{1,2})[:：](\d{2})(?:[:：](\d{2})(?:\.(\d{1,6})\d*)?)?$/;
const OFFSET = /(?:Z|[+-]\d{2}:?\d{2})$/;

function readClock(text: string): Clock | null {
  const found = TIME.exec(text.trim());
  if (found === null) return null;
  const fraction = found[4] === undefined ? "" : `.${found[4]}`;
  return parseClock(`${(found[1] ?? "").padStart(2, "0")}:${found[2] ?? ""}:${found[3] ?? "00"}${fraction}`);
}

/** The day, and what stands behind it; null for what is no date. */
function readParts(text: string): { day: Day; rest: string } | null {
  const trimmed = text.trim();
  const found = text.length < 100 ? WRITTEN.exec(trimmed) : null;
  if (found === null) return null;
  const rest = trimmed.slice(found[0].length).replace(/^[ T]+/, "");
  if (rest !== "" && readClock(rest.replace(OFFSET, "")) === null) return null;
  const [year, month, day] = (found[1] === undefined ? found.slice(4) : found.slice(1, 4)).map(Number) as [
    number,
    number,
    number,
  ];
  if (year < 1 || month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return null;
  return { day: Day.of(year, month, day), rest };
}

export function readDate(text: string): Day | null {
  return readParts(text)?.day ?? null;
}

/** RFC 3339; without an offset in the zone; a date alone is its midnight. */
export function readMoment(text: string, zone: Zone): Moment | null {
  const exact = parseMoment(text, zone);
  if (exact !== null) return exact;
  const found = readParts(text);
  if (found === null) return null;
  return zone.moment(found.day, (found.rest === "" ? null : readClock(found.rest)) ?? new Clock(0));
}
