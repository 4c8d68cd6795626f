/** How the values of a report are written on axes, in tables and in tips. */
import { compact, dateTime, type Locale, percent, thousands, trimZeros } from "../../kit/format";
import type { Json, ReportColumn } from "../../platform/api/types";

const MONTH = /^(\d{4})-(\d{2})/;

function bucket(value: string, unit: string | undefined): string {
  const found = MONTH.exec(value);
  if (!found) return value;
  const [, year = "", month = ""] = found;
  switch (unit) {
    case "year":
    case "fiscal_year":
      return year;
    case "quarter":
    case "fiscal_quarter":
      return `${year} Q${String(Math.ceil(Number(month) / 3))}`;
    case "month":
      return `${year}-${month}`;
    default:
      return value.slice(0, 10);
  }
}

/** The name of a group. */
export function label(column: ReportColumn, value: Json | undefined, blank: string): string {
  if (value === null || value === undefined || value === "") return blank;
  if (typeof value === "object" && !Array.isArray(value)) return typeof value.title === "string" ? value.title : blank;
  const text = String(value);
  const option = column.options?.find((one) => one.value === text);
  if (option) return option.name;
  if (typeof value === "boolean") return value ? "✓" : "✗";
  if (column.type === "datetime") return dateTime(text, column.zone ?? "UTC");
  return column.type === "date" ? bucket(text, column.unit) : text;
}

const SECONDS_A_DAY = 86_400;

/** A figure in full, for tables and tips. */
export function figure(column: ReportColumn | undefined, value: Json | undefined, days: string): string {
  if (value === null || value === undefined || value === "") return "–";
  const text = String(value);
  if (column?.type === "percent") return percent(rounded(text, 4));
  if (column?.type === "duration") return `${thousands(trimZeros((Number(text) / SECONDS_A_DAY).toFixed(1)))} ${days}`;
  return thousands(column?.type === "money" && column.decimals !== undefined ? text : trimZeros(text));
}

/** Short, for axes and big figures: 万 and 亿 in Chinese. */
export function short(column: ReportColumn | undefined, value: number, locale: Locale): string {
  if (column?.type === "percent") return `${trimZeros((value * 100).toFixed(1))}%`;
  const { number, unit } = compact(value, locale);
  return number + unit;
}

function rounded(text: string, places: number): string {
  const number = Number(text);
  return Number.isFinite(number) ? number.toFixed(places) : text;
}
