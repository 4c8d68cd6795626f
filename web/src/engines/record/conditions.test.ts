import { readFileSync } from "node:fs";
import { join } from "node:path";

import { expect, it } from "vitest";

import { allOf, complete, completed, countTerms, groupOf, joined, OPERATORS, OPS, parseTree, plainest, type Tree } from "./conditions";

it("leaves out what still waits for a value", () => {
  expect(complete({ all: [{ field: "amount", op: "gt", value: "" }] })).toBeNull();
  expect(complete({ all: [{ field: "amount", op: "gt", value: "" }, { field: "stage", op: "blank" }] })).toEqual({ all: [{ field: "stage", op: "blank" }] });
  expect(complete({ field: "at", op: "between", value: ["2026-01-01", ""] })).toBeNull();
});
it("counts terms through groups", () => expect(countTerms({ all: [{ field: "a", op: "is", value: 1 }, { any: [{ field: "b", op: "blank" }, { not: { field: "c", op: "blank" } }] }] })).toBe(3));
it("joins what is given", () => {
  expect(allOf(null, { field: "a", op: "blank" })).toEqual({ field: "a", op: "blank" });
  expect(allOf(null, undefined)).toBeNull();
});
it("reads no tree out of broken text", () => expect(parseTree("{")).toBeNull());
it("keeps what rows have to fulfil, and drops it where nothing is asked of them", () => {
  const rows = (when: Tree): Tree => ({ any_row: "lines", when });
  expect(complete(rows({ all: [{ field: "price", op: "gt", value: "3" }, { field: "", op: "" }] }))).toEqual(rows({ all: [{ field: "price", op: "gt", value: "3" }] }));
  expect(complete({ all: [rows({ all: [{ field: "price", op: "gt", value: "" }] })] })).toBeNull();
  expect(countTerms({ all: [rows({ field: "price", op: "blank" }), { field: "a", op: "blank" }] })).toBe(2);
});
it("knows where a line stands that was left when others waited", () => {
  const waiting = { field: "amount", op: "gt", value: "" };
  const { tree, drawn } = completed({ all: [waiting, { not: { any: [waiting, { field: "stage", op: "is", value: "x" }] } }] });
  expect(tree).toEqual({ all: [{ not: { any: [{ field: "stage", op: "is", value: "x" }] } }] });
  expect(drawn("/all/0/not/any/0/value")).toBe("/all/1/not/any/1/value");
});
it("draws what is denied as a group, and makes it the same again", () => {
  const tree: Tree = { not: { any: [{ field: "a", op: "blank" }, { field: "b", op: "blank" }] } };
  const { join, parts, places } = groupOf(tree);
  expect([join, places]).toEqual(["none", ["/not/any/0", "/not/any/1"]]);
  expect(joined(join, parts)).toEqual(tree);
  expect(groupOf({ not: { field: "a", op: "blank" } })).toEqual({ join: "none", parts: [{ field: "a", op: "blank" }], places: ["/not"] });
  expect(groupOf({ not: { not: { field: "a", op: "blank" } } }).parts).toHaveLength(1);
});
it.each(["zh-CN", "en"])("asks a value of every operator that is offered, and calls it by a word in %s", (locale) => {
  const words = JSON.parse(readFileSync(join(process.cwd(), `src/platform/i18n/${locale}.json`), "utf8")) as { op: Record<string, string> };
  const offered = [...new Set(Object.values(OPS).flat())];
  expect(offered.filter((op) => !(op in OPERATORS) || !words.op[op])).toEqual([]);
});
it("says a group of one without the group", () => {
  const line = { field: "a", op: "blank" };
  expect(plainest({ all: [{ any_row: "lines", when: { all: [line] } }, { not: { any: [line] } }] })).toEqual({ all: [{ any_row: "lines", when: line }, { not: line }] });
});
