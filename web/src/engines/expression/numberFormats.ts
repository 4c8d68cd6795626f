/**
 * Numbers in the formats of TEXT, read as Excel reads them: sections, placeholders, thousands, per cent, exponents.
 * Digits fill the placeholders from the right, whatever other signs stand among them: `000-0000-0000`.
 */

import { decimal, type Decimal, multiply, plain, rounded, ZERO } from "./decimal";

// what quotes, escapes and brackets hold is no code
const PART = /"[^"]*"?|[\\_*][^]|\[[^\]]*\]|;|[^]/gu;
const TOKEN =
  /"(?<quoted>[^"]*)"?|\\(?<escaped>[^])|!(?<forced>[.,;#0?%@])|_(?<space>[^])|\*(?<fill>[^])|\[(?<bracket>[^\]]*)\]|(?<general>General|G\/通用格式|@)|(?<exponent>E[+-])(?=[0#?])|(?<digit>[0#?])|(?<sign>[^])/giu;
const COLOUR =
  /^(?:black|blue|cyan|green|magenta|red|white|yellow|colou?r ?[0-9]+|[黑蓝绿红白黄]色|蓝绿色|洋红色?|颜色 ?[0-9]+)$/i;
const CONDITION = /^(<=|>=|<>|<|>|=)\s*(-?[0-9]{1,38}(?:\.[0-9]{1,20})?)$/;
const HUNDRED = decimal(100);
const THOUSANDTH = decimal("0.001");
const TEN = decimal(10);
const LONGEST_DENOMINATOR = 6;

interface Token {
  kind: "text" | "digit" | "point" | "comma" | "percent" | "general" | "exponent";
  readonly text: string;
}

interface Section {
  readonly tokens: readonly Token[];
  readonly sign: string;
  readonly bound: Decimal;
}

/** The parts of a format between semicolons. */
export function sections(form: string): string[] {
  const found = [""];
  for (const part of form.match(PART) ?? []) {
    if (part === ";") found.push("");
    else found.push((found.pop() ?? "") + part);
  }
  return found;
}

/** What stands for brackets: nothing for a colour, a currency's sign for `[$￥-804]`; else they stay. */
export function bracket(text: string): string {
  if (text.startsWith("$")) return text.slice(1).split("-")[0] ?? "";
  return COLOUR.test(text) ? "" : `[${text}]`;
}

const read = new Map<string, readonly Section[]>();

function sectionsOf(form: string): readonly Section[] {
  let found = read.get(form);
  if (found === undefined) {
    found = sections(form).map(section);
    if (read.size > 256) read.clear();
    read.set(form, found);
  }
  return found;
}

/** A number in a format. */
export function formatted(value: Decimal, form: string): string {
  const [{ tokens }, signed] = chosen(value, sectionsOf(form));
  const negative = value.lt(0) && signed;
  let number = value.abs();
  for (const token of tokens) if (token.kind === "percent") number = multiply(number, HUNDRED);
  let shown: string[];
  if (tokens.some((token) => token.kind === "general")) {
    shown = tokens.map((token) => (token.kind === "general" ? plain(number) : token.text));
  } else if (!tokens.some((token) => token.kind === "digit")) {
    // a single section of words still tells the sign
    return (negative ? "-" : "") + tokens.map((token) => token.text).join("");
  } else shown = laidOut(number, tokens);
  const digits = shown.filter((_, at) => ["digit", "general"].includes(tokens[at]?.kind ?? "")).join("");
  // what is rounded to zero has no sign
  return (negative && /[1-9]/.test(digits) ? "-" : "") + shown.join("");
}

function holds({ sign, bound }: Section, value: Decimal): boolean {
  const order = value.cmp(bound);
  if (sign === "<>") return order !== 0;
  return (sign.includes("<") && order < 0) || (sign.includes(">") && order > 0) || (sign.includes("=") && order === 0);
}

/** The section for a number, and whether a negative one shows its sign there. */
function chosen(value: Decimal, found: readonly Section[]): [Section, boolean] {
  const [first = section(""), second, third] = found;
  const conditions = found.slice(0, 2).filter((one) => one.sign !== "");
  if (conditions.length > 0) {
    const at = Math.min(conditions.length, found.length - 1);
    const { sign, bound, tokens } = conditions.find((one) => holds(one, value)) ?? found[at] ?? first;
    // where it holds of negative numbers only they need no sign
    const below = (sign === "<" && bound.lte(0)) || (["<=", "="].includes(sign) && bound.lt(0));
    return [{ sign, bound, tokens }, !below];
  }
  if (value.lt(0) && second !== undefined) return [second, false];
  return third !== undefined && value.isZero() ? [third, false] : [first, true];
}

const SIGNS: Readonly<Record<string, Token["kind"]>> = { ".": "point", ",": "comma", "%": "percent" };

function section(text: string): Section {
  const tokens: Token[] = [];
  let [sign, bound] = ["", ZERO];
  for (const { groups = {} } of text.matchAll(TOKEN)) {
    const [name, part] = Object.entries(groups).find(([, one]) => (one as string | undefined) !== undefined) ?? ["", ""];
    const condition = name === "bracket" ? CONDITION.exec(part) : null;
    if (condition !== null) [sign, bound] = [condition[1] ?? "", decimal(condition[2] ?? "0")];
    else if (name === "bracket") tokens.push({ kind: "text", text: bracket(part) });
    else if (name === "digit" || name === "general" || name === "exponent") tokens.push({ kind: name, text: part });
    else if (name === "sign") tokens.push({ kind: SIGNS[part] ?? "text", text: part });
    else if (name !== "fill") tokens.push({ kind: "text", text: name === "space" ? " " : part });
  }
  settle(tokens);
  return { tokens, sign, bound };
}

/** Points and commas are signs like others but beside digits, and of several points only the first is the point. */
function settle(tokens: readonly Token[]): void {
  let pointed = false;
  tokens.forEach((token, at) => {
    const before = tokens[at - 1]?.kind ?? "text";
    if (token.kind === "point") {
      if (pointed || (before !== "digit" && tokens[at + 1]?.kind !== "digit")) token.kind = "text";
      else pointed = true;
    } else if (token.kind === "comma" && !["digit", "comma", "point"].includes(before)) token.kind = "text";
  });
}

const placesOf = (tokens: readonly Token[], from: number, to: number): number[] =>
  tokens.flatMap((token, at) => (at >= from && at < to && token.kind === "digit" ? [at] : []));

const marksOf = (tokens: readonly Token[], places: readonly number[]): string[] =>
  places.map((at) => tokens[at]?.text ?? "");

function put(shown: string[], places: readonly number[], texts: readonly string[]): void {
  places.forEach((place, at) => (shown[place] = texts[at] ?? ""));
}

/** What each token shows; commas show nothing, digits bring theirs. */
function laidOut(value: Decimal, tokens: readonly Token[]): string[] {
  const slash = tokens.findIndex((_, at) => isStroke(tokens, at));
  if (slash >= 0) return asFraction(value, tokens, slash);
  const shown = tokens.map((token) => (token.kind === "comma" ? "" : token.text));
  const end = tokens.findIndex((token) => token.kind === "exponent");
  const raised = end < 0 ? tokens.length : end;
  const dot = tokens.findIndex((token, at) => at < raised && token.kind === "point");
  const point = dot < 0 ? raised : dot;
  const [before, after] = [placesOf(tokens, 0, point), placesOf(tokens, point, raised)];
  let number = value;
  let grouped = false;
  tokens.slice(0, raised).forEach((token, at) => {
    if (token.kind !== "comma") return;
    const last = (at < point ? before : after).at(-1);
    // each comma behind the last digit divides by a thousand
    if (last !== undefined && at > last) number = multiply(number, THOUSANDTH);
    else grouped ||= at < point;
  });
  if (raised < tokens.length) {
    let power = 0;
    [number, power] = scaled(number, before.length, after.length);
    const marks = placesOf(tokens, raised + 1, tokens.length);
    put(shown, marks, filled(marksOf(tokens, marks), String(Math.abs(power)), false));
    shown[raised] = `E${power < 0 ? "-" : tokens[raised]?.text.endsWith("+") ? "+" : ""}`;
  }
  const [digits = "", decimals = ""] = rounded(number, after.length).toFixed().split(".");
  const whole = digits.replace(/^0+/, "");
  if (before.length > 0) put(shown, before, filled(marksOf(tokens, before), whole, grouped));
  else if (dot >= 0) shown[point] = `${whole}.`;
  put(shown, after, fraction(marksOf(tokens, after), decimals.padEnd(after.length, "0")));
  return shown;
}

/** The digits before the point, from the right; what is too many for the placeholders stands at the first. */
function filled(marks: readonly string[], digits: string, grouped: boolean): string[] {
  const least = marks.indexOf("0");
  return marks.map((mark, at) => {
    const behind = marks.length - 1 - at;
    const start = at === 0 ? 0 : Math.max(0, digits.length - behind - 1);
    const blank = least >= 0 && at >= least ? "0" : mark === "?" ? " " : "";
    const here = digits.slice(start, Math.max(0, digits.length - behind)) || blank;
    if (!grouped) return here;
    const rest = behind + here.length - 1;
    return [...here].map((sign, place) => sign + separator(sign, rest - place)).join("");
  });
}

/** What follows a digit that has so many behind it. */
const separator = (sign: string, behind: number): string =>
  behind === 0 || behind % 3 !== 0 ? "" : sign === " " ? " " : ",";

/** The digits behind the point; zeros at the end show only where a 0 asks for them. */
function fraction(marks: readonly string[], digits: string): string[] {
  const shown = [...digits.slice(0, marks.length)];
  for (let at = marks.length - 1; at >= 0 && shown[at] === "0" && marks[at] !== "0"; at -= 1) {
    shown[at] = marks[at] === "?" ? " " : "";
  }
  return shown;
}

/** A number as one with so many digits before the point, and its power of ten: with several a multiple of them. */
function scaled(number: Decimal, before: number, after: number): [Decimal, number] {
  if (number.isZero()) return [number, 0];
  const step = Math.max(before, 1);
  const power = Math.floor(number.e / step) * step + (before > 0 ? 0 : 1);
  const found = number.div(TEN.pow(power));
  if (rounded(found, after).lt(TEN.pow(before))) return [found, power];
  return [number.div(TEN.pow(power + step)), power + step];
}

/** Whether a format of a fraction has its stroke here: behind a digit, before one or before a number written out. */
function isStroke(tokens: readonly Token[], at: number): boolean {
  const behind = tokens[at + 1];
  const number = behind?.kind === "digit" || /^[1-9]$/.test(behind?.text ?? "");
  return tokens[at]?.text === "/" && tokens[at - 1]?.kind === "digit" && number;
}

/** The nearest fraction whose denominator has as many digits as its placeholders, or the one that is written. */
function asFraction(number: Decimal, tokens: readonly Token[], slash: number): string[] {
  const fixed = tokens[slash + 1]?.kind === "text";
  let [first, last] = [slash, slash];
  while (tokens[first - 1]?.kind === "digit") first -= 1;
  const goesOn = (token: Token | undefined) => (fixed ? /^[0-9]$/.test(token?.text ?? "") : token?.kind === "digit");
  while (goesOn(tokens[last + 1])) last += 1;
  const [above, before] = [placesOf(tokens, first, slash), placesOf(tokens, 0, first)];
  const below = tokens.slice(slash + 1, last + 1).map((_, at) => slash + 1 + at);
  const written = marksOf(tokens, below).join("");
  const most = 10 ** Math.min(below.length, LONGEST_DENOMINATOR) - 1;
  const [all, bottom] = fixed
    ? [BigInt(rounded(multiply(number, decimal(written)), 0).toFixed()), BigInt(written)]
    : nearest(number, BigInt(most));
  const [whole, top] = before.length > 0 ? [all / bottom, all % bottom] : [0n, all];
  const shown = tokens.map((token) => (token.kind === "comma" ? "" : token.text));
  put(shown, before, filled(marksOf(tokens, before), whole > 0n || top === 0n ? String(whole) : "", false));
  if (before.length > 0 && top === 0n) {
    for (let at = first; at <= last; at += 1) shown[at] = " ";
    return shown;
  }
  put(shown, above, filled(marksOf(tokens, above), String(top), false));
  if (!fixed) {
    const digits = String(bottom).padStart(written.split("0").length - 1, "0");
    put(shown, below, [written.includes("?") ? digits.padEnd(below.length) : digits]);
  }
  return shown;
}

/** The fraction next to a number with a denominator of at most `most`: its continued fraction, cut off. */
function nearest(number: Decimal, most: bigint): [bigint, bigint] {
  const places = number.decimalPlaces();
  let [top, bottom] = [BigInt(number.times(TEN.pow(places)).toFixed()), 10n ** BigInt(places)];
  const [numerator, denominator] = [top, bottom];
  let [above, below, lastAbove, lastBelow] = [1n, 0n, 0n, 1n];
  while (bottom > 0n) {
    const digit = top / bottom;
    const next = lastBelow + digit * below;
    if (next > most) {
      const times = (most - lastBelow) / below;
      const other: [bigint, bigint] = [lastAbove + times * above, lastBelow + times * below];
      return distance(above, below) * other[1] <= distance(...other) * below ? [above, below] : other;
    }
    [lastAbove, lastBelow, above, below] = [above, below, lastAbove + digit * above, next];
    [top, bottom] = [bottom, top - digit * bottom];
  }
  return [above, below];

  function distance(one: bigint, other: bigint): bigint {
    const gap = numerator * other - denominator * one;
    return gap < 0n ? -gap : gap;
  }
}
