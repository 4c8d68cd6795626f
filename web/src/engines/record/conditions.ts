/** The condition trees that the builder draws and the server compiles; no React. */
import type { Family } from "./field_view";

export interface Term {
  field: string;
  op: string;
  value?: unknown;
}

export type Tree = { all: Tree[] } | { any: Tree[] } | { not: Tree } | Term;
export interface Group {
  all?: Tree[];
  any?: Tree[];
}

export const isTerm = (tree: Tree): tree is Term => "field" in tree;
export const isGroup = (tree: Tree): tree is { all: Tree[] } | { any: Tree[] } => "all" in tree || "any" in tree;
export const members = (tree: Tree): Tree[] => ("all" in tree ? tree.all : "any" in tree ? tree.any : []);

/** What an operator asks for: nothing, one value, several, a span of two, a relative date or a number of days. */
export type Asks = "nothing" | "value" | "values" | "span" | "period" | "days";

export const OPERATORS: Record<string, Asks> = {
  is: "value", is_not: "value", contains: "value", not_contains: "value", starts_with: "value", ends_with: "value",
  "contains~ci": "value", "not_contains~ci": "value", "starts_with~ci": "value", "ends_with~ci": "value",
  gt: "value", gte: "value", lt: "value", lte: "value", between: "span", in: "values", not_in: "values",
  blank: "nothing", not_blank: "nothing", within: "period", not_within: "period",
  is_me: "nothing", is_not_me: "nothing", in_my_team: "nothing", is_my_department: "nothing",
};

const BLANKS = ["blank", "not_blank"];

export const OPS: Record<Family, string[]> = {
  text: ["contains", "contains~ci", "not_contains", "not_contains~ci", "is", "is_not", "starts_with", "starts_with~ci", "ends_with", "ends_with~ci", ...BLANKS],
  number: ["is", "is_not", "gt", "gte", "lt", "lte", "between", ...BLANKS],
  date: ["within", "not_within", "is", "lt", "gt", "between", ...BLANKS],
  datetime: ["within", "not_within", "lt", "gt", "between", ...BLANKS],
  time: ["is", "lt", "gt", ...BLANKS],
  boolean: ["is", ...BLANKS],
  option: ["is", "is_not", "in", "not_in", ...BLANKS],
  options: ["contains", "not_contains", ...BLANKS],
  user: ["is_me", "is_not_me", "is", "is_not", "in", "in_my_team", ...BLANKS],
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
export function complete(tree: Tree): Tree | null {
  if (isTerm(tree)) {
    if (!tree.field || !tree.op) return null;
    const asks = OPERATORS[tree.op] ?? "value";
    if (asks === "nothing") return { field: tree.field, op: tree.op };
    const blank = (value: unknown) => value === null || value === undefined || value === "";
    if (asks === "span") return Array.isArray(tree.value) && tree.value.length === 2 && !tree.value.some(blank) ? tree : null;
    if (asks === "values") return Array.isArray(tree.value) && tree.value.length > 0 ? tree : null;
    return blank(tree.value) ? null : tree;
  }
  if ("not" in tree) {
    const inner = complete(tree.not);
    return inner && { not: inner };
  }
  const inner = members(tree).map(complete).filter((one) => one !== null);
  if (!inner.length) return null;
  return "all" in tree ? { all: inner } : { any: inner };
}

export const countTerms = (tree: Tree | null): number => (tree === null ? 0 : isTerm(tree) ? 1 : "not" in tree ? countTerms(tree.not) : members(tree).reduce((sum, one) => sum + countTerms(one), 0));

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
