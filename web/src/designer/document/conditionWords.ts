/** A condition in words a builder reads: names instead of keys, options by what they are called. */
import type { App, Json } from "../../platform/api/types";
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
  if (isObject(tree.not)) return `${say("condition.not")} ${treeWords(tree.not, fields, app, say)}`;
  const choice = fields.find((one) => one.path === tree.field);
  const op = String(tree.op ?? "");
  const timed = TIME.includes(choice?.field.type ?? "") && ["lt", "gt"].includes(op);
  const value = tree.value === undefined || tree.value === null ? "" : valueWords(tree.value, op, choice, app, say);
  return [choice?.label ?? String(tree.field ?? ""), say(`translation:op.${timed ? "time_" : ""}${op}`), value].filter(Boolean).join(" ");
}

function valueWords(value: Json, op: string, choice: FieldChoice | undefined, app: App, say: Say): string {
  if (Array.isArray(value)) return value.map((one) => valueWords(one, op, choice, app, say)).join(op === "between" ? " – " : say("condition.comma"));
  if (typeof value === "boolean") return say(value ? "translation:ui.yes" : "translation:ui.no");
  if (op === "within" || op === "not_within") return say(`translation:period.${String(value)}`);
  if (isObject(value)) return String(value.title ?? value.id ?? "");
  return optionName(String(value), choice, app) ?? String(value);
}

function optionName(value: string, choice: FieldChoice | undefined, app: App): string | undefined {
  const { field } = choice ?? {};
  const options = app.option_sets?.find((one) => one.key === field?.option_set)?.options ?? field?.options ?? [];
  return options.find((one) => one.value === value)?.name;
}

const TOKEN = /"(?:[^"\\]|\\.)*"|[A-Za-z_][A-Za-z0-9_]*(?:\.[a-z_][a-z0-9_]*)*(\s*\()?/g;

/** A formula with its fields by name; what stands in quotes is an option's name where it is one. */
export function formulaWords(formula: string, fields: FieldChoice[], app: App, say?: Say): string {
  const mentioned = fields.filter((one) => formula.includes(one.path));
  return formula.replace(TOKEN, (token, call: string | undefined) => {
    if (token.startsWith('"')) {
      const inside = token.slice(1, -1);
      const name = mentioned.map((one) => optionName(inside, one, app)).find(Boolean);
      return name ? `“${name}”` : token;
    }
    if (say && !call && ["AND", "OR", "NOT"].includes(token)) return say(`condition.${token.toLowerCase()}`);
    return call ? token : (fields.find((one) => one.path === token)?.label ?? token);
  });
}
