/** A condition in words a builder reads: names instead of keys, options by what they are called. */
import type { App, Json } from "../../platform/api/types";
import { currentLocale } from "../../platform/i18n";
import { choicesOf } from "../expression/choices";
import { reached, systemOf } from "../expression/deeper";
import { distinct, nameIn, nameOfBehind, nameOfText } from "../expression/names";
import type { FunctionHelp } from "../expression/questions";
import { tokensOf } from "../expression/tokens";
import { withValues } from "../expression/values";
import type { FieldChoice } from "./appview";
import { isObject } from "./pointer";

export type Say = (key: string, details?: Record<string, unknown>) => string;

const TIME = ["date", "datetime", "time"];

/** `functions`: what their arguments are called, where that is known. */
export function conditionWords(condition: Json | undefined, fields: FieldChoice[], app: App, say: Say, functions: readonly FunctionHelp[] = []): string {
  if (typeof condition === "string") return formulaWords(condition, fields, app, say, true, functions);
  return isObject(condition) ? treeWords(condition, fields, app, say, true) : "";
}

/** A field by its path, however far behind references it lies. */
function fieldAt(path: unknown, fields: FieldChoice[], app: App, say: Say): FieldChoice | undefined {
  const near = fields.find((one) => one.path === path);
  return near ?? (typeof path === "string" ? (behind(path, fields, app, say).find((one) => one.path === path) as FieldChoice | undefined) : undefined);
}

const behind = (text: string, fields: readonly FieldChoice[], app: App, say: Say) => reached(text, fields, app, (key) => say(`of.${key}`));

function treeWords(tree: { [key: string]: Json }, fields: FieldChoice[], app: App, say: Say, top = false): string {
  for (const kind of ["all", "any"] as const) {
    const inside = tree[kind];
    if (!Array.isArray(inside)) continue;
    const said = inside.filter(isObject).map((one) => treeWords(one, fields, app, say)).filter(Boolean);
    const joined = said.join(` ${say(`condition.${kind === "all" ? "and" : "or"}`)} `);
    return said.length > 1 && !top ? `(${joined})` : joined;
  }
  const rows = typeof tree.any_row === "string" ? "any_row" : typeof tree.all_rows === "string" ? "all_rows" : null;
  if (rows && isObject(tree.when)) {
    const key = String(tree[rows]);
    const columns = fields.filter((one) => one.path.startsWith(`${key}.`)).map((one) => ({ ...one, path: one.path.slice(key.length + 1) }));
    return say(`condition.${rows}`, { rows: fields.find((one) => one.path === key)?.label ?? key, when: treeWords(tree.when, [...columns, ...fields], app, say) });
  }
  if (isObject(tree.not)) return `${say("condition.not")} ${treeWords(tree.not, fields, app, say)}`;
  const choice = fieldAt(tree.field, fields, app, say);
  const op = String(tree.op ?? "");
  const timed = TIME.includes(choice?.field.type ?? "") && ["lt", "gt"].includes(op);
  const value = tree.value === undefined || tree.value === null ? "" : valueWords(tree.value, op, choice, fields, app, say);
  return [choice?.label ?? String(tree.field ?? ""), say(`translation:op.${timed ? "time_" : ""}${op}`), value].filter(Boolean).join(" ");
}

function valueWords(value: Json, op: string, choice: FieldChoice | undefined, fields: FieldChoice[], app: App, say: Say): string {
  if (Array.isArray(value)) return value.map((one) => valueWords(one, op, choice, fields, app, say)).join(op === "between" ? " – " : say("condition.comma"));
  if (typeof value === "boolean") return say(value ? "translation:ui.yes" : "translation:ui.no");
  if (op === "within" || op === "not_within") return say(`translation:period.${String(value)}`);
  if (isObject(value) && typeof value.field === "string") return fieldAt(value.field, fields, app, say)?.label ?? value.field;
  if (isObject(value) && typeof value.formula === "string") return formulaWords(value.formula, fields, app, say, true);
  if (isObject(value)) return String(value.title ?? value.id ?? "");
  return optionName(String(value), choice, app) ?? String(value);
}

function optionName(value: string, choice: FieldChoice | undefined, app: App): string | undefined {
  const { field } = choice ?? {};
  const options = app.option_sets?.find((one) => one.key === field?.option_set)?.options ?? field?.options ?? [];
  return options.find((one) => one.value === value)?.name;
}

const TOKEN = /"(?:[^"]|"")*"|“[^”]*”|\{[^}]*\}|[A-Za-z_][A-Za-z0-9_]*(?:\.[a-z_][a-z0-9_]*)*(\s*\()?/g;

/** What is said more simply than it is written: a call, or a sign. */
const SAID: [RegExp, string][] = [
  [/\bNOT\s*\(\s*ISBLANK\(\s*([\w.]+)\s*\)\s*\)/g, "not_blank"], [/\bNOT\s+ISBLANK\(\s*([\w.]+)\s*\)/g, "not_blank"], [/\bISBLANK\(\s*([\w.]+)\s*\)/g, "blank"],
  [/\bTODAY\(\s*\)/g, "today"], [/\bNOW\(\s*\)/g, "now"], [/\bME\(\s*\)/g, "me"], [/\bDEPARTMENT\(\s*\)/g, "my_department"],
];
const SIGNS: Record<string, string> = { "<>": "≠", "!=": "≠", ">=": "≥", "<=": "≤" };
const PLAIN = new Set(["AND", "OR", "NOT", "IN"]);

/** Texts, names in braces and the rest apart: what stands in quotes is nobody's word. */
const aside = (formula: string, change: (text: string) => string): string => formula.split(/("(?:[^"]|"")*"|“[^”]*”|\{[^}]*\})/).map((part) => (/^["“{]/.test(part) ? part : change(part))).join("");

/** A formula with its fields by name, and values by theirs where they have one. `spoken`: its operators in words too. */
export function formulaWords(formula: string, fields: FieldChoice[], app: App, say: Say, spoken = false, functions: readonly FunctionHelp[] = []): string {
  const all = withValues(distinct([...fields, ...behind(formula, fields, app, say)]), app, undefined, (key) => say(`translation:${key}`));
  const named = new Map(all.map((one) => [one.path, nameIn(one.label)]));
  const label = (path: string): string => named.get(path) ?? path;
  const plain = (text: string): string => SAID.reduce((said, [form, key]) => said.replace(form, (_, path: string | number) => say(`condition.${key}`, { field: typeof path === "string" ? label(path) : "" })), text).replace(/<>|!=|>=|<=/g, (sign) => SIGNS[sign] ?? sign);
  const values = valuesByName(formula, all, app, functions);
  const said = spoken ? aside(values, plain) : values;
  return said.replace(TOKEN, (token, call: string | undefined) => {
    if (/^["“{]/.test(token)) return token;
    const word = token.replace(/\s*\($/, "");
    if (spoken && PLAIN.has(word)) return say(`condition.${word.toLowerCase()}`) + token.slice(word.length);
    if (spoken && /^(today|yesterday|tomorrow|(this|last|next)_\w+)$/.test(token)) return say(`translation:period.${token}`, { defaultValue: token });
    return call ? token : label(token);
  });
}

/** What stands in quotes is an option's name where it is one, or a unit's, a form's, a field's of another form. */
function valuesByName(formula: string, fields: ReturnType<typeof withValues>, app: App, functions: readonly FunctionHelp[]): string {
  const choices = choicesOf({ functions, fields, system: systemOf(fields), app, locale: currentLocale(), word: (key) => key, periods: [] });
  const tokens = tokensOf(formula);
  return tokens.reduceRight((read, token, index) => {
    const behindLink = nameOfBehind(tokens, index, choices);
    const value = nameOfText(tokens, index, fields, choices);
    const name = behindLink === undefined ? value && `“${value}”` : nameIn(behindLink);
    return name === undefined ? read : read.slice(0, token.from) + name + read.slice(token.to);
  }, formula);
}
