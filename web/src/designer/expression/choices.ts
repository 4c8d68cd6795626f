/** The texts that an argument of a function takes, by what they are called: units, forms, the fields of other forms. */
import type { App, Field } from "../../platform/api/types";
import { dotted, type FormulaField } from "./names";
import type { FunctionHelp } from "./questions";
import { onlyToken, placeOf } from "./subjects";
import { said, type Token } from "./tokens";
import { type Choices, type FieldValue, quoted, valuesOf, type Word } from "./values";
import { parametersOf } from "./calls";

interface Known {
  readonly functions: readonly FunctionHelp[];
  readonly fields: readonly FormulaField[];
  /** What every record has, by its name. */
  readonly system: readonly Field[];
  readonly app: App | undefined;
  readonly locale: "zh-CN" | "en";
  readonly word: Word;
  /** The words for periods. */
  readonly periods: readonly FieldValue[];
}

interface Place {
  readonly name: string;
  readonly argument: number;
  /** What another argument is, where it is nothing but a name or a text. */
  readonly other: (argument: number) => string | null;
}

const UNREAD = ["note", "divider", "subtable"];

export function choicesOf(known: Known): Choices {
  const functions = new Map(known.functions.map((one) => [one.key, one]));
  return (tokens, index) => {
    const asked = inLookup(tokens, index, known);
    if (asked !== null) return asked;
    const place = callOf(tokens, index);
    if (place === null) return null;
    return ofRecords(place, known) ?? ofTexts(functions.get(place.name), place.argument, known);
  };
}

/** The call of which the token at an index is an argument by itself. */
function callOf(tokens: readonly Token[], index: number): Place | null {
  const place = placeOf(tokens, index);
  const head = place && tokens[place.open - 1];
  const alone = place !== null && (place.open === index - 1 || /^[,，、;；]$/.test(tokens[index - 1]?.text ?? ""));
  if (place === null || head?.type !== "function" || !alone) return null;
  return { name: head.text.toUpperCase(), argument: place.argument, other: (argument) => written(tokens, place.open, argument) };
}

function written(tokens: readonly Token[], open: number, argument: number): string | null {
  const token = onlyToken(tokens, open, argument);
  return token === null ? null : token.type === "text" ? said(token) : token.type === "name" ? token.text : null;
}

/** In `LOOKUP(form, field = value AND …, field)` a name before the sign is of the other form, and so are its values. */
function inLookup(tokens: readonly Token[], index: number, known: Known): readonly FieldValue[] | null {
  const place = placeOf(tokens, index);
  const [head, before, after] = [place && tokens[place.open - 1], tokens[index - 1], tokens[index + 1]];
  if (place?.argument !== 1 || head?.type !== "function" || head.text.toUpperCase() !== "LOOKUP") return null;
  const form = written(tokens, place.open, 0);
  const own = fieldsOf(form, known);
  if (before?.type === "sign" && before.text === "=") {
    const matched = called(own, tokens[index - 2]?.text ?? null);
    const values = matched ? valuesOf(matched, known.app, called(known.app?.forms ?? [], form)?.key, known.word).filter((one) => one.of === undefined) : [];
    return values.length > 0 ? values : null;
  }
  const begins = before?.type === "word" && before.text.toUpperCase() === "AND";
  const names = after?.type === "sign" && after.text === "=" && tokens[index]?.type === "name";
  return begins || names ? own.map((field) => ({ insert: field.key, label: field.name, of: "field" })) : null;
}

/** What may be read of the records of a form. */
function fieldsOf(key: string | null, { app, system }: Known): Field[] {
  const form = called(app?.forms ?? [], key);
  const own = (form?.fields ?? []).filter((field) => !UNREAD.includes(field.type));
  return form ? [...own, ...system.filter((one) => !own.some((field) => field.key === one.key))] : [];
}

/** By its key or, while it is typed, by its name. */
const called = <One extends { key: string; name: string }>(all: readonly One[], name: string | null): One | undefined => all.find((one) => one.key === name) ?? all.find((one) => one.name === name);

/** Forms and their fields, for the functions that look further than the record. */
function ofRecords({ name, argument, other }: Place, known: Known): readonly FieldValue[] | null {
  const { app, fields, word } = known;
  const forms = app?.forms ?? [];
  const ofForm = (key: string | null): Field[] => fieldsOf(key, known);
  if (name === "RELATED" && argument === 1) {
    const link = fields.find((field) => field.path === other(0) || dotted(field.label) === other(0))?.field;
    return ofForm(typeof link?.form === "string" ? link.form : null).map((field) => ({ insert: field.key, label: field.name, of: "field" }));
  }
  if (name === "COUNT_OWNED" || (name === "LOOKUP" && argument === 0)) return forms.map((form) => ({ insert: quoted(form.key), label: form.name }));
  if (name !== "LOOKUP") return null;
  const own = ofForm(other(0));
  const names = own.map((field) => ({ insert: quoted(field.key), label: field.name }));
  // what is looked for by a condition, or the field that is taken of what another one finds
  if (argument === 1) return [...own.map((field) => ({ insert: `${field.key} = `, label: `${field.name} = …` })), ...names];
  if (argument % 2 === 0) return names;
  const matched = called(own, other(argument - 1));
  return matched ? valuesOf(matched, app, called(forms, other(0))?.key, word).filter((one) => one.of === undefined) : null;
}

/** What a function itself says that it takes: units; words for periods. */
function ofTexts(help: FunctionHelp | undefined, argument: number, { locale, periods }: Known): readonly FieldValue[] | null {
  const parameters = help ? parametersOf(help, argument).filter((one) => one.here) : [];
  if (parameters.some((one) => one.type === "word" && one.name === "period")) return periods;
  const offered = parameters.flatMap((one) => help?.choices?.[one.name] ?? []);
  return offered.length === 0 ? null : offered.map((one) => ({ insert: quoted(one.value), label: one.name[locale] }));
}
