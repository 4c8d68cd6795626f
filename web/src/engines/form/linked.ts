/** What lies behind references, for formulas like ``project.level``: what is needed, and putting it in. */
import type { App, Field, Json, Values } from "../../platform/api/types";
import { isRef } from "../record/fields";

export interface Wanted {
  app: string;
  form: string;
  id: string;
}

/** Values of records that were fetched, by ``app/form/id``; null while one may not be seen. */
export type Linked = ReadonlyMap<string, Values | null>;

export const linkedKey = ({ app, form, id }: Wanted): string => `${app}/${form}/${id}`;

/** Names behind references as a tree: {project: {level: {}, region: {}}}. */
export interface Reach {
  [name: string]: Reach;
}

export function reachOf(paths: Iterable<string>): Reach {
  const top: Reach = {};
  for (const path of paths) {
    let at = top;
    for (const part of path.split(".")) at = at[part] ??= {};
  }
  return top;
}

interface Found {
  values: Record<string, unknown>;
  wanted: Wanted[];
}

/** ``values`` with every reference that is looked behind replaced by what is there; what is not fetched yet is wanted. */
export function withLinked(app: App, fields: Field[], values: Record<string, unknown>, reach: Reach, linked: Linked, depth = 4): Found {
  const wanted: Wanted[] = [];
  let out = values;
  for (const [name, inner] of Object.entries(reach)) {
    const field = fields.find((one) => one.key === name);
    if (!field || !Object.keys(inner).length || !field.form || depth === 0) continue;
    const behind = (value: unknown): unknown => {
      const id = isRef(value as Json) ? (value as { id: string | null }).id : typeof value === "string" ? value : null;
      if (!id) return value;
      const [first = "", second] = (field.form ?? "").split("/");
      const target = second ? { app: first, form: second, id } : { app: app.key, form: first, id };
      const got = linked.get(linkedKey(target));
      if (got === undefined) wanted.push(target);
      if (!got) return value;
      const known = second ? [] : (app.forms.find((one) => one.key === first)?.fields ?? []);
      const next = withLinked(app, known, got, inner, linked, depth - 1);
      wanted.push(...next.wanted);
      return { ...next.values, id };
    };
    const value = values[name];
    const changed = Array.isArray(value) ? value.map(behind) : behind(value);
    if (out === values) out = { ...values };
    out[name] = changed;
  }
  return { values: out, wanted };
}
