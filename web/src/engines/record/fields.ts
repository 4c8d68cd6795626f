/** Finding fields: of a form, of the record itself, behind a path; and what a computed field shows like. */
import type { App, Field, Form, Json, Kind, OptionDef, Ref, Row } from "../../platform/api/types";

/** What every record has, as fields that can stand in a column or a filter. */
const SYSTEM: Record<string, string> = {
  id: "text", created_at: "datetime", created_by: "user", updated_at: "datetime", updated_by: "user", owner: "user", department: "department", flow_state: "flow_state",
};

/** Fields of the page only: nothing is stored. */
const SHOWN = new Set(["note", "divider"]);

export const isShownOnly = (field: Field): boolean => SHOWN.has(field.type);
export const isComputed = (field: Field): boolean => ["formula", "lookup", "rollup", "serial", "barcode"].includes(field.type);

export type SystemNames = (key: string) => string;

export function systemField(key: string, name: SystemNames): Field | undefined {
  const type = SYSTEM[key];
  return type ? { key, type, name: name(key), right: "read" } : undefined;
}

/** The field behind "amount", "owner" or "project.level" (with the names on the way in its name). */
export function fieldAt(app: App, form: Form, path: string, name: SystemNames): Field | undefined {
  const [first = "", ...rest] = path.split(".");
  const own = form.fields.find((field) => field.key === first) ?? systemField(first, name);
  if (!own || rest.length === 0) return own;
  const inner = own.type === "subtable" ? ({ ...form, fields: own.fields ?? [] } satisfies Form) : app.forms.find((one) => one.key === own.form);
  const found = inner && fieldAt(app, inner, rest.join("."), name);
  return found && { ...found, key: path, name: `${own.name} / ${found.name}`, right: "read" };
}

const SYSTEM_KEYS = new Set(Object.keys(SYSTEM));

/** The value of a column in a row; a path is under its whole name. */
export function valueAt(row: Row, path: string): Json {
  if (path in row.values) return row.values[path] ?? null;
  if (SYSTEM_KEYS.has(path)) return ((row as unknown as Record<string, Json>)[path] ?? null) as Json;
  return null;
}

export function optionsOf(app: App, field: Field): OptionDef[] {
  const shared = field.option_set ? app.option_sets?.find((one) => one.key === field.option_set)?.options : undefined;
  return shared ?? field.options ?? [];
}

export function optionOf(app: App, field: Field, value: Json): OptionDef | null {
  if (typeof value !== "string") return null;
  const found = optionsOf(app, field).find((option) => option.value === value);
  return { value, name: found?.name ?? value, color: found?.color ?? null };
}

/** A lookup shows like the field it looks at; a formula or roll-up like a field of its kind. */
export function shownAs(app: App, form: Form, field: Field): Field {
  const holds = field.holds as Partial<Field> | undefined;
  if (holds?.type && field.type !== "serial") return { ...field, ...holds, type: holds.type, key: field.key, name: field.name, right: "read", trim: true };
  if (field.type === "lookup") {
    const through = form.fields.find((one) => one.key === field.through);
    const target = app.forms.find((one) => one.key === through?.form);
    const source = target?.fields.find((one) => one.key === field.field);
    if (source && target) return { ...shownAs(app, target, source), key: field.key, name: field.name };
  }
  if (field.type === "rollup" && field.field) {
    const source = app.forms.find((one) => one.key === field.form)?.fields.find((one) => one.key === field.field);
    if (source?.type === "money" || source?.type === "percent") return { ...field, type: source.type, currency: source.currency };
  }
  if (["formula", "lookup", "rollup"].includes(field.type)) return { ...field, type: typeOfKind(field.kind), trim: true };
  return field;
}

export function typeOfKind(kind: Kind | undefined): string {
  if (kind === undefined) return "text";
  if (typeof kind !== "string") return "record" in kind ? "reference" : "list" in kind ? "list" : "text";
  return ["number", "money", "percent", "duration", "boolean", "date", "datetime", "time", "user", "department", "json"].includes(kind) ? kind : "text";
}

export const isRef = (value: Json | undefined): value is { id: string | null; title: string | null } => typeof value === "object" && value !== null && !Array.isArray(value) && "id" in value;

export function refOf(value: Json | undefined): Ref | null {
  if (isRef(value)) return value;
  return typeof value === "string" && value ? { id: value, title: value } : null;
}

export const refsOf = (value: Json | undefined): Ref[] => (Array.isArray(value) ? value.map(refOf).filter((one) => one !== null) : []);

export const isBlank = (value: Json | undefined): boolean => value === null || value === undefined || value === "" || (Array.isArray(value) && value.length === 0);

/** The key of the field a record is called by. */
export function titleKey(form: Form): string | null {
  return form.title ?? form.fields.find((field) => ["serial", "text"].includes(field.type))?.key ?? null;
}
