import { expect, it } from "vitest";

import type { Dashboard, Tile } from "../../../platform/api/types";
import { filtersFor, startOf } from "./filters";

const dashboard: Dashboard = {
  key: "d", name: "D", tiles: [],
  filters: [
    { key: "when", field: "created_at", name: "When", type: "datetime", default: "this_month", on: { payment: "paid_at" } },
    { key: "who", field: "owner", name: "Who", type: "user" },
  ],
};
const tile = (more: Partial<Tile>): Tile => ({ name: "T", at: [0, 0, 6, 4], report: "r", form: "order", ...more });

it("starts with the defaults of the document, and with what the address kept", () => {
  expect(startOf(dashboard, undefined)).toEqual({ when: "this_month", who: null });
  expect(startOf(dashboard, { when: "this_year" }).when).toBe("this_year");
});
it("maps a filter to the field a tile calls it by, and leaves out what does not apply", () => {
  const chosen = { when: "this_month", who: { id: "u1", title: "Li" } };
  expect(filtersFor(dashboard, tile({}), chosen)).toEqual([{ field: "created_at", op: "within", value: "this_month" }, { field: "owner", op: "is", value: "u1" }]);
  expect(filtersFor(dashboard, tile({ form: "payment", filters: { who: null } }), chosen)).toEqual([{ field: "paid_at", op: "within", value: "this_month" }]);
});
