/**
 * Every word of the pages, in Chinese and in English. Only the language in use is loaded. The designer's words are a
 * namespace of their own, loaded when it is opened.
 */
import i18next, { type i18n } from "i18next";
import { initReactI18next } from "react-i18next";

import type { Locale } from "../../kit/format";
import { setApiLocale } from "../api/client";

const KEY = "dougong.locale";
const FILES = import.meta.glob<{ default: Record<string, unknown> }>("./*.json");

export function chosenLocale(): Locale {
  const kept = localStorage.getItem(KEY);
  if (kept === "zh-CN" || kept === "en") return kept;
  return navigator.language.toLowerCase().startsWith("zh") ? "zh-CN" : "en";
}

async function words(file: string): Promise<Record<string, unknown>> {
  const load = FILES[`./${file}.json`];
  return load ? (await load()).default : {};
}

function apply(locale: Locale): void {
  document.documentElement.lang = locale;
  setApiLocale(locale);
}

export async function startLanguages(): Promise<i18n> {
  const locale = chosenLocale();
  apply(locale);
  await i18next.use(initReactI18next).init({
    lng: locale,
    fallbackLng: false,
    resources: { [locale]: { translation: await words(locale) } },
    interpolation: { escapeValue: false },
    returnNull: false,
  });
  return i18next;
}

export function currentLocale(): Locale {
  return i18next.language === "en" ? "en" : "zh-CN";
}

/** Names come from the server in the asked language, so a change of language starts the page anew. */
export function changeLocale(locale: Locale): void {
  localStorage.setItem(KEY, locale);
  window.location.reload();
}

/** A locale kept with the person wins on a new device. */
export function adoptLocale(locale: Locale | null): void {
  if (locale && !localStorage.getItem(KEY) && locale !== currentLocale()) changeLocale(locale);
}

/** Loads the words of a part that is opened rarely: ``designer``. */
export async function loadWords(namespace: string): Promise<void> {
  const locale = currentLocale();
  if (!i18next.hasResourceBundle(locale, namespace)) i18next.addResourceBundle(locale, namespace, await words(`${namespace}.${locale}`));
}
