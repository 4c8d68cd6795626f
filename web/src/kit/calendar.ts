/** Days as "2026-11-22": walking, laying out a month, reading what was typed. No clock and no zone. */

export type Unit = "day" | "week" | "month" | "quarter" | "year";

const DAY = 86_400_000;

const at = (day: string): Date => new Date(`${day}T00:00:00Z`);
const text = (date: Date): string => date.toISOString().slice(0, 10);

export function addDays(day: string, by: number): string {
  return text(new Date(at(day).getTime() + by * DAY));
}

/** The same day of another month, or that month's last. */
export function addMonths(day: string, by: number): string {
  const date = at(day);
  const first = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + by, 1));
  const last = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate();
  first.setUTCDate(Math.min(date.getUTCDate(), last));
  return text(first);
}

/** 0 is Monday. */
export const weekday = (day: string): number => (at(day).getUTCDay() + 6) % 7;

/** Six weeks from the Monday on or before the first of the month that ``day`` lies in. */
export function weeksOf(day: string): string[][] {
  const first = `${day.slice(0, 7)}-01`;
  const start = addDays(first, -weekday(first));
  return Array.from({ length: 6 }, (_, week) => Array.from({ length: 7 }, (_, index) => addDays(start, week * 7 + index)));
}

/** The first day of the period that ``day`` lies in. */
export function startOf(day: string, unit: Unit): string {
  if (unit === "year") return `${day.slice(0, 4)}-01-01`;
  if (unit === "quarter") return `${day.slice(0, 4)}-${String(Math.floor((Number(day.slice(5, 7)) - 1) / 3) * 3 + 1).padStart(2, "0")}-01`;
  if (unit === "month") return `${day.slice(0, 7)}-01`;
  return unit === "week" ? addDays(day, -weekday(day)) : day;
}

const TYPED = /^\s*(\d{4})(?:[-/.年]?(\d{1,2})(?:[-/.月]?(\d{1,2})日?)?)?月?年?(?:[\sT]+(\d{1,2})[:：]?(\d{2}))?\s*$/;

/** "2026/3/7", "20260307", "2026年3月7日", "2026-03-07 9:30". Null when it is no such day. */
export function readDay(typed: string): { day: string; time: string | null } | null {
  const found = TYPED.exec(typed);
  if (!found) return null;
  const [, year = "", month = "1", date = "1", hour, minute] = found;
  const day = `${year}-${month.padStart(2, "0")}-${date.padStart(2, "0")}`;
  if (Number.isNaN(at(day).getTime()) || text(at(day)) !== day) return null;
  if (hour === undefined) return { day, time: null };
  if (Number(hour) > 23 || Number(minute) > 59) return null;
  return { day, time: `${hour.padStart(2, "0")}:${minute ?? "00"}` };
}
