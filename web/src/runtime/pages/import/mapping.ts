/** Which column goes where: the server's guesses, what the person changed, and what is still open. */
import type { ColumnMapping, Field, Form, ImportJob, Json } from "../../../platform/api/types";
import { isComputed, isShownOnly } from "../../../engines/record/fields";

export type Mapping = Record<string, ColumnMapping>;

export const fieldOf = (mapping: ColumnMapping | undefined): string | null => (typeof mapping === "string" ? mapping : (mapping?.field ?? null));

/** Fields that a column may fill; sub-tables are written ``lines.price``. */
export function targets(form: Form): Field[] {
  return form.fields.flatMap((field) => {
    if (isShownOnly(field) || (isComputed(field) && field.type !== "serial") || field.right === "read") return [];
    if (field.type !== "subtable") return [field];
    return (field.fields ?? []).filter((one) => !isComputed(one) && !isShownOnly(one)).map((one) => ({ ...one, key: `${field.key}.${one.key}`, name: `${field.name} / ${one.name}` }));
  });
}

export function startMapping(job: ImportJob): Mapping {
  return Object.fromEntries(job.columns.map((column) => [column.name, job.mapping[column.name] ?? column.guess ?? null]));
}

export function change(mapping: ColumnMapping | undefined, more: Partial<Exclude<ColumnMapping, string | null>>): ColumnMapping {
  const field = fieldOf(mapping);
  if (field === null) return null;
  const next = { ...(typeof mapping === "object" && mapping !== null ? mapping : {}), field, ...more };
  const bare = !next.match && !next.format && !next.missing && !Object.keys(next.values ?? {}).length;
  return bare ? field : next;
}

/** Required fields that no column fills. */
export function unfilled(form: Form, mapping: Mapping): Field[] {
  const filled = new Set(Object.values(mapping).map(fieldOf));
  return form.fields.filter((field) => field.required && field.default === undefined && !isComputed(field) && field.type !== "subtable" && field.right !== "read" && !filled.has(field.key));
}

/** Samples of a column that are none of the field's options, by value or by name. */
export function strangers(samples: Json[], options: { value: string; name: string }[]): string[] {
  const known = new Set(options.flatMap((option) => [option.value, option.name]));
  return [...new Set(samples.filter((one) => one !== null && one !== "").map(String))].filter((one) => !known.has(one));
}
