/** Values as text: the plain form that `&` joins, and the number and date formats of TEXT. */

import { Clock, Day, Moment, type Zone } from "./dates";
import { decimal, type Decimal, multiply, plain as plainNumber, rounded } from "./decimal";
import { isDecimal, type Value } from "./values";

const CHINESE_DAYS = "一二三四五六日";
const CHINESE_WEEK = "星期";
const NUMBER_BODY = /[#0,.]*[#0][#0,.]*/;
const TOKEN = /"[^"]*"|\\[^]|[Yy]+|[Mm]+|[Dd]+|[Hh]+|[Ss]+|AM\/PM|am\/pm|A\/P|a\/p|[Aa]{3,4}|[^]/gu;
const LONGEST = 200;
const HUNDRED = decimal(100);
const THOUSANDTH = decimal("0.001");

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
  if (isDecimal(value)) return formatNumber(value, form);
  if (value instanceof Moment) return formatMoment(value.local(zone), form);
  if (value instanceof Day) return formatMoment({ day: value, clock: null }, form);
  if (value instanceof Clock) return formatMoment({ day: null, clock: value }, form);
  // as in Excel @ stands for the text itself
  if (typeof value === "string") return form.includes("@") ? form.split("@").join(value) : value;
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

/** Sections `positive;negative;zero`, then digits, thousands and per cent; other characters stand for themselves. */
function formatNumber(number: Decimal, form: string): string {
  const sections = form.split(";");
  let value = number;
  let negative = value.lt(0);
  let section = sections[0] ?? "";
  if (sections.length > 1 && negative) {
    section = sections[1] ?? "";
    value = value.neg();
    negative = false;
  } else if (sections.length > 2 && value.isZero()) section = sections[2] ?? "";
  const pieces = section.split(/("[^"]*")/);
  const bare = pieces.filter((piece) => !piece.startsWith('"'));
  const percents = bare.join("").split("%").length - 1;
  for (let at = 0; at < percents; at += 1) value = multiply(value, HUNDRED);
  const body = bare.map((piece) => NUMBER_BODY.exec(piece)).find((found) => found !== null);
  if (body === undefined) {
    return pieces.map(unquoted).join("").replaceAll("\\", "");
  }
  const digits = formatDigits(value.abs(), body[0]);
  const sign = negative && /[1-9]/.test(digits) ? "-" : "";
  let done = false;
  const text = pieces.map((piece) => {
    if (piece.startsWith('"')) return unquoted(piece);
    const found = done ? null : NUMBER_BODY.exec(piece);
    if (found === null) return piece.replaceAll("\\", "");
    done = true;
    const after = piece.slice(found.index + found[0].length);
    return (piece.slice(0, found.index) + digits + after).replaceAll("\\", "");
  });
  return sign + text.join("");
}

const unquoted = (piece: string): string => piece.replace(/^"+|"+$/g, "");

/** `#,##0.00`: 0 shows a digit always, # when there is one; a comma between digits groups by thousands. */
function formatDigits(number: Decimal, body: string): string {
  const point = body.indexOf(".");
  let [before, after] = point < 0 ? [body, ""] : [body.slice(0, point), body.slice(point + 1)];
  const grouped = /,[^,]/.test(before);
  let value = number;
  // each comma behind the last digit, of all or before the point, divides by a thousand
  for (const part of [before, after]) {
    for (let at = part.length; part[at - 1] === ","; at -= 1) value = multiply(value, THOUSANDTH);
  }
  before = before.replaceAll(",", "");
  after = after.replaceAll(",", "");
  const text = rounded(value, after.length).toFixed();
  const [whole = "", decimals = ""] = text.split(".");
  let fraction = decimals.padEnd(after.length, "0");
  while (fraction.endsWith("0") && after[fraction.length - 1] === "#") fraction = fraction.slice(0, -1);
  const least = before.split("0").length - 1;
  let integer = whole.replace(/^0+/, "").padStart(least, "0");
  if (grouped) integer = integer.replace(/(?<=\d)(?=(?:\d{3})+$)/g, ",");
  return integer + (point < 0 ? "" : `.${fraction}`);
}

function formatMoment(value: Shown, form: string): string {
  const tokens = form.match(TOKEN) ?? [];
  const half = tokens.some((token) => ["AM/PM", "A/P"].includes(token.toUpperCase()));
  return tokens
    .map((token, at) => {
      if (token.startsWith('"')) return unquoted(token);
      if (token.startsWith("\\") && token.length > 1) return token.slice(1);
      if (/^m/i.test(token) && isMinute(tokens, at)) return padded(value.clock?.minute ?? 0, token.length);
      return momentToken(value, token, half);
    })
    .join("");
}

/** m behind hours or before seconds is minutes, as in Excel. */
function isMinute(tokens: readonly string[], at: number): boolean {
  const places = tokens.flatMap((token, place) => (/^[ymdhs]/i.test(token) ? [place] : []));
  const here = places.indexOf(at);
  const letter = (place: number | undefined): string => (place === undefined ? "" : (tokens[place]?.[0] ?? ""));
  const before = letter(places[here - 1]).toLowerCase();
  const after = letter(places[here + 1]).toLowerCase();
  return (before === "h" || after === "s") && (tokens[at]?.length ?? 0) <= 2;
}

const padded = (number: number, width: number): string => String(number).padStart(Math.min(width, 2), "0");

function momentToken(value: Shown, token: string, half: boolean): string {
  const letter = token[0]?.toLowerCase() ?? "";
  const hour = value.clock?.hour ?? 0;
  const upper = token.toUpperCase();
  if (upper === "AM/PM" || upper === "A/P") {
    const mark = hour < 12 ? "AM" : "PM";
    return upper === "AM/PM" ? mark : mark.charAt(0);
  }
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
    return width <= 2 ? padded(number, width) : width === 3 ? name.slice(0, 3) : name;
  }
  if (width < 3) return token;
  return (width === 3 ? "" : CHINESE_WEEK) + CHINESE_DAYS.charAt(day.weekday);
}
