/** Values as text: the plain form that `&` joins, and the number and date formats of TEXT. */

import { Clock, Day, Moment, type Zone } from "./dates";
import { plain as plainNumber } from "./decimal";
import { bracket, formatted, sections } from "./numberFormats";
import { isDecimal, type Value } from "./values";

const CHINESE_DAYS = "一二三四五六日";
const CHINESE_WEEK = "星期";
const TOKEN =
  /"[^"]*"?|[\\_*][^]|\[[^\]]*\]|[Yy]+|[Mm]+|[Dd]+|[Hh]+|[Ss]+|AM\/PM|am\/pm|A\/P|a\/p|上午\/下午|[Aa]{3,4}|[^]/gu;
const HALVES: Readonly<Record<string, readonly [string, string]>> = {
  "AM/PM": ["AM", "PM"],
  "A/P": ["A", "P"],
  "a/p": ["a", "p"],
  "上午/下午": ["上午", "下午"],
};
const ELAPSED = /^\[(h+|m+|s+)\]$/i;
const LONGEST = 200;

/** What a clock on the wall shows: a date has no clock, a time no day. */
interface Shown {
  readonly day: Day | null;
  readonly clock: Clock | null;
}

/** The value in a format; null for a blank one, and for a format that does not suit it. */
export function shown(value: Value, form: string | null, zone: Zone): string | null {
  if (value === null) return null;
  if (form === null || typeof value === "boolean") return plain(value, zone);
  if (form.length > LONGEST) return null;
  if (isDecimal(value)) return formatted(value, form);
  const found = sections(form);
  if (typeof value === "string") return worded(value, found);
  const [first = ""] = found;
  if (value instanceof Moment) return formatMoment(value.local(zone), first);
  if (value instanceof Day) return formatMoment({ day: value, clock: null }, first);
  if (value instanceof Clock) return formatMoment({ day: null, clock: value }, first);
  return null;
}

/** The canonical text of a value: `1234.5`, `2026-03-05`, `2026-03-05 08:30:00`, `TRUE`. */
export function plain(value: Value, zone: Zone): string | null {
  if (isDecimal(value)) return plainNumber(value);
  if (typeof value === "boolean") return value ? "TRUE" : "FALSE";
  if (value instanceof Moment) {
    const local = value.local(zone);
    return `${local.day.toString()} ${local.clock.toString().slice(0, 8)}`;
  }
  if (value instanceof Day) return value.toString();
  if (value instanceof Clock) return value.toString().slice(0, 8);
  return typeof value === "string" && value !== "" ? value : null;
}

/** A text in the fourth section, or in a last one with `@`, which stands for the text; else as it is. */
function worded(text: string, found: readonly string[]): string {
  const section = found[3] ?? found.at(-1) ?? "";
  if (found.length < 4 && !section.includes("@")) return text;
  return (section.match(TOKEN) ?? []).map((sign) => (sign === "@" ? text : literal(sign))).join("");
}

/** What quotes, escapes, spaces left for a sign, fills and brackets stand for; anything else for itself. */
function literal(token: string): string {
  if (token.startsWith('"')) return token.replace(/^"+|"+$/g, "");
  if (token.length < 2) return token;
  if (token.startsWith("[")) return bracket(token.slice(1, -1));
  if (token.startsWith("\\")) return token.slice(1);
  return token.startsWith("_") ? " " : token.startsWith("*") ? "" : token;
}

function formatMoment(value: Shown, form: string): string {
  const tokens = form.match(TOKEN) ?? [];
  const half = tokens.some((token) => token.toUpperCase() in HALVES);
  return tokens
    .map((token, at) => {
      if (value.day === null && ELAPSED.test(token)) return elapsed(value.clock, token.slice(1, -1));
      if (/^["\\_*[]/.test(token)) return literal(token);
      if (/^m/i.test(token) && isMinute(tokens, at)) return padded(value.clock?.minute ?? 0, token.length);
      return momentToken(value, token, half);
    })
    .join("");
}

/** `[h]`, `[mm]`, `[s]`: all hours, minutes or seconds since midnight. */
function elapsed(clock: Clock | null, letters: string): string {
  const unit = { h: 3600, m: 60, s: 1 }[letters.charAt(0).toLowerCase()] ?? 1;
  const seconds = Math.floor((clock?.micros ?? 0) / 1_000_000);
  return String(Math.floor(seconds / unit)).padStart(letters.length, "0");
}

/** m behind hours or before seconds is minutes, as in Excel. */
function isMinute(tokens: readonly string[], at: number): boolean {
  const places = tokens.flatMap((token, place) => (/^[ymdhs]/i.test(token) || ELAPSED.test(token) ? [place] : []));
  const here = places.indexOf(at);
  const letter = (place: number | undefined): string => (/[ymdhs]/i.exec(tokens[place ?? -1] ?? "") ?? [""])[0];
  const before = letter(places[here - 1]).toLowerCase();
  const after = letter(places[here + 1]).toLowerCase();
  return (before === "h" || after === "s") && (tokens[at]?.length ?? 0) <= 2;
}

const padded = (number: number, width: number): string => String(number).padStart(Math.min(width, 2), "0");

function momentToken(value: Shown, token: string, half: boolean): string {
  const letter = token[0]?.toLowerCase() ?? "";
  const hour = value.clock?.hour ?? 0;
  const upper = token.toUpperCase();
  const halves = HALVES[token] ?? HALVES[upper];
  if (halves !== undefined) return halves[hour < 12 ? 0 : 1];
  if (letter === "h") return padded(half ? hour % 12 || 12 : hour, token.length);
  if (letter === "s") return padded(value.clock?.second ?? 0, token.length);
  // a time has no day; what is no token stands for itself
  if (value.day === null || !"ymda".includes(letter)) return "ymd".includes(letter) ? "" : token;
  return dayToken(value.day, letter, token);
}

function dayToken(day: Day, letter: string, token: string): string {
  const width = token.length;
  if (letter === "y") return width > 2 ? String(day.year).padStart(4, "0") : String(day.year % 100).padStart(2, "0");
  if (letter === "m" || letter === "d") {
    const unit = letter === "m" ? "month" : "weekday";
    const name = new Date(day.days * 86_400_000).toLocaleString("en", { [unit]: "long", timeZone: "UTC" });
    const number = letter === "m" ? day.month : day.day;
    return width <= 2 ? padded(number, width) : name.slice(0, letter === "m" && width === 5 ? 1 : width === 3 ? 3 : undefined);
  }
  if (width < 3) return token;
  return (width === 3 ? "" : CHINESE_WEEK) + CHINESE_DAYS.charAt(day.weekday);
}
