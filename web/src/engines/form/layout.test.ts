import { expect, it } from "vitest";

import type { Form } from "../../platform/api/types";
import { blocksOf } from "./layout";

const form = (layout: Form["layout"]): Form => ({
  key: "f", name: "F", can: [], layout,
  fields: ["a", "b", "c", "d"].map((key) => ({ key, name: key, type: key === "d" ? "textarea" : "text" })),
});

it("draws every field once and puts the forgotten ones last", () => {
  const blocks = blocksOf(form([{ section: "One", columns: 3, fields: ["b", { field: "b" }, "a"] }]));
  expect(blocks.map((block) => block.kind === "section" && block.fields.map((one) => one.field.key))).toEqual([["b", "a"], ["c", "d"]]);
});
it("gives a long text the whole row", () => {
  const [block] = blocksOf(form([]));
  expect(block?.kind === "section" && block.fields.at(-1)?.span).toBe(0);
});
it("keeps what stands in tabs", () => {
  const blocks = blocksOf(form([{ tabs: [{ name: "T", content: ["a", { section: "S", fields: ["b"] }] }] }]));
  expect(blocks[0]?.kind).toBe("tabs");
  expect(blocks[0]?.kind === "tabs" && blocks[0].tabs[0]?.blocks.map((one) => one.fields.length)).toEqual([1, 1]);
});
