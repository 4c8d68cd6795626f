/** Keys of parts: a new one that nobody beside it has, and what a change of key takes with it. */
import type { Json } from "../../platform/api/types";
import { getAt, isObject, type JsonObject, lastOf, listAt, parentOf, setAt } from "./pointer";

export const KEY = /^[a-z](_?[a-z0-9])*$/;
const LONGEST = 40;

/** What a formula reads as something else: no field can be called so. */
export const RESERVED = new Set([
  "id", "rev", "created_at", "created_by", "updated_at", "updated_by", "owner", "department", "flow_state", "deleted_at", "true", "false", "blank", "and", "or", "not", "in",
  "today", "yesterday", "tomorrow", ...["this", "last", "next"].flatMap((when) => ["week", "month", "quarter", "year"].map((what) => `${when}_${what}`)), ...["last", "next"].flatMap((when) => ["days", "weeks", "months"].map((what) => `${when}_7_${what}`)),
]);

export const isKey = (text: string): boolean => KEY.test(text) && text.length <= LONGEST;

/** ``base``, or ``base_2``, ``base_3``. */
export function freeKey(base: string, taken: Iterable<string>): string {
  const used = new Set(taken);
  if (!used.has(base)) return base;
  let n = 2;
  while (used.has(`${base}_${String(n)}`)) n++;
  return `${base}_${String(n)}`;
}

/** A key for a field: free beside the others, and no reserved word. */
export const freeFieldKey = (base: string, taken: Iterable<string>): string => freeKey(base, [...RESERVED, ...taken]);

export function keysOf(list: Json | undefined): string[] {
  return Array.isArray(list) ? list.flatMap((item) => (isObject(item) && typeof item.key === "string" ? [item.key] : [])) : [];
}

/** A key made of words: ASCII letters and digits of the name, or nothing usable. */
export function keyFrom(name: string): string | null {
  const made = name.toLowerCase().replace(/[^a-z0-9]+/g, "_").replace(/^[^a-z]+/, "").replace(/_+/g, "_").slice(0, LONGEST).replace(/_$/, "");
  return isKey(made) ? made : null;
}

/** The part of the published document that this part of the draft is: the same place by keys, or by its ``was``. */
export function publishedPart(published: JsonObject | null, draft: JsonObject, pointer: string): JsonObject | null {
  if (!published) return null;
  const steps = pointer.split("/").slice(1);
  let here: Json | undefined = published;
  let at = "";
  for (const step of steps) {
    at = `${at}/${step}`;
    const mine = getAt(draft, at);
    if (Array.isArray(here)) {
      const key = isObject(mine) ? (mine.was ?? mine.key) : undefined;
      here = here.find((item) => isObject(item) && item.key === key && key !== undefined);
    } else if (isObject(here)) here = here[step];
    if (here === undefined) return null;
  }
  return isObject(here) ? here : null;
}

/**
 * Gives the part at ``pointer`` another key. A published part says what it ``was``, so that its data and all that names it
 * come along when it is published; the layout and the title of its own form follow at once.
 */
export function renameKey(draft: JsonObject, published: JsonObject | null, pointer: string, key: string): JsonObject {
  const part = getAt(draft, pointer);
  if (!isObject(part) || typeof part.key !== "string" || part.key === key) return draft;
  const stood = publishedPart(published, draft, pointer);
  const { was: _, ...rest } = part;
  const was = typeof stood?.key === "string" && stood.key !== key ? stood.key : undefined;
  const next = setAt(draft, pointer, { ...rest, key, ...(was ? { was } : {}) });
  const list = parentOf(pointer);
  return lastOf(list) === "fields" ? followField(next, parentOf(list), part.key, key) : next;
}

function followField(draft: JsonObject, form: string, from: string, to: string): JsonObject {
  const rename = (value: Json): Json => {
    if (value === from) return to;
    if (Array.isArray(value)) return value.map(rename);
    if (isObject(value)) return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, name === "section" || name === "name" || name === "key" ? inner : rename(inner)]));
    return value;
  };
  const layout = getAt(draft, `${form}/layout`);
  const kept = layout === undefined ? draft : setAt(draft, `${form}/layout`, rename(layout));
  return getAt(kept, `${form}/title`) === from ? setAt(kept, `${form}/title`, to) : kept;
}

export const indexOfKey = (document: Json, list: string, key: string): number => listAt(document, list).findIndex((item) => item.key === key);
