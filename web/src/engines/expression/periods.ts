/** Relative dates as words: `this_month`, `last_7_days`. A period is days from its first to its last, both included. */

import type { Day } from "./dates";
import { startOf, step } from "./units";

const DAYS = ["yesterday", "today", "tomorrow"];
const CALENDAR = /^(this|last|next)_(week|month|quarter|year)$/;
const ROLLING = /^(last|next)_([1-9][0-9]{0,3})_(day|week|month|quarter|year)s?$/;

/** The first and the last day; null for what is no period. */
export function bounds(word: string, today: Day): readonly [Day, Day] | null {
  if (DAYS.includes(word)) {
    const day = today.plusDays(DAYS.indexOf(word) - 1);
    return [day, day];
  }
  const calendar = CALENDAR.exec(word);
  if (calendar !== null) {
    const unit = calendar[2] ?? "";
    const first = step(startOf(today, unit), calendar[1] === "this" ? 0 : calendar[1] === "last" ? -1 : 1, unit);
    return [first, step(first, 1, unit).plusDays(-1)];
  }
  const rolling = ROLLING.exec(word);
  if (rolling === null) return null;
  const [count, unit] = [Number(rolling[2]), rolling[3] ?? ""];
  if (rolling[1] === "last") return [step(today, -count, unit).plusDays(1), today];
  return [today, step(today, count, unit).plusDays(-1)];
}
