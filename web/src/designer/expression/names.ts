/** Fields by the names they are shown by: found in what was typed, and written where a formula is only read. */
import type { Field } from "../../platform/api/types";
import { subjectAt } from "./subjects";
import { apart, beginsSpoken, isClosed, isSpoken, plain, said, type Token, tokensOf } from "./tokens";
import { type Choices, type FieldValue, NO_CHOICES, quoted } from "./values";

export interface FormulaField {
  /** As it is stored: `account.level`. */
  readonly path: string;
  /** As it is shown, in the person's language. */
  readonly label: string;
  /** What kind of field it is, in words. */
  readonly hint?: string;
  /** The field itself, for an input that fits it. */
  readonly field?: Field;
  /** It lies further away and is only shown to who looks for it. */
  readonly far?: boolean;
  /** The values it can be asked for by their names. */
  readonly values?: readonly FieldValue[];
}

/** A name as it was written out in full, and the key that is stored for it. */
export interface Resolved {
  readonly from: number;
  readonly to: number;
  readonly insert: string;
}

/** Two fields of one name are told apart by their keys. */
export function distinct<Named extends FormulaField>(fields: readonly Named[]): Named[] {
  const first = [...new Map([...fields].reverse().map((field) => [field.path, field])).values()].reverse();
  const count = Map.groupBy(first, (field) => field.label);
  return first.map((field) => ((count.get(field.label)?.length ?? 0) > 1 ? { ...field, label: `${field.label} · ${field.path}` } : field));
}

/** As a name is typed: 项目.名称 for what is shown as 项目 / 名称. */
export const dotted = (label: string): string => label.replaceAll(" / ", ".");

const NAME = /^[\p{L}_][\p{L}\p{N}_]*(?:\.[\p{L}_][\p{L}\p{N}_]*)*$/u;
const oddNamed = new Map<string, boolean>();

/** Whether a name has signs or words that mean something else in a formula: 金额（元）, A/B, 2024预算, A或B. */
export function odd({ label }: FormulaField): boolean {
  let found = oddNamed.get(label);
  if (found === undefined) oddNamed.set(label, (found = !NAME.test(dotted(label)) || tokensOf(dotted(label)).length > 1));
  return found;
}

/**
 * Names that are shown names are taken for their keys: somebody may type 金额 without choosing it from the list. What the
 * cursor stands at is still being typed and is left alone. `known`: the names of functions, which stay what they are.
 */
export function resolve(text: string, fields: readonly FormulaField[], cursor: number | null, known: ReadonlySet<string> = new Set(), choices: Choices = NO_CHOICES): Resolved[] {
  const tokens = tokensOf(text);
  // A, where A/B is being typed, is no name yet
  const begun = cursor === null ? [] : fields.filter(odd).map((field) => oddBeginning(text, cursor, field) ?? cursor);
  const typing = Math.min(...begun, cursor ?? 0);
  // a text with both its quotes is finished even where the cursor still stands behind it
  const away = (place: Resolved): boolean => cursor === null || cursor < place.from || place.to < typing || (place.to === cursor && place.insert.startsWith('"') && /["”“＂’」』]$/.test(text.slice(0, place.to)));
  const spelt = tokens.flatMap((token, index) => {
    const insert = chosenOf(tokens, index, fields, choices) ?? (token.type === "name" ? keyOf(token, fields) : undefined) ?? valueOf(tokens, index, fields) ?? gluedOf(text, token, fields);
    return insert === undefined || insert === text.slice(token.from, token.to) ? [] : [{ from: token.from, to: token.to, insert }];
  });
  const found = oddNames(text, tokens, fields, known);
  const apart = spelt.filter((one) => !found.some((other) => one.from < other.to && other.from < one.to));
  return [...apart, ...found].filter(away).sort((one, other) => one.from - other.from);
}

function keyOf(token: Token, fields: readonly FormulaField[]): string | undefined {
  if (fields.some((field) => field.path === token.text)) return undefined;
  return fields.find((field) => dotted(field.label) === token.text || field.label === token.text)?.path;
}

/** What an argument that takes certain texts is stored as: 月 as "month", the form 产品 as "product". */
function chosenOf(tokens: readonly Token[], index: number, fields: readonly FormulaField[], choices: Choices): string | undefined {
  const token = tokens[index];
  const bare = token?.type === "name";
  if (token === undefined || !(bare || (token.type === "text" && isClosed(token)))) return undefined;
  const written = bare ? token.text : said(token);
  const values = choices(tokens, index) ?? [];
  const stored = values.find((value) => value.insert === written || value.insert === quoted(written));
  const one = stored ?? values.find((value) => value.label === written);
  // a field of that name may hold the unit
  const field = bare && one?.of !== "field" && fields.some((each) => each.path === written || dotted(each.label) === written);
  return field || (!bare && stored !== undefined) ? undefined : one?.insert;
}

/** 金额大于100, typed in one go, with blanks between its parts. */
function gluedOf(text: string, token: Token, fields: readonly FormulaField[]): string | undefined {
  if (token.type !== "name" || token.text !== plain(text.slice(token.from, token.to))) return undefined;
  const parts = apart(token.text);
  const named = (part: string): string | undefined => fields.find((one) => one.path === part || dotted(one.label) === part)?.path;
  const known = (part: string): boolean => named(part) !== undefined || isSpoken(part) || /^\d+(?:\.\d+)?$/.test(part) || fields.some((one) => one.values?.some((value) => value.label === part));
  return parts !== null && named(parts[0] ?? "") !== undefined && parts.every(known) ? parts.map((part) => named(part) ?? part).join(" ") : undefined;
}

/** The value that a name or a text means where it stands: 赢单 beside the stage is "won", and so is a bare won. */
function valueOf(tokens: readonly Token[], index: number, fields: readonly FormulaField[]): string | undefined {
  const token = tokens[index];
  const bare = token?.type === "name" && !fields.some((field) => field.path === token.text);
  if (token === undefined || !(bare || (token.type === "text" && isClosed(token)))) return undefined;
  const values = askedFor(tokens, index, fields).filter((one) => bare || one.insert.startsWith('"'));
  const written = bare ? token.text : said(token);
  const stored = values.find((one) => one.insert === written || one.insert === quoted(written));
  if (stored !== undefined) return bare && stored.insert !== written ? stored.insert : undefined;
  return values.find((one) => one.label === written)?.insert;
}

/** The values of what the token at an index, or one that is typed there, is asked of. */
export function askedFor(tokens: readonly Token[], index: number, fields: readonly FormulaField[], choices: Choices = NO_CHOICES): readonly FieldValue[] {
  const chosen = choices(tokens, index);
  if (chosen !== null) return chosen;
  const subject = subjectAt(tokens, index);
  const field = subject && fields.find((one) => one.path === subject.name || dotted(one.label) === subject.name || one.label === subject.name);
  return (field?.values ?? []).filter((one) => (subject?.by === "in" ? one.of !== undefined : subject?.by === "among" ? one.of === undefined : one.of !== "several"));
}

/** The name of the value that a text stands for; undefined where it stands for none. */
export function nameOfText(tokens: readonly Token[], index: number, fields: readonly FormulaField[], choices: Choices = NO_CHOICES): string | undefined {
  const token = tokens[index];
  if (token?.type !== "text" || !isClosed(token)) return undefined;
  const values = askedFor(tokens, index, fields, choices);
  return values.find((one) => one.insert === quoted(said(token)))?.label;
}

/** The name of a field that stands behind another argument: the second of RELATED. */
export function nameOfBehind(tokens: readonly Token[], index: number, choices: Choices): string | undefined {
  const token = tokens[index];
  const chosen = token?.type === "name" ? choices(tokens, index)?.find((one) => one.insert === token.text) : undefined;
  return chosen?.of === "field" ? chosen.label : undefined;
}

/** Names with signs in them, the longest first, where what was typed would mean nothing else. */
function oddNames(text: string, tokens: readonly Token[], fields: readonly FormulaField[], known: ReadonlySet<string>): Resolved[] {
  const found: Resolved[] = [];
  const named = new Set(fields.flatMap((field) => [field.path, dotted(field.label)]));
  const means = (token: Token): boolean => !["name", "function"].includes(token.type) || named.has(token.text) || known.has(token.text.toUpperCase());
  for (const field of fields.filter(odd).sort((one, other) => other.label.length - one.label.length)) {
    for (const spelling of new Set([field.label, dotted(field.label)])) {
      for (let at = text.indexOf(spelling); at >= 0; at = text.indexOf(spelling, at + 1)) {
        const to = at + spelling.length;
        const inside = tokens.filter((token) => token.from < to && at < token.to);
        const quoted = inside.some((token) => (token.type === "text" && token.from < at) || /^[{｛]/.test(text.slice(token.from, token.to)));
        // an operator in words may stand right behind it
        const glued = beginsSpoken(text.slice(to));
        const whole = !runsOn(text.slice(0, at), spelling) && (glued || !runsOn(spelling, text.slice(to)));
        const taken = found.some((one) => one.from < to && at < one.to);
        if (!quoted && whole && !taken && !inside.every(means)) found.push({ from: at, to, insert: glued ? `${field.path} ` : field.path });
      }
    }
  }
  return found;
}

/** Whether two texts side by side are one name. */
const runsOn = (left: string, right: string): boolean => /[\p{L}\p{N}_.]$/u.test(left) && /^[\p{L}\p{N}_]/u.test(right);

/** A name as it stands in a formula that is only read: in braces where it could be taken for a part of the formula. */
export const nameIn = (label: string): string => (/^\d|[^\p{L}\p{N}_.·\s]/u.test(dotted(label)) ? `{${label}}` : dotted(label));

/** A piece of a formula that is only read: the name of a field or of a value, or what stands between them. */
export interface Piece {
  readonly text: string;
  readonly look?: "field" | "value";
}

/** A formula with the names of its fields and values, piece by piece. */
export function pieces(text: string, fields: readonly FormulaField[], choices: Choices = NO_CHOICES): Piece[] {
  const labels = new Map(fields.map((field) => [field.path, field.label]));
  const tokens = tokensOf(text);
  const found: Piece[] = [];
  let at = 0;
  for (const [index, token] of tokens.entries()) {
    const value = nameOfText(tokens, index, fields, choices);
    const field = nameOfBehind(tokens, index, choices) ?? (token.type === "name" ? labels.get(token.text) : undefined);
    const name = value ?? field;
    if (name === undefined) continue;
    if (at < token.from) found.push({ text: text.slice(at, token.from) });
    found.push({ text: name, look: value === undefined ? "field" : "value" });
    at = token.to;
  }
  return at < text.length ? [...found, { text: text.slice(at) }] : found;
}

/** A formula with the names of its fields, to be read only. */
export const inNames = (text: string, fields: readonly FormulaField[], choices: Choices = NO_CHOICES): string =>
  pieces(text, fields, choices).map((one) => (one.look === "field" ? nameIn(one.text) : one.look === "value" ? `“${one.text}”` : one.text)).join("");

/** Where a name with signs in it begins that is being typed up to a place; null where there is none. */
export function oddBeginning(text: string, at: number, field: FormulaField): number | null {
  const [before, label] = [plain(text.slice(0, at)).toLowerCase(), plain(dotted(field.label)).toLowerCase()];
  for (let length = Math.min(label.length, at); length >= 2; length -= 1) {
    if (before.endsWith(label.slice(0, length)) && !runsOn(before.slice(0, at - length), label)) return at - length;
  }
  return null;
}
