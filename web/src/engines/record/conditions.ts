/** The condition trees that the builder draws and the server compiles; no React. */
import type { Family } from "./field_view";

export interface Term {
  field: string;
  op: string;
  value?: unknown;
}

/** Of the rows of a sub-table. */
export type RowsTree = { any_row: string; when: Tree } | { all_rows: string; when: Tree };
export type Tree = { all: Tree[] } | { any: Tree[] } | { not: Tree } | RowsTree | Term;

export const isTerm = (tree: Tree): tree is Term => "field" in tree;
export const isRows = (tree: Tree): tree is RowsTree => "any_row" in tree || "all_rows" in tree;

/** How the members of a group count: all of them, any, none, or not all of them. */
export type Join = "all" | "any" | "none" | "not_all";

export interface Group {
  readonly join: Join;
  readonly parts: readonly Tree[];
  /** Where the parts stand in the tree: pointers below it. */
  readonly places: readonly string[];
}

/** A tree as the builder draws it, where it is no single line: a group, maybe denied as a whole. */
export function groupOf(tree: Tree): Group {
  const list = (join: Join, parts: readonly Tree[], at: string): Group => ({ join, parts, places: parts.map((_, index) => `${at}/${String(index)}`) });
  if ("all" in tree) return list("all", tree.all, "/all");
  if ("any" in tree) return list("any", tree.any, "/any");
  if (!("not" in tree)) return { join: "all", parts: [tree], places: [""] };
  if ("any" in tree.not) return list("none", tree.not.any, "/not/any");
  if ("all" in tree.not) return list("not_all", tree.not.all, "/not/all");
  return { join: "none", parts: [tree.not], places: ["/not"] };
}

export function joined(join: Join, parts: readonly Tree[]): Tree {
  const all = [...parts];
  return { all: { all }, any: { any: all }, none: { not: { any: all } }, not_all: { not: { all } } }[join];
}

/** What an operator asks for: nothing, one value, several, a span of two, a relative date or a number of days. */
export type Asks = "nothing" | "value" | "values" | "span" | "period" | "days";

export const OPERATORS: Record<string, Asks> = {
  is: "value", is_not: "value", contains: "value", not_contains: "value", starts_with: "value", ends_with: "value",
  "contains~ci": "value", "not_contains~ci": "value", "starts_with~ci": "value", "ends_with~ci": "value",
  gt: "value", gte: "value", lt: "value", lte: "value", between: "span", in: "values", not_in: "values",
  blank: "nothing", not_blank: "nothing", within: "period", not_within: "period",
  is_me: "nothing", is_not_me: "nothing", in_my_team: "nothing", is_my_department: "nothing", in_my_department: "nothing",
  changed: "nothing", was: "value",
};

const BLANKS = ["blank", "not_blank"];
/** What can be asked where a record has just been changed. */
export const PAST = ["changed", "was"];

export const OPS: Record<Family, string[]> = {
  text: ["contains", "contains~ci", "not_contains", "not_contains~ci", "is", "is_not", "starts_with", "starts_with~ci", "ends_with", "ends_with~ci", ...BLANKS],
  number: ["is", "is_not", "gt", "gte", "lt", "lte", "between", ...BLANKS],
  date: ["within", "not_within", "is", "lt", "gt", "between", ...BLANKS],
  datetime: ["within", "not_within", "lt", "gt", "between", ...BLANKS],
  time: ["is", "lt", "gt", ...BLANKS],
  boolean: ["is", ...BLANKS],
  option: ["is", "is_not", "in", "not_in", ...BLANKS],
  options: ["contains", "not_contains", ...BLANKS],
  user: ["is_me", "is_not_me", "is", "is_not", "in", "in_my_team", "in_my_department", ...BLANKS],
  users: ["contains", "not_contains", ...BLANKS],
  department: ["is_my_department", "is", "is_not", "in", ...BLANKS],
  record: ["is", "is_not", "in", ...BLANKS],
  records: ["contains", "not_contains", ...BLANKS],
  files: BLANKS,
  none: [],
};

/** Before and after read better than less and more, where it is about time. */
export function opWord(op: string, family: Family): string {
  return ["date", "datetime", "time"].includes(family) && ["lt", "gt"].includes(op) ? `op.time_${op}` : `op.${op}`;
}

export const PERIODS = ["today", "yesterday", "tomorrow", "this_week", "last_week", "next_week", "this_month", "last_month", "next_month", "this_quarter", "last_quarter", "this_year", "last_year", "last_7_days", "last_30_days", "last_90_days", "next_7_days", "next_30_days"];

/** A term that still waits for its value says nothing and is left out. */
export const complete = (tree: Tree): Tree | null => kept(tree, "", "", new Map());

/** The same, and where what is told at a place of it stands in the tree as it is drawn. */
export function completed(tree: Tree): { tree: Tree | null; drawn: (pointer: string) => string } {
  const places = new Map<string, string>();
  const found = kept(tree, "", "", places);
  const drawn = (pointer: string): string => {
    const known = [...places.keys()].filter((one) => pointer === one || pointer.startsWith(`${one}/`)).sort((one, other) => other.length - one.length)[0];
    return known === undefined ? pointer : (places.get(known) ?? "") + pointer.slice(known.length);
  };
  return { tree: found, drawn };
}

/** `now`: where the tree will stand, `before`: where it stands; `places` gets both of every line. */
function kept(tree: Tree, before: string, now: string, places: Map<string, string>): Tree | null {
  if (isTerm(tree)) {
    places.set(now, before);
    return keptTerm(tree);
  }
  if (isRows(tree)) {
    const [name, rows] = "any_row" in tree ? ["any_row" as const, tree.any_row] : ["all_rows" as const, tree.all_rows];
    const when = rows ? kept(tree.when, `${before}/when`, `${now}/when`, places) : null;
    places.set(`${now}/${name}`, `${before}/${name}`);
    return when && (name === "any_row" ? { any_row: rows, when } : { all_rows: rows, when });
  }
  if ("not" in tree) {
    const inner = kept(tree.not, `${before}/not`, `${now}/not`, places);
    return inner && { not: inner };
  }
  const [kind, parts] = "all" in tree ? ["all", tree.all] : ["any", tree.any];
  const inner: Tree[] = [];
  parts.forEach((one, at) => {
    const found = kept(one, `${before}/${kind}/${String(at)}`, `${now}/${kind}/${String(inner.length)}`, places);
    if (found) inner.push(found);
  });
  if (!inner.length) return null;
  return kind === "all" ? { all: inner } : { any: inner };
}

/** The same said with no group of one: `AND(x)` is x. */
export function plainest(tree: Tree): Tree {
  if (isTerm(tree)) return tree;
  if ("any_row" in tree) return { ...tree, when: plainest(tree.when) };
  if ("all_rows" in tree) return { ...tree, when: plainest(tree.when) };
  if ("not" in tree) return { not: plainest(tree.not) };
  const parts = ("all" in tree ? tree.all : tree.any).map(plainest);
  const [only] = parts;
  return parts.length === 1 && only ? only : "all" in tree ? { all: parts } : { any: parts };
}

const waits = (value: unknown): boolean => value === null || value === undefined || value === "";

function keptTerm(term: Term): Term | null {
  if (!term.field || !term.op) return null;
  const asks = OPERATORS[term.op] ?? "value";
  if (asks === "nothing") return { field: term.field, op: term.op };
  if (asks === "span") return Array.isArray(term.value) && term.value.length === 2 && !term.value.some(waits) ? term : null;
  if (asks === "values") return Array.isArray(term.value) && term.value.length > 0 ? term : null;
  return waits(term.value) ? null : term;
}

export const countTerms = (tree: Tree | null): number => (tree === null ? 0 : termsOf(tree).length);

/** Every line of a tree, also those about rows. */
export function termsOf(tree: Tree): Term[] {
  if (isTerm(tree)) return [tree];
  return isRows(tree) ? termsOf(tree.when) : groupOf(tree).parts.flatMap(termsOf);
}

/** A message with the names of what it calls by keys: fields, and operators where `word` says them. */
export const withNames = (message: string, fields: readonly { key: string; name: string }[], word: (op: string) => string): string =>
  message.replace(/[“"]([a-z][\w.~]*)[”"]/g, (quoted, key: string) => {
    const name = key in OPERATORS ? word(`op.${key}`) : fields.find((one) => one.key === key)?.name;
    return name === undefined ? quoted : `“${name}”`;
  });

/** All of several conditions, of which any may be absent; a formula stays text and cannot be joined. */
export function allOf(...trees: (Tree | null | undefined)[]): Tree | null {
  const given = trees.filter((tree): tree is Tree => Boolean(tree));
  return given.length > 1 ? { all: given } : (given[0] ?? null);
}

export function parseTree(text: string | undefined): Tree | null {
  if (!text) return null;
  try {
    const tree: unknown = JSON.parse(text);
    return typeof tree === "object" && tree !== null ? (tree as Tree) : null;
  } catch {
    return null;
  }
}
