/** What may come next: fields by their shown names and keys, functions by their names and by what they do. */
import { askedFor, dotted, type FormulaField, odd, oddBeginning } from "./names";
import { initialsOf } from "./initials";
import type { FunctionHelp } from "./questions";
import { isClosed, plain, type Token, tokensOf } from "./tokens";
import { type Choices, type FieldValue, NO_CHOICES } from "./values";

export interface Suggestion {
  readonly kind: "field" | "function" | "value";
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
/** Letters that a name's syllables begin with are worth less than the name. */
const BY_INITIALS = 1.5;

/** The suggestions at a place, the best first; null where nothing can be meant. */
export function suggest(
  text: string,
  at: number,
  fields: readonly FormulaField[],
  functions: readonly FunctionHelp[],
  always: boolean,
  locale: "zh-CN" | "en" = "zh-CN",
  choices: Choices = NO_CHOICES,
): Suggestions | null {
  const tokens = tokensOf(text);
  const before = tokens.filter((one) => one.from < at);
  const last = before.at(-1);
  const token = last && at <= last.to ? last : undefined;
  const named = token !== undefined && ["name", "function", "word"].includes(token.type);
  const index = named || token?.type === "text" ? before.length - 1 : before.length;
  const chosen = choices(tokens, index);
  const values = askedFor(tokens, index, fields, choices).map(valueItem);
  const signs = withSigns(text, at, fields, token?.type === "number" ? at : (token?.from ?? at));
  if (signs !== null) return signs;
  if (token?.type === "text") return inText(text, at, token, values);
  // where only certain texts or the fields of another form are taken, no others are offered
  if (chosen?.some((one) => one.of === "field")) return only(values, text, at, named ? token : undefined);
  if (token?.type === "number") return null;
  if (!named && !always) return begun(text, at) && values.length > 0 ? { from: at, to: at, items: values } : null;
  const from = named ? token.from : at;
  const typed = plain(text.slice(from, at)).replace(/^\{/, "").toLowerCase();
  const braced = /[{｛]/.test(text.charAt(from));
  const callable = braced ? [] : functions.filter(isCallable);
  const items = best([...(braced ? [] : values), ...fields.map(fieldItem), ...callable.map(functionItem)], typed, locale);
  return items.length === 0 ? null : { from, to: at, items };
}

function only(values: readonly Suggestion[], text: string, at: number, token: Token | undefined): Suggestions | null {
  const from = token?.from ?? at;
  const items = best(values, plain(text.slice(from, at)).toLowerCase(), "en");
  return items.length === 0 ? null : { from, to: at, items };
}

/** Values are offered unasked behind a sign or a bracket, not behind what is finished. */
const begun = (text: string, at: number): boolean => !/[\p{L}\p{N}"”）)\]】}｝]\s*$/u.test(text.slice(0, at)) || /\bIN\s+$/i.test(text.slice(0, at));

function best(all: readonly Suggestion[], typed: string, locale: "zh-CN" | "en"): Suggestion[] {
  return all
    .map((item) => ({ item, rank: rankOf(item, typed, locale) }))
    .filter(({ rank }) => rank < Infinity)
    .sort((one, other) => one.rank - other.rank)
    .slice(0, MOST)
    .map(({ item }) => item);
}

/** In quotes only the values of what is asked are meant; the quotes go with what was typed. */
function inText(text: string, at: number, token: Token, values: readonly Suggestion[]): Suggestions | null {
  const closed = isClosed(token);
  if (closed && at === token.to) return null;
  const typed = plain(text.slice(token.from + 1, at)).toLowerCase();
  const items = best(values.filter((one) => one.insert.startsWith('"')), typed, "en");
  return items.length === 0 ? null : { from: token.from, to: closed ? token.to : at, items };
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

function valueItem(value: FieldValue): Suggestion {
  return { kind: "value", label: value.label, detail: value.insert.startsWith('"') || value.of === "field" || value.insert.endsWith(" = ") ? "" : value.insert, insert: value.insert, cursor: value.insert.length };
}

function functionItem(help: FunctionHelp): Suggestion {
  const insert = `${help.key}()`;
  const cursor = help.signature === "" ? insert.length : insert.length - 1;
  return { kind: "function", label: help.key, detail: help.signature, insert, cursor, help };
}

/** Beginnings first, then what lies inside, then initials; values before fields before functions, and of functions the short names before the long. */
function rankOf(item: Suggestion, typed: string, locale: "zh-CN" | "en"): number {
  const names = item.kind === "function" ? [item.label] : [dotted(item.label), item.label, item.insert.replaceAll('"', "")];
  const place = Math.min(...names.map((name) => placeIn(plain(name).toLowerCase(), typed)), item.kind === "function" ? Infinity : byInitials(item.label, typed));
  // what lies further away comes behind all that is near
  const later = item.kind === "function" ? 0.5 + (typed ? item.label.length / 1000 : 0) : item.kind === "value" ? -0.5 : item.far ? 2 : 0;
  if (item.far && typed === "") return Infinity;
  if (place < Infinity) return place + later;
  // 求和 leads to SUM, "average" to AVERAGEIF; one letter would lead to all
  const told = [...typed].length >= 2 && item.help !== undefined ? item.help.doc[locale].toLowerCase().indexOf(typed) : -1;
  return told < 0 ? Infinity : BY_WORDS + told / 100 + later;
}

function byInitials(label: string, typed: string): number {
  const at = /^[a-z]{2,}$/.test(typed) ? initialsOf(label).indexOf(typed) : -1;
  return at < 0 ? Infinity : BY_INITIALS + at / 100;
}

function placeIn(name: string, typed: string): number {
  if (name.startsWith(typed)) return 0;
  const at = name.indexOf(typed);
  return at < 0 ? Infinity : 1 + at / 100;
}
