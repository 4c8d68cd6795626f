/** What may come next: fields by their shown names and keys, functions by their names. */
import type { Field } from "../../platform/api/types";
import type { FunctionHelp } from "./questions";
import { tokensOf } from "./tokens";

export interface FormulaField {
  /** As it is stored: `account.level`. */
  readonly path: string;
  /** As it is shown, in the person's language. */
  readonly label: string;
  /** What kind of field it is, in words. */
  readonly hint?: string;
  /** The field itself, for an input that fits it. */
  readonly field?: Field;
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

/** A name as it was written out in full, and the key that is stored for it. */
export interface Resolved {
  readonly from: number;
  readonly to: number;
  readonly insert: string;
}

/**
 * Names that are shown names are taken for their keys: somebody may type 金额 without choosing it from the list. What the
 * cursor stands at is still being typed and is left alone. A name that two fields share stands for neither.
 */
export function resolve(text: string, fields: readonly FormulaField[], cursor: number | null): Resolved[] {
  const paths = new Set(fields.map((field) => field.path));
  return tokensOf(text).flatMap((token) => {
    if (token.type !== "name" || paths.has(token.text) || (cursor !== null && token.from <= cursor && cursor <= token.to)) return [];
    const meant = [...new Set(fields.filter((field) => dotted(field.label) === token.text).map((field) => field.path))];
    return meant.length === 1 ? [{ from: token.from, to: token.to, insert: meant[0] ?? "" }] : [];
  });
}

/** As a name is typed: 项目.名称 for what is shown as 项目 / 名称. */
const dotted = (label: string): string => label.replaceAll(" / ", ".");

/** A formula with the names of its fields, to be read only. */
export function inNames(text: string, fields: readonly FormulaField[]): string {
  const labels = new Map(fields.map((field) => [field.path, field.label]));
  return tokensOf(text).reduceRight((said, token) => {
    const label = token.type === "name" ? labels.get(token.text) : undefined;
    return label === undefined ? said : said.slice(0, token.from) + label + said.slice(token.to);
  }, text);
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
  return { kind: "field", label: field.label, detail: field.hint ?? "", insert: field.path, cursor: field.path.length };
}

function functionItem(help: FunctionHelp): Suggestion {
  const insert = `${help.key}()`;
  const cursor = help.signature === "" ? insert.length : insert.length - 1;
  return { kind: "function", label: help.key, detail: help.signature, insert, cursor, help };
}

/** Beginnings first, then what lies inside; fields before functions, and of functions the short names before the long. */
function rankOf(item: Suggestion, typed: string): number {
  const names = item.kind === "field" ? [dotted(item.label), item.insert] : [item.label];
  const place = Math.min(...names.map((name) => placeIn(name.toLowerCase(), typed)));
  return place + (item.kind === "function" ? 0.5 + (typed ? item.label.length / 1000 : 0) : 0);
}

function placeIn(name: string, typed: string): number {
  if (name.startsWith(typed)) return 0;
  const at = name.indexOf(typed);
  return at < 0 ? Infinity : 1 + at / 100;
}
