import { describe, expect, it } from "vitest";

import type { App, Envelope, Field, Form, Json, Kind, Values } from "../../platform/api/types";
import { parseMoment, workingDays, zoneOf } from "./expressions";
import { Program, roundText, type Surroundings } from "./program";

const zone = zoneOf("UTC");
const now = parseMoment("2026-11-22T08:00:00Z", zone);
if (!now) throw new Error("no clock");
const around: Surroundings = { now, zone, me: { id: "u1", name: "Li" }, old: null };

const path = (name: string, k: Kind) => ({ t: "path", k, p: name.split(".") });
const lit = (v: string | boolean | null, k: Kind) => ({ t: "lit", k, v });
const call = (f: string, k: Kind, ...a: unknown[]) => ({ t: "call", k, f, a });
const envelope = (ast: unknown, kind: Kind, ...depends: string[]): Envelope => ({ grammar: 1, kind, ast, depends });

const field = (key: string, type: string, more: Partial<Field> = {}): Field => ({ key, type, name: key, right: "edit", kind: type, ...more });
const formula = (key: string, kind: Kind, source: Envelope): Field => field(key, "formula", { kind, decimals: 2, expressions: { formula: source } });

const lines = field("lines", "subtable", {
  fields: [field("quantity", "number"), field("price", "money"), field("discount", "percent"), formula("amount", "money", envelope(call("*", "money", path("quantity", "number"), path("price", "money")), "money", "quantity", "price"))],
});
const total = formula("total", "money", envelope(call("SUM", "money", path("lines.amount", { list: "money" })), "money", "lines.amount"));
// named like a column of the rows, and made of them
const discount = formula("discount", "money", envelope(path("total", "money"), "money", "total"));
const app: App = { key: "a", name: "A", version: 1, locale: "en", timezone: "UTC", currency: "CNY", menu: [], forms: [], reports: [], dashboards: [] };
const form = (fields: Field[], more: Partial<Form> = {}): Form => ({ key: "f", name: "F", can: [], fields, ...more });
const rows = (...values: Values[]): Json => values.map((one, index) => ({ id: String(index), values: one })) as unknown as Json;

describe("formulas as one types", () => {
  it("sums rows of this very key press, also where a name is used twice", () => {
    const rowFormula = { ...lines, fields: lines.fields?.map((one) => (one.key === "amount" ? formula("amount", "money", envelope(call("*", "money", path("quantity", "number"), path("price", "money")), "money", "quantity", "price", "discount")) : one)) };
    const shape = new Program(app, form([rowFormula, total, discount])).run({ lines: rows({ quantity: "2", price: "10.00" }, { quantity: "3", price: "1.50" }) }, new Map(), around);
    expect(shape.values.total).toBe("24.50");
    expect(shape.values.discount).toBe("24.50");
  });
  it("counts the days that the app works", () => {
    const spent = formula("spent", "number", envelope(call("NETWORKDAYS", "number", path("from", "date"), path("until", "date")), "number", "from", "until"));
    const due = formula("due", "date", envelope(call("WORKDAY", "date", path("from", "date"), lit("3", "number")), "date", "from"));
    const program = new Program(app, form([field("from", "date"), field("until", "date"), spent, due]));
    // the national holiday of 2026, Thursday to Wednesday, with a Saturday worked after it
    const exceptions = ["2026-10-01", "2026-10-02", "2026-10-05", "2026-10-06", "2026-10-07", "2026-10-10"];
    const calendar = workingDays({ week: [true, true, true, true, true, false, false], exceptions });
    const typed = { from: "2026-09-30", until: "2026-10-11" };
    expect(program.run(typed, new Map(), around).values).toMatchObject({ spent: "8.00", due: "2026-10-05" });
    expect(program.run(typed, new Map(), { ...around, calendar }).values).toMatchObject({ spent: "4.00", due: "2026-10-10" });
    expect(program.run({ from: "2026-10-11", until: "2026-09-30" }, new Map(), { ...around, calendar }).values.spent).toBe("-4.00");
  });
  it("shows who fills in by his name, where he is what a field begins with", () => {
    const mine = field("by", "user", { expressions: { default: envelope(call("ME", "user"), "user") } });
    const inside = field("lines", "subtable", { fields: [mine] });
    const program = new Program(app, form([mine, inside]));
    expect(program.defaults(around)).toEqual({ by: { id: "u1", title: "Li" } });
    expect(program.rowDefaults(inside, {}, around)).toEqual({ by: { id: "u1", title: "Li" } });
  });
  it("keeps what only the server can compute", () => {
    const unknown = formula("superior", "text", envelope(call("SUPERIOR_OF_NOBODY", "text"), "text"));
    expect(new Program(app, form([unknown])).run({ superior: "Wang" }, new Map(), around).values.superior).toBe("Wang");
  });
});

describe("linkage", () => {
  const lost = envelope(call("=", "boolean", path("stage", "option"), lit("lost", "text")), "boolean", "stage");
  const stage = field("stage", "select", { kind: "option" });
  const reason = field("reason", "text");
  it("hides what some line shows unless one of those lines holds", () => {
    const program = new Program(app, form([stage, reason], { linkage: [{ when: lost, show: ["reason"], require: ["reason"] }] }));
    expect(program.run({ stage: "new" }, new Map(), around).hidden.has("reason")).toBe(true);
    const shape = program.run({ stage: "lost" }, new Map(), around);
    expect(shape.hidden.has("reason")).toBe(false);
    expect(shape.required.has("reason")).toBe(true);
  });
  it("asks for the record behind a reference, and goes on once it is there", () => {
    const project = field("project", "reference", { form: "project", kind: { record: "project" } });
    const level = formula("level", "text", envelope(path("project.level", "text"), "text", "project.level"));
    const target = form([field("level", "text")]);
    const program = new Program({ ...app, forms: [{ ...target, key: "project" }] }, form([project, level]));
    const values = { project: { id: "7", title: "Acme" } };
    expect(program.run(values, new Map(), around).wanted).toEqual([{ app: "a", form: "project", id: "7" }]);
    expect(program.run(values, new Map([["a/project/7", { level: "A" }]]), around).values.level).toBe("A");
  });
});

it("rounds half away from zero, exactly", () => {
  expect(roundText("2.675", 2)).toBe("2.68");
  expect(roundText("-0.005", 2)).toBe("-0.01");
  expect(roundText("1.004", 2)).toBe("1.00");
  expect(roundText("5", 0)).toBe("5");
});
