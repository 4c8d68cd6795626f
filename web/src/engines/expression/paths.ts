/** Walking a path through a record: objects by key, lists item by item; what has an id counts as its id at the end. */

import { itemKind, kindName, type PathNode } from "./ast";
import type { Env } from "./env";
import type { Later } from "./registry";
import { toValue, type Item, type Value } from "./values";

type Walk = (env: Env, values: Item) => Value;

/** The value of a path in the record. */
export function path(node: PathNode): Later {
  const [first] = node.p;
  const name = kindName(node.k);
  if (node.p.length === 1 && first !== undefined && name !== "list") {
    return (env) => toValue(env.values[first], node.k, env.zone);
  }
  const walk = walker(node);
  return (env) => walk(env, env.values);
}

/** The value of a path in the record before it was changed; blank when there was none. */
export function before(node: PathNode): Later {
  const walk = walker(node);
  return (env) => (env.old === null ? null : walk(env, env.old));
}

function walker(node: PathNode): Walk {
  const many = kindName(node.k) === "list";
  const kind = itemKind(node.k);
  return (env, values) => {
    let value: unknown = values;
    for (const part of node.p) {
      value = stepInto(env, value, part);
      if (value === null) break;
    }
    if (Array.isArray(value)) return value.map((item) => toValue(item, kind, env.zone));
    // a single value behind a list of one
    if (many) return value === null ? [] : [toValue(value, kind, env.zone)];
    return toValue(value, kind, env.zone);
  };
}

function stepInto(env: Env, value: unknown, part: string): unknown {
  if (Array.isArray(value)) {
    env.spend(value.length);
    return value.flatMap((item: unknown) => stepInto(env, item, part) ?? null);
  }
  if (typeof value === "object" && value !== null) {
    return Object.hasOwn(value, part) ? ((value as Item)[part] ?? null) : null;
  }
  // an id by itself, nothing behind it was loaded
  return part === "id" && typeof value === "string" ? value : null;
}
