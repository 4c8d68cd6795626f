/** Shown names: a text, or one text a language. */
import type { Json } from "../../platform/api/types";
import { currentLocale } from "../../platform/i18n";
import { isObject, type JsonObject } from "./pointer";

export type Locale = "zh-CN" | "en";

export function shown(name: Json | undefined, locale: Locale = currentLocale()): string {
  if (typeof name === "string") return name;
  if (!isObject(name)) return "";
  const other = locale === "en" ? "zh-CN" : "en";
  return String(name[locale] ?? name[other] ?? "");
}

/** What a part is called on the screen: its name, else its key. */
export const nameOf = (part: JsonObject | undefined | null): string => shown(part?.name) || String(part?.key ?? "");

/** ``text`` written in one language into a name: a plain text stays plain until a second language is given. */
export function named(name: Json | undefined, locale: Locale, text: string, main: Locale): Json | undefined {
  const stood: Record<string, Json> = isObject(name) ? name : typeof name === "string" && name ? { [main]: name } : {};
  const { [locale]: _, ...rest } = stood;
  const before = text ? { ...stood, [locale]: text } : rest;
  const left = Object.keys(before);
  if (!left.length) return undefined;
  if (left.length === 1 && left[0] === main && !isObject(name)) return before[main];
  return before;
}
