/** What the formula editor reads and offers. */
import { describe, expect, it } from "vitest";

import { suggest } from "./completion";
import type { FunctionHelp } from "./questions";
import { tokensOf } from "./tokens";
import { listsOf, read, show, taken, wanted } from "./trial";

const FIELDS = [
  { path: "amount", label: "金额" },
  { path: "project.level", label: "项目 / 级别" },
];
const help = (key: string, signature: string): FunctionHelp => ({ key, family: "number", signature, returns: "N", doc: { "zh-CN": "求和", en: "The sum" }, examples: [] });
const FUNCTIONS = [help("SUM", "...value: N*"), help("TODAY", ""), help("+", "left: any, right: any")];

const offered = (text: string, always = false): string[] => suggest(text, text.length, FIELDS, FUNCTIONS, always)?.items.map((item) => item.label) ?? [];

describe("words of a formula", () => {
  it("are told apart", () => {
    const types = tokensOf('IF({amount} >= 1.5, project.level & "a""b", TRUE)').map((token) => [token.type, token.text]);
    expect(types).toEqual([
      ["function", "IF"], ["bracket", "("], ["name", "amount"], ["sign", ">="], ["number", "1.5"], ["sign", ","],
      ["name", "project.level"], ["sign", "&"], ["text", '"a""b"'], ["sign", ","], ["word", "TRUE"], ["bracket", ")"],
    ]);
  });

  it("may be Chinese, with the signs that Chinese keyboards type", () => {
    expect(tokensOf("金额＞5，“好”").map((token) => token.type)).toEqual(["name", "sign", "number", "sign", "text"]);
  });

  it("never overlap, whatever is typed", () => {
    const text = 'a..b "x } { 1e5 ((“ 🙂 —';
    let end = 0;
    for (const token of tokensOf(text)) {
      expect(token.from).toBeGreaterThanOrEqual(end);
      end = token.to;
    }
    expect(end).toBeLessThanOrEqual(text.length);
  });
});

describe("completion", () => {
  it("finds a field by its shown name and by its key", () => {
    expect(offered("金")).toEqual(["金额"]);
    expect(offered("1 + am")).toEqual(["金额"]);
    expect(offered("级")).toEqual(["项目 / 级别"]);
  });

  it("finds a function by its beginning, never an operator", () => {
    expect(offered("su")).toEqual(["SUM"]);
    expect(offered("", true)).toEqual(["金额", "项目 / 级别", "SUM", "TODAY"]);
  });

  it("puts the cursor between the brackets, or behind them where there is nothing to give", () => {
    const [sum, today] = ["SU", "TOD"].map((text) => suggest(text, text.length, [], FUNCTIONS, false)?.items[0]);
    expect([sum?.insert, sum?.cursor]).toEqual(["SUM()", 4]);
    expect([today?.insert, today?.cursor]).toEqual(["TODAY()", 7]);
  });

  it("is silent inside a text", () => expect(offered('"am')).toEqual([]));
});

describe("values to try with", () => {
  const many = { grammar: 1, kind: "money", depends: [], ast: { t: "call", f: "SUM", a: [{ t: "path", k: { list: "money" }, p: ["lines", "price"] }] } } as const;

  it("ask only for what is read at the end of a path", () => expect(wanted(["project", "project.level", "amount"])).toEqual(["project.level", "amount"]));

  it("make rows of a path that has several values", () => {
    expect(read({ "lines.price": "5", amount: "1" }, listsOf(many))).toEqual({ lines: [{ id: "1", price: "5" }], amount: "1" });
    const both = new Set(["lines.price", "lines.quantity"]);
    expect(read({ "lines.price": "5, 6", "lines.quantity": "1，2" }, both)).toEqual({ lines: [{ id: "1", price: "5", quantity: "1" }, { id: "2", price: "6", quantity: "2" }] });
  });

  it("make a record of a path through a reference", () => {
    expect(read({ "project.level": "A", "project.limit": "" }, new Set())).toEqual({ project: { id: "1", level: "A", limit: null } });
  });

  it("come from a record as they would be typed", () => {
    const values = { amount: "5.00", project: { id: "a1", title: "x" }, lines: [{ id: "1", values: { price: "5" } }, { id: "2", values: { price: null } }] };
    expect([taken(values, "amount"), taken(values, "project"), taken(values, "lines.price"), taken(values, "none")]).toEqual(["5.00", "a1", "5, ", ""]);
  });

  it("show a blank as such", () => expect([show(null, "-"), show(["1", null], "-"), show(true, "-")]).toEqual(["-", "[1, -]", "true"]));
});
