/**
 * The problems a browser can see before anything is sent: what is required, how numbers and texts are written, how many
 * rows there are. The server judges everything again and has the last word. ``say`` gives the words.
 */
import { places, readNumber } from "../../kit/numbers";
import { shift } from "../../kit/format";
import type { Field, Form, FoundProblem, Json, Values } from "../../platform/api/types";
import { isBlank, isShownOnly } from "../record/fields";
import { cellPath, rowKey } from "./paths";
import { rows, type Shape } from "./program";

export type Say = (key: string, details?: Record<string, unknown>) => string;

export interface Placed {
  path: string;
  problem: FoundProblem;
}

const LOOSE = { email: /^[^@\s]+@[^@\s]+\.[^@\s.]{2,}$/, url: /^https?:\/\/[^\s<>"]+$/i, phone: /^\+?[(]?[0-9][0-9 ().-]{1,30}[0-9](?:[#x,-][0-9]{1,6})?$/ } as const;

const numberOf = (value: unknown): number | null => (typeof value === "number" ? value : typeof value === "string" && readNumber(value) !== null ? Number(value) : null);

function judge(field: Field, value: Json, say: Say): [code: string, message: string] | null {
  const least = numberOf(field.min);
  const most = numberOf(field.max);
  switch (field.type) {
    case "number":
    case "money":
    case "percent": {
      const number = typeof value === "string" || typeof value === "number" ? readNumber(String(value)) : null;
      if (number === null) return ["not_number", say("problem.not_number")];
      const allowed = typeof field.decimals === "number" ? field.decimals : { number: 4, money: 2, percent: 6 }[field.type];
      if (places(number) > allowed) return ["too_many_places", say("problem.places", { count: field.type === "percent" ? Math.max(0, allowed - 2) : allowed })];
      const shown = (limit: number) => (field.type === "percent" ? `${shift(String(limit), 2)}%` : String(limit));
      if (least !== null && Number(number) < least) return ["too_small", say("problem.least", { limit: shown(least) })];
      if (most !== null && Number(number) > most) return ["too_large", say("problem.most", { limit: shown(most) })];
      return null;
    }
    case "text":
    case "textarea": {
      const text = String(value);
      const size = [...text].length;
      if (typeof field.min_length === "number" && size < field.min_length) return ["too_short", say("problem.short", { count: field.min_length })];
      if (typeof field.max_length === "number" && size > field.max_length) return ["too_long", say("problem.long", { count: field.max_length })];
      if (typeof field.pattern === "string" && !fits(field.pattern, text)) return ["pattern", say("problem.pattern")];
      return null;
    }
    case "email":
    case "url":
    case "phone":
      return LOOSE[field.type].test(String(value).trim()) ? null : [`not_${field.type}`, say(`problem.${field.type}`)];
    case "multiselect":
    case "tags":
    case "users":
    case "references":
    case "departments":
    case "subtable": {
      const count = Array.isArray(value) ? value.length : 0;
      if (least !== null && count < least) return ["too_few", say("problem.few", { count: least })];
      if (most !== null && count > most) return ["too_many", say("problem.many", { count: most })];
      return null;
    }
    default:
      return null;
  }
}

function fits(pattern: string, text: string): boolean {
  try {
    return new RegExp(`^(?:${pattern})$`, "u").test(text);
  } catch {
    return true;
  }
}

/** Whether it stands in the record already, so that limits that are newer let it pass; of a sub-table, how many rows. */
function stands(field: Field, value: Json, before: Json | undefined): boolean {
  if (before === undefined) return false;
  if (field.type === "subtable") return rows(value).length === rows(before).length;
  return JSON.stringify(value) === JSON.stringify(before);
}

/** ``stored``: the record as it is; null for a new one. */
export function validate(form: Form, shape: Shape, editable: (path: string, field: Field) => boolean, say: Say, stored: Values | null = null): Placed[] {
  const found: Placed[] = [];
  const put = (path: string, pointer: string, code: string, message: string, severity: "error" | "warning" = "error") => found.push({ path, problem: { pointer, code, message, severity } });
  const look = (field: Field, value: Json, path: string, pointer: string, before: Json | undefined) => {
    if (isShownOnly(field) || shape.hidden.has(path) || !editable(path, field)) return;
    const kept = stands(field, value, before);
    if (isBlank(value) || (field.type === "subtable" && rows(value).length === 0)) {
      if (shape.required.has(path)) put(path, pointer, "required", say("problem.required", { name: field.name }));
      else if (!kept && field.type === "subtable" && typeof field.min === "number" && field.min > 0) put(path, pointer, "too_few", say("problem.few", { count: field.min }));
      return;
    }
    const problem = kept ? null : judge(field, value, say);
    if (problem) put(path, pointer, ...problem);
    if (field.type !== "subtable") return;
    const old = new Map(rows(before).map((row) => [row.id, row.values]));
    rows(value).forEach((row, index) => {
      const was = row.id ? old.get(row.id) : undefined;
      for (const inner of field.fields ?? []) look(inner, row.values[inner.key] ?? null, cellPath(field.key, rowKey(row), inner.key), `${pointer}/${String(index)}/${inner.key}`, was && (was[inner.key] ?? null));
    });
  };
  for (const field of form.fields) look(field, shape.values[field.key] ?? null, field.key, `/values/${field.key}`, stored ? (stored[field.key] ?? null) : undefined);
  for (const check of form.checks ?? []) {
    if (!shape.failing.has(check.key)) continue;
    const [first = ""] = check.fields?.length ? check.fields : [""];
    put(first, first ? `/values/${first}` : "", check.key, check.message, check.severity ?? "error");
  }
  return found;
}
