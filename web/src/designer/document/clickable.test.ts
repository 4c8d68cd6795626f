import { expect, it } from "vitest";

import { treeOf } from "./clickable";

const any = (): boolean => true;

it("a plain formula is read as what can be clicked together", () => {
  expect(treeOf('total > 100000 OR rate >= 0.2', any)).toEqual({ any: [{ field: "total", op: "gt", value: "100000" }, { field: "rate", op: "gte", value: "0.2" }] });
  expect(treeOf('stage IN ("won", "lost") AND ISBLANK(closed_at)', any)).toEqual({ all: [{ field: "stage", op: "in", value: ["won", "lost"] }, { field: "closed_at", op: "blank" }] });
  expect(treeOf("NOT(ISBLANK(owner)) AND (due IN this_month OR urgent = TRUE)", any)).toEqual({ all: [{ field: "owner", op: "not_blank" }, { any: [{ field: "due", op: "within", value: "this_month" }, { field: "urgent", op: "is", value: true }] }] });
});

it("one that says more, or asks what the builder does not offer, stays a formula", () => {
  for (const text of ["amount * 2 > 10", "SUM(lines.price) > 1", "owner = ME()", "amount >", "a = b"]) expect(treeOf(text, any)).toBeNull();
  expect(treeOf("due > 3", () => false)).toBeNull();
});
