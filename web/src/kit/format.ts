/** Values as people read them. Decimals arrive as text and are never turned into floats to be shown exactly. */

export type Locale = "zh-CN" | "en";

const DIGITS = /^(-?)(\d+)(?:\.(\d+))?$/;

/** "1234567.50" -> "1,234,567.50". Text that is no plain decimal comes back as it is. */
export function thousands(text: string): string {
  const found = DIGITS.exec(text);
  if (!found) return text;
  const [, sign, whole = "", fraction] = found;
  return `${sign ?? ""}${whole.replace(/\B(?=(\d{3})+$)/g, ",")}${fraction === undefined ? "" : `.${fraction}`}`;
}

/** Without zeros at the end of the fraction; at least ``least`` places stay. */
export function trimZeros(text: string, least = 0): string {
  const found = DIGITS.exec(text);
  if (!found?.[3]) return text;
  let fraction = found[3].replace(/0+$/, "");
  fraction = fraction.padEnd(least, "0");
  return `${found[1] ?? ""}${found[2] ?? ""}${fraction ? `.${fraction}` : ""}`;
}

/** Moves the decimal point right (by > 0) or left, exactly: "0.256" by 2 is "25.6". */
export function shift(text: string, by: number): string {
  const found = DIGITS.exec(text);
  if (!found) return text;
  const fraction = found[3] ?? "";
  let digits = (found[2] ?? "") + fraction;
  let point = digits.length - fraction.length + by;
  if (point <= 0) {
    digits = "0".repeat(1 - point) + digits;
    point = 1;
  }
  digits = digits.padEnd(point, "0");
  const whole = digits.slice(0, point).replace(/^0+(?=\d)/, "");
  const rest = digits.slice(point);
  return `${found[1] ?? ""}${whole}${rest ? `.${rest}` : ""}`;
}

const SYMBOLS: Record<string, string> = { CNY: "¥", JPY: "¥", USD: "$", EUR: "€", GBP: "£", HKD: "HK$", TWD: "NT$", KRW: "₩", INR: "₹" };

export function currencySymbol(currency: string): string {
  return SYMBOLS[currency] ?? currency;
}

export function money(text: string, currency: string): string {
  const symbol = currencySymbol(currency);
  return text.startsWith("-") ? `-${symbol} ${thousands(text.slice(1))}` : `${symbol} ${thousands(text)}`;
}

export function percent(text: string): string {
  return `${thousands(trimZeros(shift(text, 2)))}%`;
}

/** For charts and tiles: 12,846,000 is "1,284.6万" in Chinese and "12.85M" in English. */
export function compact(value: number, locale: Locale): { number: string; unit: string } {
  const size = Math.abs(value);
  const steps: [number, string][] = locale === "zh-CN" ? [[1e12, "万亿"], [1e8, "亿"], [1e4, "万"]] : [[1e12, "T"], [1e9, "B"], [1e6, "M"], [1e3, "K"]];
  const step = steps.find(([from]) => size >= from);
  const scaled = step ? value / step[0] : value;
  const places = step ? (Math.abs(scaled) >= 100 ? 1 : 2) : Number.isInteger(value) ? 0 : 2;
  return { number: thousands(trimZeros(scaled.toFixed(places))), unit: step?.[1] ?? "" };
}

interface Parts {
  year: string;
  month: string;
  day: string;
  hour: string;
  minute: string;
}

function partsIn(at: Date, zone: string): Parts {
  const found: Record<string, string> = {};
  const shape: Intl.DateTimeFormatOptions = { timeZone: zone, year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
  for (const part of new Intl.DateTimeFormat("en-CA", shape).formatToParts(at)) found[part.type] = part.value;
  return { year: found.year ?? "", month: found.month ?? "", day: found.day ?? "", hour: found.hour ?? "", minute: found.minute ?? "" };
}

/** An instant as "2026-11-22 09:30" in the zone. */
export function dateTime(instant: string, zone: string): string {
  const at = new Date(instant);
  if (Number.isNaN(at.getTime())) return instant;
  const p = partsIn(at, zone);
  return `${p.year}-${p.month}-${p.day} ${p.hour}:${p.minute}`;
}

/** What an ``<input type="datetime-local">`` holds for an instant. */
export function localDateTime(instant: string, zone: string): string {
  return dateTime(instant, zone).replace(" ", "T");
}

/** Today as "2026-11-22" in the zone. */
export function today(zone: string, now = new Date()): string {
  const p = partsIn(now, zone);
  return `${p.year}-${p.month}-${p.day}`;
}

/** "3 hours ago", up to a week; then the date. */
export function ago(instant: string, locale: Locale, zone: string, now = Date.now()): string {
  const seconds = (new Date(instant).getTime() - now) / 1000;
  const words = new Intl.RelativeTimeFormat(locale, { numeric: "auto" });
  const size = Math.abs(seconds);
  if (size < 45) return words.format(0, "second");
  if (size < 3600) return words.format(Math.round(seconds / 60), "minute");
  if (size < 86_400) return words.format(Math.round(seconds / 3600), "hour");
  if (size < 7 * 86_400) return words.format(Math.round(seconds / 86_400), "day");
  return dateTime(instant, zone).slice(0, 10);
}

/** Whole seconds as "2d 3h 5m" with the given unit words. */
export function duration(seconds: number, units: { d: string; h: string; m: string; s: string }): string {
  const size = Math.abs(Math.trunc(seconds));
  const parts: [number, string][] = [
    [Math.floor(size / 86_400), units.d],
    [Math.floor((size % 86_400) / 3600), units.h],
    [Math.floor((size % 3600) / 60), units.m],
    [size % 60, units.s],
  ];
  const shown = parts.filter(([count]) => count).map(([count, unit]) => `${String(count)}${unit}`);
  return `${seconds < 0 ? "-" : ""}${shown.join(" ") || `0${units.s}`}`;
}

export function fileSize(bytes: number): string {
  const steps: [number, string][] = [[1 << 30, "GB"], [1 << 20, "MB"], [1 << 10, "KB"]];
  const step = steps.find(([from]) => bytes >= from);
  return step ? `${trimZeros((bytes / step[0]).toFixed(1))} ${step[1]}` : `${String(bytes)} B`;
}
