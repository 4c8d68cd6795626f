/** JSON pointers (RFC 6901) into the app document, and edits that copy only what they touch. */
import type { Json } from "../../platform/api/types";

export type JsonObject = { [key: string]: Json };

export const isObject = (value: Json | undefined): value is JsonObject => typeof value === "object" && value !== null && !Array.isArray(value);

export function parts(pointer: string): string[] {
  return pointer === "" ? [] : pointer.slice(1).split("/").map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"));
}

export function join(pointer: string, ...more: (string | number)[]): string {
  return pointer + more.map((part) => `/${String(part).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
}

export const parentOf = (pointer: string): string => pointer.slice(0, Math.max(0, pointer.lastIndexOf("/")));
export const lastOf = (pointer: string): string => parts(pointer).at(-1) ?? "";

/** Whether ``pointer`` is ``at`` or lies below it. */
export const under = (pointer: string, at: string): boolean => pointer === at || pointer.startsWith(`${at}/`);

export function getAt(document: Json, pointer: string): Json | undefined {
  let here: Json | undefined = document;
  for (const part of parts(pointer)) {
    if (Array.isArray(here)) here = here[Number(part)];
    else if (isObject(here)) here = here[part];
    else return undefined;
  }
  return here;
}

export function listAt(document: Json, pointer: string): JsonObject[] {
  const found = getAt(document, pointer);
  return Array.isArray(found) ? found.filter(isObject) : [];
}

function change(document: Json | undefined, path: string[], edit: (value: Json | undefined) => Json | undefined): Json | undefined {
  const [first, ...rest] = path;
  if (first === undefined) return edit(document);
  if (Array.isArray(document)) {
    const next = [...document];
    const made = change(document[Number(first)], rest, edit);
    if (made === undefined) next.splice(Number(first), 1);
    else next[Number(first)] = made;
    return next;
  }
  const before: JsonObject = isObject(document) ? document : {};
  const made = change(before[first], rest, edit);
  if (made !== undefined) return { ...before, [first]: made };
  const { [first]: _, ...left } = before;
  return left;
}

/** The document with the value at ``pointer`` replaced; ``undefined`` takes it away. Missing objects on the way are made. */
export function editAt<T extends Json>(document: T, pointer: string, edit: (value: Json | undefined) => Json | undefined): T {
  return change(document, parts(pointer), edit) as T;
}

export const setAt = <T extends Json>(document: T, pointer: string, value: Json | undefined): T => editAt(document, pointer, () => value);
export const removeAt = <T extends Json>(document: T, pointer: string): T => editAt(document, pointer, () => undefined);

const asList = (value: Json | undefined): Json[] => (Array.isArray(value) ? value : []);

/** Puts ``value`` into the list at ``pointer``; without ``index`` at its end. */
export function insertAt<T extends Json>(document: T, pointer: string, value: Json, index?: number): T {
  return editAt(document, pointer, (old) => asList(old).toSpliced(index ?? asList(old).length, 0, value));
}

/** Moves an item of the list at ``pointer``; ``to`` is its place afterwards. */
export function moveAt<T extends Json>(document: T, pointer: string, from: number, to: number): T {
  return editAt(document, pointer, (old) => {
    const list = [...asList(old)];
    const [item] = list.splice(from, 1);
    if (item !== undefined) list.splice(Math.max(0, Math.min(list.length, to)), 0, item);
    return list;
  });
}
