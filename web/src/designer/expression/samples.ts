/** The examples of a function as people read them: the sample's fields by their names, what they hold, and what comes out. */
import { dateTime } from "../../kit/format";
import type { App, Field } from "../../platform/api/types";
import { choicesOf } from "./choices";
import { dotted, type FormulaField, nameIn, type Piece, pieces } from "./names";
import type { Both, FunctionHelp } from "./questions";
import { tokensOf } from "./tokens";
import type { FieldValue } from "./values";

/** An example, what it rests on line by line, what it gives and what else there is to say. */
export interface Example {
  readonly text: readonly Piece[];
  readonly given: readonly string[];
  readonly result: string | null;
  readonly note?: string;
}

export interface SampleWords {
  /** `sample.amount`, `sample.now`; the key itself where there is no word. */
  readonly say: (key: string, details?: Record<string, unknown>) => string;
  /** A value by its name: `yes`, `blank`. */
  readonly word: (key: string) => string;
  readonly locale: keyof Both;
  readonly functions: readonly FunctionHelp[];
  readonly periods: readonly FieldValue[];
}

/** The examples are told as in this zone. */
const ZONE = "Asia/Shanghai";
const FORMS: Readonly<Record<string, readonly string[]>> = { product: ["code", "price"], account: ["level"] };
const REFERENCES = ["account"];
const MOMENT = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/;

/** A few different examples: the first, then those that give something, without fields first. */
export function examplesOf(help: FunctionHelp, most: number, words: SampleWords): Example[] {
  const all = help.examples.map((text, at) => {
    const result = help.results?.[at] ?? null;
    const note = help.notes?.[at]?.[words.locale];
    const given = result === null ? [] : [...fieldsOf(text, result.given ?? {}, words), ...aroundOf(result.also ?? {}, words)];
    return { stored: text, text: shownOf(text, words), given, result: result === null ? null : valueOf(result.value, words), ...(note ? { note } : {}) };
  });
  const different = all.filter((one, at) => all.findIndex((other) => other.stored === one.stored && other.result === one.result) === at);
  const rank = (one: Example): number => (one.result === null ? 2 : one.given.length === 0 ? 0 : 1);
  const chosen = [...different.slice(0, 1), ...different.slice(1).sort((a, b) => rank(a) - rank(b))].slice(0, most);
  return chosen.map(({ text, given, result, note }) => ({ text, given, result, ...(note ? { note } : {}) }));
}

/** A name of the sample as it is called; what has no word keeps its own. */
const named = (key: string, { say }: SampleWords): string => key.split(".").map((part) => say(`sample.${part}`, { defaultValue: part })).join(".");

function shownOf(text: string, words: SampleWords): Piece[] {
  const names = new Set(tokensOf(text).flatMap((token) => (token.type === "name" ? [token.text] : [])));
  const form = (key: string): App["forms"][number] => ({ key, name: named(key, words), can: [], fields: (FORMS[key] ?? []).map((one) => ({ key: one, type: "text", name: named(one, words) }) as Field) });
  const app = { forms: Object.keys(FORMS).map(form) } as unknown as App;
  const fields: FormulaField[] = [...names].map((path) => ({ path, label: named(path, words), ...(REFERENCES.includes(path) ? { field: { key: path, type: "reference", form: path, name: path } as Field } : {}) }));
  const choices = choicesOf({ functions: words.functions, fields, system: [], app, locale: words.locale, word: words.word, periods: words.periods });
  return pieces(text, fields, choices).map((one) => (one.look === "field" ? { ...one, text: dotted(one.text) } : one));
}

/** A value as it is told beside an example. */
function valueOf(value: unknown, words: SampleWords): string {
  if (value === null || value === undefined) return words.word("blank");
  if (Array.isArray(value)) return value.map((one) => valueOf(one, words)).join(", ") || words.word("blank");
  if (typeof value === "boolean") return words.word(value ? "yes" : "no");
  if (typeof value === "object") return String((value as { id?: unknown }).id ?? "");
  const text = String(value as string | number);
  return MOMENT.test(text) ? dateTime(text, ZONE) : words.say(`sample_value.${text.replaceAll(".", "_")}`, { defaultValue: text });
}

/** What the fields that are read hold; of rows and records only what is read, unless they are named otherwise. */
function fieldsOf(text: string, given: Readonly<Record<string, unknown>>, words: SampleWords): string[] {
  const all = Object.entries(given).flatMap(([name, value]) => heldBy(name, value));
  const read = all.filter(([path]) => text.includes(path));
  return (read.length > 0 ? read : all).map(([path, value]) => `${nameIn(named(path, words))} = ${valueOf(value, words)}`);
}

function heldBy(path: string, value: unknown): [string, unknown][] {
  const several = Array.isArray(value) ? (value as unknown[]) : null;
  const first = several ? several[0] : value;
  if (typeof first !== "object" || first === null) return [[path, value]];
  const below = (key: string, one: unknown): unknown => (one as Record<string, unknown>)[key];
  return Object.keys(first).filter((key) => key !== "id").flatMap((key) => heldBy(`${path}.${key}`, several ? several.map((one) => below(key, one)) : below(key, value)));
}

type Held = Record<string, unknown>;
const held = (value: unknown): Held => (typeof value === "object" && value !== null ? (value as Held) : {});

/** What an example rests on beside its fields: the moment, who asks, the record before, other records and people. */
function aroundOf(also: Readonly<Record<string, unknown>>, words: SampleWords): string[] {
  const { say } = words;
  const value = (one: unknown): string => valueOf(one, words);
  const pairs = (of: Held): string => Object.entries(of).map(([key, one]) => `${named(key, words)} = ${value(one)}`).join(", ");
  const told: Record<string, (of: unknown) => string[]> = {
    now: (of) => [say("sample.now", { at: value(of) })],
    me: (of) => [say("sample.me", { name: value(held(of).id), department: value(held(held(of).department).id), team: value(held(of).team) })],
    old: (of) => [say("sample.old", { values: pairs(held(of)) })],
    row: (of) => [say("sample.row", { number: of })],
    count_owned: (of) => Object.entries(held(of)).map(([form, count]) => say("sample.owned", { form: form ? named(form, words) : say("sample.this_form"), number: count })),
    lookup: (of) => (Array.isArray(of) ? of : []).map((one: Held) => say("sample.found", { form: named(String(one.form), words), values: pairs({ ...held(one.where), [String(one.field)]: one.value }) })),
    user_attributes: (of) => Object.entries(held(of)).map(([user, values]) => say("sample.has", { who: value(user), values: pairs(held(values)) })),
    parents: (of) => Object.entries(held(of)).map(([one, above]) => say("sample.above", { one: value(one), above: value(above) })),
    rates: (of) => Object.entries(held(of)).map(([pair, rate]) => say("sample.rate", { pair, rate: value(rate) })),
  };
  return Object.entries(also).flatMap(([key, of]) => told[key]?.(of) ?? []);
}
