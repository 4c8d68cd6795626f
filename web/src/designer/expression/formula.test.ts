/** What the formula editor reads and offers. */
import { describe, expect, it } from "vitest";

import type { KindJson } from "../../engines/expression";
import type { App, Field } from "../../platform/api/types";
import { suggest } from "./completion";
import { deeper, reached } from "./deeper";
import { distinct, type FormulaField, inNames, resolve } from "./names";
import { problemsOf } from "./Problems";
import type { FunctionHelp } from "./questions";
import { bracketsAt, placeIn, tokensOf, unmatched } from "./tokens";
import { told } from "./told";
import { listsOf, namesIn, read, show, taken, wanted } from "./trial";
import { usageOf } from "./usage";

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

  it("are read as Chinese keyboards give them", () => {
    const types = tokensOf("ＩＦ（项目。级别＝”是”；‘a’，｛金额（元）｝").map((token) => [token.type, token.text]);
    expect(types.filter(([type]) => ["function", "name", "text"].includes(type ?? ""))).toEqual([
      ["function", "IF"], ["name", "项目.级别"], ["text", "”是”"], ["text", "‘a’"], ["name", "金额（元）"],
    ]);
  });

  it("may be operators in words, between two values", () => {
    const told = (text: string) => tokensOf(text).map((token) => [token.type, token.text]);
    expect(told("金额 大于 5 并且 (阶段 不属于 x)").filter(([type]) => type === "sign" || type === "word")).toEqual([["sign", ">"], ["word", "AND"], ["word", "IN"]]);
    expect(told("amount大于100")).toEqual([["name", "amount"], ["sign", ">"], ["number", "100"]]);
    expect(told("大于 + {是} + 是否").filter(([type]) => type === "name").map(([, text]) => text)).toEqual(["大于", "是", "是否"]);
  });

  it("never overlap, whatever is typed", () => {
    const text = 'a..b "x } { 1e5 ((“ 🙂 — 甲大于 a大于1且且';
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

describe("names of fields", () => {
  const odd = distinct([
    ...FIELDS, { path: "net", label: "金额（元）" }, { path: "ratio", label: "A/B" }, { path: "vip", label: '是否"VIP"' }, { path: "plan", label: "2024预算" }, { path: "due", label: "Due on" },
    { path: "sum", label: "SUM" }, { path: "both", label: "AND" }, { path: "one", label: "备注" }, { path: "two", label: "备注" },
  ]);
  const stored = (text: string, cursor: number | null = null, fields = odd): string =>
    resolve(text, fields, cursor, new Set(["SUM", "IF"])).reduceRight((said, one) => said.slice(0, one.from) + one.insert + said.slice(one.to), text);

  it("are stored as keys, what stands in quotes is not", () => {
    expect(stored('金额 * 2 & "金额"')).toBe('amount * 2 & "金额"');
    expect(stored("项目。级别 = “金额”")).toBe("project.level = “金额”");
    expect(stored("amount + total")).toBe("amount + total");
  });

  it("may have any signs, and be the name of a function or an operator", () => {
    expect(stored("金额（元） + A/B + 2024预算 * 2")).toBe("net + ratio + plan * 2");
    expect(stored('IF(是否"VIP", Due on, {AND})')).toBe("IF(vip, due, both)");
    expect(stored("SUM(SUM) AND 金额 > 1")).toBe("SUM(sum) AND amount > 1");
    expect(stored('"A/B" & “金额（元）”')).toBe('"A/B" & “金额（元）”');
  });

  it("are found where operators in words stand beside them without a blank", () => {
    expect(stored("金额大于100且金额小于SUM")).toBe("amount 大于 100 且 amount 小于 sum");
    expect(stored("金额大于100")).toBe("amount 大于 100");
    expect(stored("金额（元）大于100")).toBe("net 大于100");
    expect(stored("金额大于合计")).toBe("金额大于合计");
    expect(stored("A或B + 1", null, [...odd, { path: "either", label: "A或B" }])).toBe("either + 1");
  });

  it("give way to what can be read otherwise", () => {
    expect(stored("A/B", null, [...odd, { path: "a", label: "A" }, { path: "b", label: "B" }])).toBe("a/b");
    expect(stored("金额（元）", 5)).toBe("金额（元）");
    expect(stored("项目 ", 3, [...odd, { path: "project", label: "项目" }, { path: "project.due", label: "项目 / 到期 日" }])).toBe("project ");
    expect(["A/", "A/B", "A/B "].map((text) => stored(text, text.length, [...odd, { path: "a", label: "A" }]))).toEqual(["A/", "A/B", "ratio "]);
  });

  it("are told apart where two fields have one, and are found by what was typed of them", () => {
    expect(odd.filter((field) => field.label.startsWith("备注")).map((field) => field.label)).toEqual(["备注 · one", "备注 · two"]);
    const begun = (text: string) => suggest(text, text.length, odd, FUNCTIONS, false);
    expect(begun("1 + 金额（")).toMatchObject({ from: 4, items: [{ insert: "net" }] });
    expect(begun("2024")).toMatchObject({ from: 0, items: [{ insert: "plan" }] });
    expect(begun('是否"V')).toMatchObject({ from: 0, items: [{ insert: "vip" }] });
    expect(begun("1 + Due o")).toMatchObject({ from: 4, items: [{ insert: "due" }] });
    expect(begun("{金额（")?.items[0]?.insert).toBe("net");
  });

  it("lead on behind references and people, after all that is near", () => {
    const field = (key: string, type: string, name: string, form?: string): FormulaField => ({ path: key, label: name, field: { key, type, name, form, right: "edit" } as Field });
    const app = { forms: [{ key: "account", fields: [field("parent", "reference", "上级", "account").field, field("level", "text", "级别").field] }] } as unknown as App;
    const near = [field("owner", "user", "负责人"), { ...field("account.parent", "reference", "客户 / 上级", "account") }];
    const all = deeper(near, app, (key) => key);
    const behind = all.filter((one) => one.path.startsWith("account.parent."));
    expect(behind.slice(0, 3).map((one) => [one.path, one.label])).toEqual([["account.parent.parent", "客户 / 上级 / 上级"], ["account.parent.level", "客户 / 上级 / 级别"], ["account.parent.owner", "客户 / 上级 / 负责人"]]);
    expect(behind.map((one) => one.path)).toContain("account.parent.owner.department");
    expect(stored("客户.上级.级别 & 负责人.user.department.department.name", null, all)).toBe("account.parent.level & owner.department.name");
    const further = reached("account.parent.parent.level & 客户.上级.上级.", all, app, (key) => key);
    expect(further.find((one) => one.path === "account.parent.parent.level")?.label).toBe("客户 / 上级 / 上级 / 级别");
    expect(suggest("客户.上级.上级.级", 10, [...all, ...further], [], false)?.items.map((one) => one.insert)).toEqual(["account.parent.parent.level"]);
    expect(reached("account.level + nowhere.parent.level", all, app, (key) => key)).toEqual([]);
    expect(suggest("级别", 2, [...all, field("level", "text", "级别")], [], false)?.items.map((one) => one.insert)).toEqual(["level", "account.parent.level"]);
  });

  it("are read without doubt where a formula is only shown", () => expect(inNames('ratio / net + project.level & "net"', odd)).toBe('{A/B} / {金额（元）} + 项目.级别 & "net"'));
});

describe("help", () => {
  const name = (parameter: string): string => ({ test: "条件", then: "结果", else: "否则", value: "值", case: "情形" })[parameter] ?? parameter;

  it("says how a function is called", () => {
    expect(usageOf(help("IF", "test: boolean, then: T, else?: T"), name)).toBe("IF(条件, 结果[, 否则])");
    expect(usageOf(help("SWITCH", "value: any, ...(case: any, then: T), else?: T"), name)).toBe("SWITCH(值, 情形, 结果, …[, 否则])");
    expect(usageOf(help("SUM", "...value: N*"), name)).toBe("SUM(值, …)");
    expect(usageOf(help("TODAY", ""), name)).toBe("TODAY()");
  });

  it("finds a function by what it does, not by one letter of that", () => expect([offered("求和")[0], offered("和")]).toEqual(["SUM", []]));
});

describe("places", () => {
  const at = (text: string, place: number) => bracketsAt(tokensOf(text), place);

  it("of brackets are paired as they are read: not in quotes, full-width ones too", () => {
    expect(at('IF(a = "(", 1）', 14)).toEqual([{ from: 2, to: 3, matched: true }, { from: 13, to: 14, matched: true }]);
    expect(at("【1）", 3)).toEqual([{ from: 0, to: 1, matched: false }, { from: 2, to: 3, matched: false }]);
    expect(at("SUM(1", 4)).toEqual([{ from: 3, to: 4, matched: false }]);
    expect(at('"(" + 1', 2)).toEqual([]);
  });

  it("of brackets without a counterpart, or with a wrong one, are found", () => {
    const alone = (text: string) => [...unmatched(tokensOf(text))];
    expect([alone("IF(a, (b)"), alone("a)）"), alone("[1）"), alone('IF("(", 1）')]).toEqual([[2], [1, 2], [0, 2], []]);
  });

  it("of problems are counted by characters, those of the editor are not", () => expect([placeIn('"😀" & x', 6), placeIn("ab", 9)]).toEqual([7, 2]));
});

describe("mistakes", () => {
  const fields = distinct([...FIELDS, { path: "one", label: "备注" }, { path: "two", label: "备注" }, { path: "owner", label: "负责人" }]);
  const told = (text: string, hint?: string) => {
    const problem = { pointer: "", code: "unknown_name", severity: "error" as const, message: { "zh-CN": "没有", en: "None" }, position: [0, text.length] as [number, number], ...(hint ? { hint } : {}) };
    return problemsOf([problem], text, fields, [], () => "", null, (key) => key).map((one) => [one.message, one.mends?.map((mend) => mend.insert)]);
  };

  it("are mended with a press where a name was mistyped, not where a field is gone", () => {
    expect(told("amuont", "amount")[0]?.[1]).toEqual(["amount"]);
    expect(told("金", "amount")[0]?.[1]).toEqual(["amount"]);
    expect(told("gone", "owner")[0]?.[1]).toBeUndefined();
  });

  it("of a name that several fields have offer each", () => expect(told("备注", "one")).toEqual([["namesakes", ["one", "two"]]]));
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

  it("come from behind a reference too, and are read by their names", () => {
    const values = { "account.name": "甲", owner: { id: "u1", title: "罗海涛" } };
    expect([taken(values, "account.name"), taken(values, "owner"), namesIn(values).get("u1")]).toEqual(["甲", "u1", "罗海涛"]);
  });

  it("are told by their names, in words and grouped", () => {
    const stage = { path: "stage", label: "阶段", values: [{ insert: '"won"', label: "赢单" }] };
    const telling = { names: new Map([["u1", "罗海涛"]]), fields: [stage], zone: "Asia/Shanghai", word: (key: string) => key };
    const say = (value: unknown, kind: KindJson) => told(value, kind, telling);
    expect([say("won", "option"), say("u1", "user"), say("u2", { record: "a" }), say(true, "boolean"), say(null, "text")]).toEqual(["赢单", "罗海涛", "u2", "yes", "blank"]);
    expect([say("1234567.5000", "number"), say("1234.5", "money"), say("0.250000", "percent"), say("2026-11-22T01:30:00Z", "datetime")]).toEqual(["1,234,567.5", "1,234.50", "25%", "2026-11-22 09:30"]);
    expect(say(["u1"], { list: "user" })).toBe("[罗海涛]");
  });

  it("show a blank as such", () => expect([show(null, "-"), show(["1", null], "-"), show(true, "-")]).toEqual(["-", "[1, -]", "true"]));
});
