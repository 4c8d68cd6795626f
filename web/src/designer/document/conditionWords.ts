/** A condition in words a builder reads: names instead of keys, options by what they are called. */
import type { App, Json } from "../../platform/api/types";
import { distinct, nameIn } from "../expression/names";
import type { FieldChoice } from "./appview";
import { isObject } from "./pointer";

export type Say = (key: string, details?: Record<string, unknown>) => string;

const TIME = ["date", "datetime", "time"];

export function conditionWords(condition: Json | undefined, fields: FieldChoice[], app: App, say: Say): string {
  if (typeof condition === "string") return formulaWords(condition, fields, app, say);
  return isObject(condition) ? treeWords(condition, fields, app, say, true) : "";
}

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
  const choice = fields.find((one) => one.path === tree.field);
  const op = String(tree.op ?? "");
  const timed = TIME.includes(choice?.field.type ?? "") && ["lt", "gt"].includes(op);
  const value = tree.value === undefined || tree.value === null ? "" : valueWords(tree.value, op, choice, fields, app, say);
  return [choice?.label ?? String(tree.field ?? ""), say(`translation:op.${timed ? "time_" : ""}${op}`), value].filter(Boolean).join(" ");
}

function valueWords(value: Json, op: string, choice: FieldChoice | undefined, fields: FieldChoice[], app: App, say: Say): string {
  if (Array.isArray(value)) return value.map((one) => valueWords(one, op, choice, fields, app, say)).join(op === "between" ? " – " : say("condition.comma"));
  if (typeof value === "boolean") return say(value ? "translation:ui.yes" : "translation:ui.no");
  if (op === "within" || op === "not_within") return say(`translation:period.${String(value)}`);
  if (isObject(value) && typeof value.field === "string") return fields.find((one) => one.path === value.field)?.label ?? value.field;
  if (isObject(value) && typeof value.formula === "string") return formulaWords(value.formula, fields, app, say);
  if (isObject(value)) return String(value.title ?? value.id ?? "");
  return optionName(String(value), choice, app) ?? String(value);
}

function optionName(value: string, choice: FieldChoice | undefined, app: App): string | undefined {
  const { field } = choice ?? {};
  const options = app.option_sets?.find((one) => one.key === field?.option_set)?.options ?? field?.options ?? [];
  return options.find((one) => one.value === value)?.name;
}

const TOKEN = /"(?:[^"\\]|\\.)*"|[A-Za-z_][A-Za-z0-9_]*(?:\.[a-z_][a-z0-9_]*)*(\s*\()?/g;

/** What is said more simply than it is written: a call, or a sign. */
const SAID: [RegExp, string][] = [
  [/\bNOT\s*\(\s*ISBLANK\(\s*([\w.]+)\s*\)\s*\)/g, "not_blank"], [/\bNOT\s+ISBLANK\(\s*([\w.]+)\s*\)/g, "not_blank"], [/\bISBLANK\(\s*([\w.]+)\s*\)/g, "blank"],
  [/\bTODAY\(\s*\)/g, "today"], [/\bNOW\(\s*\)/g, "now"], [/\bME\(\s*\)/g, "me"], [/\bDEPARTMENT\(\s*\)/g, "my_department"],
];
const SIGNS: Record<string, string> = { "<>": "≠", "!=": "≠", ">=": "≥", "<=": "≤" };
const PLAIN = new Set(["AND", "OR", "NOT", "IN"]);

/** Texts and the rest apart: what stands in quotes is nobody's word. */
const aside = (formula: string, change: (text: string) => string): string => formula.split(/("(?:[^"\\]|\\.)*")/).map((part) => (part.startsWith('"') ? part : change(part))).join("");

/** A formula with its fields by name; what stands in quotes is an option's name where it is one. */
export function formulaWords(formula: string, fields: FieldChoice[], app: App, say?: Say): string {
  const mentioned = fields.filter((one) => formula.includes(one.path));
  const named = new Map(distinct(fields).map((one) => [one.path, nameIn(one.label)]));
  const label = (path: string): string => named.get(path) ?? path;
  const plain = (text: string): string => SAID.reduce((said, [form, key]) => said.replace(form, (_, path: string | number) => say?.(`condition.${key}`, { field: typeof path === "string" ? label(path) : "" }) ?? said), text).replace(/<>|!=|>=|<=/g, (sign) => SIGNS[sign] ?? sign);
  const said = say ? aside(formula, plain) : formula;
  return said.replace(TOKEN, (token, call: string | undefined) => {
    if (token.startsWith('"')) {
      const inside = token.slice(1, -1);
      const name = mentioned.map((one) => optionName(inside, one, app)).find(Boolean);
      return name ? `“${name}”` : token;
    }
    const word = token.replace(/\s*\($/, "");
    if (say && PLAIN.has(word)) return say(`condition.${word.toLowerCase()}`) + token.slice(word.length);
    if (say && /^(today|yesterday|tomorrow|(this|last|next)_\w+)$/.test(token)) return say(`translation:period.${token}`, { defaultValue: token });
    return call ? token : label(token);
  });
}
