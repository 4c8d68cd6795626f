import { expect, it } from "vitest";

import type { Form } from "../../../platform/api/types";
import { change, strangers, targets, unfilled } from "./mapping";

const form: Form = {
  key: "order", name: "Order", can: [],
  fields: [
    { key: "name", type: "text", name: "Name", required: true },
    { key: "total", type: "formula", name: "Total" },
    { key: "lines", type: "subtable", name: "Lines", fields: [{ key: "price", type: "money", name: "Price" }] },
  ],
};

it("offers what can be filled, cells of sub-tables included", () => expect(targets(form).map((field) => field.key)).toEqual(["name", "lines.price"]));
it("says which required field nothing fills", () => {
  expect(unfilled(form, { a: null }).map((field) => field.key)).toEqual(["name"]);
  expect(unfilled(form, { a: { field: "name", match: "code" } })).toEqual([]);
});
it("writes a mapping short where it says nothing more", () => {
  expect(change("name", { match: "code" })).toEqual({ field: "name", match: "code" });
  expect(change({ field: "name", match: "code" }, { match: undefined })).toBe("name");
});
it("finds samples that are no option", () => expect(strangers(["won", "Won", "lost?", null, "lost?"], [{ value: "won", name: "Won" }])).toEqual(["lost?"]));
