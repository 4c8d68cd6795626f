/** What may come next: fields by their shown names and keys, functions by their names. */
import type { FunctionHelp } from "./questions";
import { tokensOf } from "./tokens";

export interface FormulaField {
  /** As it is stored: `account.level`. */
  readonly path: string;
  /** As it is shown, in the person's language. */
  readonly label: string;
}

export interface Suggestion {
  readonly kind: "field" | "function";
  readonly label: string;
  readonly detail: string;
  /** What is written into the text. */
  readonly insert: string;
  /** Where the cursor stands afterwards, from the start of what is written. */
  readonly cursor: number;
  readonly help?: FunctionHelp;
}

export interface Suggestions {
  readonly from: number;
  readonly to: number;
  readonly items: readonly Suggestion[];
}

const MOST = 60;

/** The suggestions at a place, the best first; null inside a text or a number. */
export function suggest(
  text: string,
  at: number,
  fields: readonly FormulaField[],
  functions: readonly FunctionHelp[],
  always: boolean,
): Suggestions | null {
  const token = tokensOf(text).find((one) => one.from < at && at <= one.to);
  if (token?.type === "text" || token?.type === "number") return null;
  const named = token !== undefined && ["name", "function", "word"].includes(token.type);
  if (!named && !always) return null;
  const from = named ? token.from : at;
  const typed = text.slice(from, at).replace(/^\{/, "").toLowerCase();
  const items = [...fields.map(fieldItem), ...functions.filter(isCallable).map(functionItem)]
    .map((item) => ({ item, rank: rankOf(item, typed) }))
    .filter(({ rank }) => rank < Infinity)
    .sort((one, other) => one.rank - other.rank)
    .slice(0, MOST)
    .map(({ item }) => item);
  return items.length === 0 ? null : { from, to: at, items };
}

const isCallable = (help: FunctionHelp): boolean => /^[A-Z]/.test(help.key);

function fieldItem(field: FormulaField): Suggestion {
  return { kind: "field", label: field.label, detail: field.path, insert: field.path, cursor: field.path.length };
}

function functionItem(help: FunctionHelp): Suggestion {
  const insert = `${help.key}()`;
  const cursor = help.signature === "" ? insert.length : insert.length - 1;
  return { kind: "function", label: help.key, detail: help.signature, insert, cursor, help };
}

/** Beginnings first, then what lies inside; fields before functions. */
function rankOf(item: Suggestion, typed: string): number {
  const names = item.kind === "field" ? [item.label, item.insert] : [item.label];
  const place = Math.min(...names.map((name) => placeIn(name.toLowerCase(), typed)));
  return place + (item.kind === "function" ? 0.5 : 0);
}

function placeIn(name: string, typed: string): number {
  if (name.startsWith(typed)) return 0;
  const at = name.indexOf(typed);
  return at < 0 ? Infinity : 1 + at / 100;
}
