/** Fields and layout stay in step. */
import { describe, expect, it } from "vitest";

import type { JsonObject } from "../document/pointer";
import { addField, addSection, blocksOf, moveField, removeField, removeSection, setSpan, stepField } from "./canvas";

const plain = (): JsonObject => ({ key: "f", fields: ["a", "b", "c"].map((key) => ({ key, type: "text" })) });
const laid = (): JsonObject => ({ ...plain(), layout: [{ section: "One", fields: ["a", { field: "b", span: 2 }] }, { section: "Two", columns: 1, fields: ["c"] }] });
const order = (form: JsonObject): string[][] => blocksOf(form).map((block) => block.cells.map((cell) => cell.key));

describe("without a layout", () => {
  it("the order of the fields is the order on the screen", () => {
    expect(order(plain())).toEqual([["a", "b", "c"]]);
    expect(order(moveField(plain(), "c", { before: "a" }))).toEqual([["c", "a", "b"]]);
    expect(order(stepField(plain(), "a", 1))).toEqual([["b", "a", "c"]]);
    expect(moveField(plain(), "c", { before: "a" }).layout).toBeUndefined();
  });
  it("a new field stands where it was dropped", () => {
    expect(order(addField(plain(), { key: "n", type: "text" }, { before: "b" }))).toEqual([["a", "n", "b", "c"]]);
    expect(order(addField(plain(), { key: "n", type: "text" }, { end: 0 }))).toEqual([["a", "b", "c", "n"]]);
  });
  it("a width writes the layout", () => {
    expect(setSpan(plain(), "b", 2, "All").layout).toEqual([{ section: "All", columns: 2, fields: ["a", { field: "b", span: 2 }, "c"] }]);
  });
});

describe("with a layout", () => {
  it("moves go through it and keep the width", () => {
    const moved = moveField(laid(), "b", { before: "c" });
    expect(order(moved)).toEqual([["a"], ["b", "c"]]);
    expect(blocksOf(moved)[1]?.cells[0]?.span).toBe(2);
    expect(order(stepField(laid(), "b", 1))).toEqual([["a"], ["b", "c"]]);
    expect(order(stepField(laid(), "c", -1))).toEqual([["a", "b", "c"], []]);
  });
  it("a field that is removed leaves it too", () => {
    const left = removeField(laid(), "a");
    expect(order(left)).toEqual([["b"], ["c"]]);
    expect(JSON.stringify(left)).not.toContain('"a"');
  });
  it("a section that is removed hands its fields on", () => {
    expect(order(removeSection(laid(), "/layout/1"))).toEqual([["a", "b", "c"]]);
    expect(order(addSection(laid(), "Three", "All"))).toEqual([["a", "b"], ["c"], []]);
  });
  it("fields it forgot come last", () => {
    expect(order({ ...laid(), layout: [{ section: "One", fields: ["c"] }] })).toEqual([["c"], ["a", "b"]]);
  });
  it("tabs are walked into", () => {
    const form: JsonObject = { ...plain(), layout: [{ tabs: [{ name: "T", content: [{ section: "S", fields: ["a"] }, "b"] }] }, "c"] };
    expect(order(form)).toEqual([["a"], ["b"], ["c"]]);
    expect(order(moveField(form, "a", { before: "b" }))).toEqual([[], ["a", "b"], ["c"]]);
  });
});
