/** What a value in a formula is asked of: in `stage = "won"` the stage. So its options are offered and read by their names. */
import { plain, type Token } from "./tokens";

const COMPARES = /^(?:=|==|<>|!=|≠)$/;
const COMMA = /^[,，、;；]/;
/** Functions that give the very value of the field they are given. */
const SAME = new Set(["OLD", "FIRST", "LAST"]);
/** Of which argument the argument at a place says a value; none where it is undefined. */
const ASKED: Readonly<Record<string, (place: number) => number | undefined>> = {
  SWITCH: (place) => (place % 2 === 1 ? 0 : undefined),
  WAS: (place) => (place === 1 ? 0 : undefined),
  WITHIN: (place) => (place === 1 ? 0 : undefined),
  SUMIF: (place) => (place === 1 ? 0 : undefined),
  COUNTIF: (place) => (place === 1 ? 0 : undefined),
  AVERAGEIF: (place) => (place === 1 ? 0 : undefined),
  COUNTIFS: (place) => (place % 2 === 1 ? place - 1 : undefined),
  SUMIFS: (place) => (place > 0 && place % 2 === 0 ? place - 1 : undefined),
  AVERAGEIFS: (place) => (place > 0 && place % 2 === 0 ? place - 1 : undefined),
  MAXIFS: (place) => (place > 0 && place % 2 === 0 ? place - 1 : undefined),
  MINIFS: (place) => (place > 0 && place % 2 === 0 ? place - 1 : undefined),
};

export interface Subject {
  /** The name of the field as it is written. */
  readonly name: string;
  /** How it is asked: beside a sign, right behind `IN` (or in `WITHIN`), as one of `IN (…)`, or as an argument. */
  readonly by: "sign" | "in" | "among" | "call";
}

/** What the token at an index, or one that is typed there, is a value of; null where it is of nothing. */
export function subjectAt(tokens: readonly Token[], index: number): Subject | null {
  const before = tokens[index - 1];
  if (before === undefined) return mirrored(tokens, index);
  if (before.type === "sign" && COMPARES.test(plain(before.text))) return asked(nameBefore(tokens, index - 1), "sign");
  if (before.type === "word" && before.text.toUpperCase() === "IN") return asked(nameBefore(tokens, index - 1), "in");
  if (isOpening(before) || COMMA.test(before.text)) return within(tokens, index) ?? mirrored(tokens, index);
  return mirrored(tokens, index);
}

const asked = (name: string | null, by: Subject["by"]): Subject | null => (name === null ? null : { name, by });

/** `"won" = stage` */
function mirrored(tokens: readonly Token[], index: number): Subject | null {
  const [sign, name, further] = [tokens[index + 1], tokens[index + 2], tokens[index + 3]];
  if (tokens[index]?.type !== "text" || sign?.type !== "sign" || !COMPARES.test(plain(sign.text))) return null;
  return name?.type === "name" && further?.type !== "bracket" ? { name: name.text, by: "sign" } : null;
}

/** The name that ends before an index, also as `OLD(stage)`; `NOT` before `IN` is passed over. */
function nameBefore(tokens: readonly Token[], index: number): string | null {
  const last = tokens[index - 1];
  if (last?.type === "word" && last.text.toUpperCase() === "NOT") return nameBefore(tokens, index - 1);
  if (last?.type === "name") return last.text;
  const [call, name] = [tokens[index - 4], tokens[index - 2]];
  return last !== undefined && isClosing(last) && name?.type === "name" && call?.type === "function" && SAME.has(call.text.toUpperCase()) ? name.text : null;
}

/** A value in brackets: one of `IN (…)`, or an argument. */
function within(tokens: readonly Token[], index: number): Subject | null {
  const place = placeOf(tokens, index);
  if (place === null) return null;
  const head = tokens[place.open - 1];
  if (head?.type === "word" && head.text.toUpperCase() === "IN") return asked(nameBefore(tokens, place.open - 1), "among");
  if (head?.type !== "function") return null;
  const of = ASKED[head.text.toUpperCase()]?.(place.argument);
  return of === undefined ? null : asked(onlyName(tokens, place.open, of), head.text.toUpperCase() === "WITHIN" ? "in" : "call");
}

export interface Place {
  /** The index of the bracket. */
  readonly open: number;
  /** How many commas stand between it and the place. */
  readonly argument: number;
}

/** The innermost bracket around an index that is still open there, and the argument that stands at the index. */
export function placeOf(tokens: readonly Token[], index: number): Place | null {
  let closed = 0;
  let argument = 0;
  for (let at = index - 1; at >= 0; at -= 1) {
    const token = tokens[at] as Token;
    if (isClosing(token)) closed += 1;
    else if (isOpening(token)) {
      if (closed === 0) return { open: at, argument };
      closed -= 1;
    } else if (closed === 0 && COMMA.test(token.text) && token.type === "sign") argument += 1;
  }
  return null;
}

/** The argument at a place where it is nothing but a name. */
function onlyName(tokens: readonly Token[], open: number, argument: number): string | null {
  const only = onlyToken(tokens, open, argument);
  return only?.type === "name" ? only.text : null;
}

/** The argument at a place where it is one token alone. */
export function onlyToken(tokens: readonly Token[], open: number, argument: number): Token | null {
  let [depth, count] = [0, 0];
  const inside: Token[] = [];
  for (const token of tokens.slice(open + 1)) {
    if (isOpening(token)) depth += 1;
    else if (isClosing(token)) depth -= 1;
    if (depth < 0) break;
    if (depth === 0 && token.type === "sign" && COMMA.test(token.text)) count += 1;
    else if (count === argument) inside.push(token);
    if (count > argument) break;
  }
  const [only] = inside;
  return inside.length === 1 ? (only ?? null) : null;
}

const shape = (token: Token): string => ({ "【": "[", "】": "]" })[token.text] ?? plain(token.text);
const isOpening = (token: Token): boolean => token.type === "bracket" && "([".includes(shape(token));
const isClosing = (token: Token): boolean => token.type === "bracket" && ")]".includes(shape(token));
