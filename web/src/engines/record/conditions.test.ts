import { expect, it } from "vitest";

import { allOf, complete, countTerms, parseTree } from "./conditions";

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
