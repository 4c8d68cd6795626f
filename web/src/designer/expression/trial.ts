/** Values typed into the box, to and from the JSON of the API. */
import { type Envelope, kindName, type Node } from "../../engines/expression";

/** The values a formula can be given: of `project` and `project.level` only the second. */
export function wanted(depends: readonly string[]): string[] {
  return depends.filter((path) => !depends.some((other) => other.startsWith(`${path}.`)));
}

/** What a record holds at a path, as it would be typed. */
export function taken(values: Record<string, unknown>, path: string): string {
  const found = foundAt(values, path);
  return Array.isArray(found) ? found.map(typed).join(", ") : typed(found);
}

/** What people, departments and records are called in what a record holds, by their ids. */
export function namesIn(held: unknown): Map<string, string> {
  const found = new Map<string, string>();
  const walk = (value: unknown): void => {
    if (Array.isArray(value)) return value.forEach(walk);
    if (typeof value !== "object" || value === null) return;
    const { id, title } = value as { id?: unknown; title?: unknown };
    if (typeof id === "string" && typeof title === "string") found.set(id, title);
    Object.values(value).forEach(walk);
  };
  walk(held);
  return found;
}

/** What lies behind a reference is answered under its whole path. */
function foundAt(values: Record<string, unknown>, path: string): unknown {
  return path in values ? values[path] : path.split(".").reduce<unknown>((value, part) => stepInto(value, part), values);
}

function stepInto(value: unknown, part: string): unknown {
  if (Array.isArray(value)) return value.map((item: unknown) => stepInto(item, part));
  if (typeof value !== "object" || value === null) return null;
  const item = value as Record<string, unknown>;
  // a child row keeps its values one level down
  const inner = item["values"];
  const holder = typeof inner === "object" && inner !== null && !(part in item) ? (inner as Record<string, unknown>) : item;
  return holder[part] ?? null;
}

function typed(value: unknown): string {
  if (value === null || value === undefined) return "";
  return typeof value === "object" ? String((value as { id?: unknown }).id ?? "") : String(value);
}

const COMMA = /\s*[,，]\s*/;

/** The paths of an expression that have several values. */
export function listsOf(found: Envelope | null): ReadonlySet<string> {
  const lists = new Set<string>();
  const walk = (node: Node): void => {
    if (node.t === "path" && kindName(node.k) === "list") lists.add(node.p.join("."));
    if (node.t === "call" || node.t === "list") node.a.forEach(walk);
  };
  if (found !== null) walk(found.ast);
  return lists;
}

/** The values as JSON. Where a path has several, they are separated by commas: one for each row. */
export function read(values: Record<string, string>, lists: ReadonlySet<string>): Record<string, unknown> {
  const record: Record<string, unknown> = {};
  for (const [path, text] of Object.entries(values)) {
    const [first = "", ...rest] = path.split(".");
    const texts = text.trim() === "" ? [] : text.trim().split(COMMA);
    if (!lists.has(path)) record[first] = rest.length === 0 ? single(text) : put(record[first], rest, text);
    else if (rest.length === 0) record[first] = texts;
    else {
      const rows = Array.isArray(record[first]) ? (record[first] as unknown[]) : [];
      record[first] = Array.from({ length: Math.max(rows.length, texts.length) }, (_, at) =>
        put(rows[at] ?? { id: String(at + 1) }, rest, texts[at] ?? ""),
      );
    }
  }
  return record;
}

function put(into: unknown, path: readonly string[], text: string): unknown {
  const [first = "", ...rest] = path;
  const held = typeof into === "object" && into !== null ? (into as Record<string, unknown>) : { id: "1" };
  return { ...held, [first]: rest.length === 0 ? single(text) : put(held[first], rest, text) };
}

function single(text: string): unknown {
  const trimmed = text.trim();
  if (trimmed === "") return null;
  return trimmed === "true" ? true : trimmed === "false" ? false : trimmed;
}

/** A result as it is shown. */
export function show(value: unknown, blank: string): string {
  if (value === null || value === undefined) return blank;
  if (Array.isArray(value)) return `[${value.map((item) => show(item, blank)).join(", ")}]`;
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
