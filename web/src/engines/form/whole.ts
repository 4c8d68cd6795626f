/** A record as it stands on the page, in the form the server reads; computed values it makes itself. */
import type { Field, Json, Values } from "../../platform/api/types";
import { isComputed, isShownOnly } from "../record/fields";
import { rows } from "./program";

export function wholeOf(fields: Field[], values: Values): Values {
  const kept = fields.filter((field) => !isComputed(field) && !isShownOnly(field) && field.key in values);
  return Object.fromEntries(kept.map((field) => [field.key, field.type === "subtable" ? (rows(values[field.key]).map((row) => ({ ...(row.id ? { id: row.id } : {}), values: wholeOf(field.fields ?? [], row.values) })) as unknown as Json) : (values[field.key] ?? null)]));
}
