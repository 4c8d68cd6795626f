/** What may come next: fields by their shown names and keys, functions by their names and by what they do. */
import { dotted, type FormulaField, odd, oddBeginning } from "./names";
import type { FunctionHelp } from "./questions";
import { plain, tokensOf } from "./tokens";

export interface Suggestion {
  readonly kind: "field" | "function";
  readonly label: string;
  readonly detail: string;
  /** What is written into the text. */
  readonly insert: string;
  /** Where the cursor stands afterwards, from the start of what is written. */
  readonly cursor: number;
  readonly help?: FunctionHelp;
  readonly far?: boolean;
}

export interface Suggestions {
  readonly from: number;
  readonly to: number;
  readonly items: readonly Suggestion[];
}

const MOST = 60;
/** What a function does is worth less than any name. */
const BY_WORDS = 3;

/** The suggestions at a place, the best first; null inside a text or a number. */
export function suggest(
  text: string,
  at: number,
  fields: readonly FormulaField[],
  functions: readonly FunctionHelp[],
  always: boolean,
  locale: "zh-CN" | "en" = "zh-CN",
): Suggestions | null {
  const token = tokensOf(text).find((one) => one.from < at && at <= one.to);
  const signs = withSigns(text, at, fields, token?.type === "number" ? at : (token?.from ?? at));
  if (signs !== null) return signs;
  if (token?.type === "text" || token?.type === "number") return null;
  const named = token !== undefined && ["name", "function", "word"].includes(token.type);
  if (!named && !always) return null;
  const from = named ? token.from : at;
  const typed = plain(text.slice(from, at)).replace(/^\{/, "").toLowerCase();
  const callable = /[{｛]/.test(text.charAt(from)) ? [] : functions.filter(isCallable);
  const items = [...fields.map(fieldItem), ...callable.map(functionItem)]
    .map((item) => ({ item, rank: rankOf(item, typed, locale) }))
    .filter(({ rank }) => rank < Infinity)
    .sort((one, other) => one.rank - other.rank)
    .slice(0, MOST)
    .map(({ item }) => item);
  return items.length === 0 ? null : { from, to: at, items };
}

/** Fields whose names have signs in them, begun before the word that the cursor stands at. */
function withSigns(text: string, at: number, fields: readonly FormulaField[], word: number): Suggestions | null {
  const begun = fields.filter(odd).flatMap((field) => {
    const from = oddBeginning(text, at, field);
    return from === null || from >= word ? [] : [{ from, item: fieldItem(field) }];
  });
  const from = Math.min(...begun.map((one) => one.from));
  const items = begun.filter((one) => one.from === from).map((one) => one.item);
  return items.length === 0 ? null : { from, to: at, items };
}

const isCallable = (help: FunctionHelp): boolean => /^[A-Z]/.test(help.key);

function fieldItem(field: FormulaField): Suggestion {
  return { kind: "field", label: field.label, detail: field.hint ?? "", insert: field.path, cursor: field.path.length, far: field.far === true };
}

function functionItem(help: FunctionHelp): Suggestion {
  const insert = `${help.key}()`;
  const cursor = help.signature === "" ? insert.length : insert.length - 1;
  return { kind: "function", label: help.key, detail: help.signature, insert, cursor, help };
}

/** Beginnings first, then what lies inside; fields before functions, and of functions the short names before the long. */
function rankOf(item: Suggestion, typed: string, locale: "zh-CN" | "en"): number {
  const names = item.kind === "field" ? [dotted(item.label), item.label, item.insert] : [item.label];
  const place = Math.min(...names.map((name) => placeIn(plain(name).toLowerCase(), typed)));
  // what lies further away comes behind all that is near
  const later = item.kind === "function" ? 0.5 + (typed ? item.label.length / 1000 : 0) : item.far ? 2 : 0;
  if (item.far && typed === "") return Infinity;
  if (place < Infinity) return place + later;
  // 求和 leads to SUM, "average" to AVERAGEIF; one letter would lead to all
  const said = [...typed].length >= 2 && item.help !== undefined ? item.help.doc[locale].toLowerCase().indexOf(typed) : -1;
  return said < 0 ? Infinity : BY_WORDS + said / 100 + later;
}

function placeIn(name: string, typed: string): number {
  if (name.startsWith(typed)) return 0;
  const at = name.indexOf(typed);
  return at < 0 ? Infinity : 1 + at / 100;
}
