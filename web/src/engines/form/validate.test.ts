import { expect, it } from "vitest";

import type { App, Field, Form, Json, Values } from "../../platform/api/types";
import { FormStore } from "./store";
import { parseMoment, zoneOf } from "./expressions";

const zone = zoneOf("UTC");
const now = parseMoment("2026-11-22T08:00:00Z", zone);
if (!now) throw new Error("no clock");
const around = { now, zone, me: { id: "u1", name: "Li" } };

const field = (key: string, type: string, more: Partial<Field> = {}): Field => ({ key, type, name: key, right: "edit", kind: type, ...more });
const app: App = { key: "a", name: "A", version: 1, locale: "en", timezone: "UTC", currency: "CNY", menu: [], forms: [], reports: [], dashboards: [] };
const form: Form = { key: "f", name: "F", can: [], fields: [field("name", "text", { max_length: 3 }), field("lines", "subtable", { min: 2, max: 2, fields: [field("item", "text", { max_length: 3 })] })] };
const rows = (...items: string[]): Json => items.map((item, index) => ({ id: String(index), values: { item } })) as unknown as Json;
const told = (stored: Values | null, values: Values) => {
  const store = new FormStore({ app, form, values: stored ?? values, stored, around, say: (key) => key });
  store.setMany(values);
  return store.check().map((one) => [one.problem.pointer, one.problem.code]);
};

it("lets pass what stands in the record, though its limits became tighter, and judges what is typed", () => {
  const stored = { name: "longer", lines: rows("a", "b", "longer") };
  expect(told(stored, { lines: rows("a", "x", "longer") })).toEqual([]);
  expect(told({ ...stored, lines: [] }, { name: "b" })).toEqual([]);
  expect(told(stored, { name: "longest", lines: [...(rows("a", "b", "longest") as Json[]), { values: { item: "longer" } }] })).toEqual([
    ["/values/name", "too_long"],
    ["/values/lines", "too_many"],
    ["/values/lines/2/item", "too_long"],
    ["/values/lines/3/item", "too_long"],
  ]);
  expect(told(null, { name: "longer", lines: [] }).map(([, code]) => code)).toEqual(["too_long", "too_few"]);
});
