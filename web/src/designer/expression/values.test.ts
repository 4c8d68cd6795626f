/** Values by their names, the function around a place, and names found by their initials. */
import { describe, expect, it } from "vitest";

import type { App, Field } from "../../platform/api/types";
import { callAt, parametersOf } from "./calls";
import { choicesOf } from "./choices";
import { suggest } from "./completion";
import { initialsOf } from "./initials";
import { type FormulaField, inNames, resolve } from "./names";
import type { FunctionHelp } from "./questions";
import { examplesOf, type SampleWords } from "./samples";
import { tokensOf } from "./tokens";
import { withValues } from "./values";

const help = (key: string, signature: string): FunctionHelp => ({ key, family: "number", signature, returns: "N", doc: { "zh-CN": "求和", en: "The sum" }, examples: [] });

describe("values of a field", () => {
  const words = (key: string): string => ({ yes: "是", no: "否", me: "我", my_team: "我的团队", "period.this_month": "本月" })[key] ?? key;
  const stage = { key: "stage", type: "select", name: "阶段", options: [{ value: "new", name: "初步接触" }, { value: "won", name: "赢单" }] };
  const given = [stage, { key: "vip", type: "boolean", name: "重点" }, { key: "owner", type: "user", name: "负责人" }, { key: "due", type: "date", name: "到期" }];
  const form = { key: "deal", name: "商机", can: [], fields: given };
  const app = { forms: [form], option_sets: [] } as unknown as App;
  const fields = withValues(given.map((field) => ({ path: field.key, label: field.name, field: field as Field })), app, "deal", words);
  const stored = (text: string, cursor: number | null = null): string => resolve(text, fields, cursor).reduceRight((said, one) => said.slice(0, one.from) + one.insert + said.slice(one.to), text);
  const values = (text: string, always = false) => suggest(text, text.length, fields, [], always)?.items.map((one) => one.insert) ?? [];

  it("are offered where it is compared, unasked", () => {
    expect(values("stage = ")).toEqual(['"new"', '"won"']);
    expect(values("阶段 <> ")).toEqual(['"new"', '"won"']);
    expect(values('stage IN ("new", ')).toEqual(['"new"', '"won"']);
    expect(values('SWITCH(stage, "new", 1, ')).toEqual(['"new"', '"won"']);
    expect(values("OLD(stage) = ")).toEqual(['"new"', '"won"']);
    expect(values("vip = ")).toEqual(["TRUE", "FALSE"]);
    expect(values("owner = ")).toEqual(["ME()"]);
    expect(values("owner IN ")).toEqual(["TEAM()"]);
    expect(values("due IN ")).toContain("this_month");
  });

  it("are not offered where something else is meant", () => {
    expect(values('stage = "won" ')).toEqual([]);
    expect(values('SWITCH(stage, "new", ')).toEqual([]);
    expect(values("1 + 2 = ")).toEqual([]);
    expect(values("stage + ")).toEqual([]);
  });

  it("are found by their names, their keys and initials, in quotes too, which go with them", () => {
    expect(values("stage = 赢")[0]).toBe('"won"');
    expect(values("stage = wo")[0]).toBe('"won"');
    expect(values("stage = cbjc")).toEqual(['"new"']);
    expect(suggest('stage = "赢"', 10, fields, [], false)).toMatchObject({ from: 8, to: 11, items: [{ insert: '"won"' }] });
  });

  it("are stored as keys when their names are typed", () => {
    expect(stored("阶段 = 赢单")).toBe('stage = "won"');
    expect(stored("阶段＝“赢单”")).toBe('stage＝"won"');
    expect(stored("stage = won")).toBe('stage = "won"');
    expect(stored('阶段 IN ("赢单", "初步接触")')).toBe('stage IN ("won", "new")');
    expect(stored("重点 = 是 AND 负责人 = 我 AND 到期 IN 本月")).toBe("vip = TRUE AND owner = ME() AND due IN this_month");
    expect(stored('备注 = "赢单"')).toBe('备注 = "赢单"');
    expect(stored('IF(stage = "won", "赢单", "new")')).toBe('IF(stage = "won", "赢单", "new")');
    expect(stored('stage = "赢单"', 12)).toBe('stage = "won"');
  });

  it("are read by their names where the formula is only shown", () => expect(inNames('IF("won" = stage, "won", stage IN ("new"))', fields)).toBe('IF(“赢单” = 阶段, "won", 阶段 IN (“初步接触”))'));
});

describe("calls", () => {
  const at = (text: string) => callAt(tokensOf(text.replace("|", "")), text.indexOf("|"));
  const here = (signature: string, argument: number) => parametersOf(help("F", signature), argument).filter((one) => one.here).map((one) => one.name);

  it("are known by the brackets around a place, and the argument by the commas", () => {
    expect(at("IF(a, ROUND(b, |2))")).toEqual({ name: "ROUND", argument: 1 });
    expect(at("IF(a, ROUND(b, 2)|, c)")).toEqual({ name: "IF", argument: 1 });
    expect(at("IF（a，(b + |c)，1）")).toEqual({ name: "IF", argument: 1 });
    expect(at('IF("a,b(", |')).toEqual({ name: "IF", argument: 1 });
    expect([at("(a|)"), at("IF(a)|"), at("I|F(a)"), at("|")]).toEqual([null, null, null, null]);
  });

  it("say what an argument is, also where arguments come again and again", () => {
    expect(here("value: N, digits?: number", 1)).toEqual(["digits"]);
    expect(here("...value: N*", 7)).toEqual(["value"]);
    expect([1, 2, 3, 4].map((argument) => here("value: any, ...(case: any, then: T), else?: T", argument))).toEqual([["case"], ["then"], ["case", "else"], ["then"]]);
    expect(here("value: N", 3)).toEqual([]);
  });
});

describe("arguments that take certain texts", () => {
  const units = { unit: [{ value: "day", name: { "zh-CN": "天", en: "day" } }, { value: "month", name: { "zh-CN": "月", en: "month" } }] };
  const functions = [{ ...help("DATEADD", "value: M, count: number, unit: text"), choices: units }, help("LOOKUP", "form: word, field: word, ...(match: word, value: any)"), help("RELATED", "link: field, name: field"), help("PERIODSTART", "period: word")];
  const level = { key: "level", type: "select", name: "级别", options: [{ value: "a", name: "甲级" }] };
  const forms = [{ key: "account", name: "客户", fields: [level, { key: "code", type: "text", name: "编码" }] }, { key: "deal", name: "商机", fields: [] }];
  const app = { forms, option_sets: [] } as unknown as App;
  const fields: FormulaField[] = [
    { path: "due", label: "到期" }, { path: "level", label: "热度" },
    { path: "client", label: "往来客户", field: { key: "client", type: "reference", form: "account", name: "往来客户" } as Field },
  ];
  const choices = choicesOf({ functions, fields, system: [{ key: "owner", type: "user", name: "负责人" } as Field], app, locale: "zh-CN", word: (key) => key, periods: [{ insert: "this_month", label: "本月", of: "period" }] });
  const offered = (text: string) => suggest(text, text.length, fields, functions, false, "zh-CN", choices)?.items.map((one) => `${one.label}=${one.insert}`) ?? [];
  const stored = (text: string): string => resolve(text, fields, null, new Set(), choices).reduceRight((said, one) => said.slice(0, one.from) + one.insert + said.slice(one.to), text);

  it("offer them by their names, unasked", () => {
    expect(offered("DATEADD(due, 1, ")).toEqual(['天="day"', '月="month"']);
    expect(offered('DATEADD(due, 1, "月')).toEqual(['月="month"']);
    expect(offered("PERIODSTART(")).toEqual(["本月=this_month"]);
    expect(offered("LOOKUP(")).toEqual(['客户="account"', '商机="deal"']);
    expect(offered('LOOKUP("account", ')).toEqual(["级别 = …=level = ", "编码 = …=code = ", "负责人 = …=owner = ", '级别="level"', '编码="code"', '负责人="owner"']);
    expect(offered('LOOKUP("account", level = ')).toEqual(['甲级="a"']);
    expect(offered('LOOKUP("account", level = "a" AND 编')).toEqual(["编码=code"]);
    expect(offered('LOOKUP("account", level = "a", ')).toEqual(['级别="level"', '编码="code"', '负责人="owner"']);
    expect(offered('LOOKUP("account", "code", "level", ')).toEqual(['甲级="a"']);
    expect(offered("RELATED(client, ")).toEqual(["级别=level", "编码=code", "负责人=owner"]);
    expect(offered("RELATED(client, 编")).toEqual(["编码=code"]);
    expect(offered("DATEADD(due, ")).toEqual([]);
  });

  it("are stored as keys and read by their names", () => {
    expect(stored("DATEADD(到期, 1, 月)")).toBe('DATEADD(due, 1, "month")');
    expect(stored("DATEADD(到期, 1, “月”)")).toBe('DATEADD(due, 1, "month")');
    expect(stored('LOOKUP("客户", "编码", "级别", "甲级")')).toBe('LOOKUP("account", "code", "level", "a")');
    expect(stored('LOOKUP("客户", 级别 = "甲级" AND 编码 = 热度, "编码")')).toBe('LOOKUP("account", level = "a" AND code = level, "code")');
    expect(stored("RELATED(往来客户, 级别) & 热度")).toBe("RELATED(client, level) & level");
    expect(inNames('DATEADD(due, 1, "day") & LOOKUP("account", "code", "level", "a")', fields, choices)).toBe("DATEADD(到期, 1, “天”) & LOOKUP(“客户”, “编码”, “级别”, “甲级”)");
    expect(inNames('LOOKUP("account", level = "a" AND code = level, "code")', fields, choices)).toBe("LOOKUP(“客户”, 级别 = “甲级” AND 编码 = 热度, “编码”)");
    expect(inNames("RELATED(client, level) & level", fields, choices)).toBe("RELATED(往来客户, 级别) & 热度");
    expect(inNames('"day" & (due & "day")', fields, choices)).toBe('"day" & (到期 & "day")');
  });
});

describe("examples", () => {
  const words: Record<string, string> = { "sample.amount": "金额", "sample.lines": "明细", "sample.price": "单价", "sample.account": "客户", "sample.level": "级别", "sample.owner": "负责人", "sample_value.u1": "李雷", blank: "（空）", yes: "是" };
  const say = (key: string, details: Record<string, unknown> = {}): string => words[key] ?? (typeof details.defaultValue === "string" ? details.defaultValue : `${key}:${Object.values(details).join("|")}`);
  const samples: SampleWords = { say, word: (key) => words[key] ?? key, locale: "zh-CN", functions: [], periods: [] };
  const told = (examples: string[], results: FunctionHelp["results"], notes?: FunctionHelp["notes"]) => examplesOf({ ...help("F", "value: N"), examples, ...(results ? { results } : {}), ...(notes ? { notes } : {}) }, 3, samples).map((one) => ({ ...one, text: one.text.map((piece) => (piece.look ? `[${piece.text}]` : piece.text)).join("") }));

  it("show the first, then those that need no record, with what they give", () => {
    const shown = told(["F(amount)", "F(b)", "F(-2)", "F(-2)", "F(blank)"], [{ value: "1", given: { amount: "1" } }, null, { value: "2" }, { value: "2" }, { value: null }]);
    expect(shown).toEqual([{ text: "F([金额])", given: ["金额 = 1"], result: "1" }, { text: "F(-2)", given: [], result: "2" }, { text: "F(blank)", given: [], result: "（空）" }]);
  });

  it("tell what the fields hold that they read, by their names", () => {
    const given = { lines: [{ id: "1", price: "3" }, { id: "2", price: null }], tags: ["x", "y"], account: { id: "1", level: "A" } };
    expect(told(["F(lines.price)", "RELATED(account, level)"], [{ value: ["3", null], given }, { value: true, given: { account: given.account } }])).toEqual([
      { text: "F([明细.单价])", given: ["明细.单价 = 3, （空）"], result: "3, （空）" },
      { text: "RELATED([客户], [级别])", given: ["客户.级别 = A"], result: "是" },
    ]);
  });

  it("tell what else they rest on, and what is to be noted", () => {
    const also = { now: "2026-03-15T02:30:00Z", me: { id: "u1", department: { id: "d1" }, team: ["u1"] } };
    expect(told(["owner = ME()"], [{ value: true, given: { owner: "u1" }, also }], [{ "zh-CN": "只在这里", en: "here" }])).toEqual([
      { text: "[负责人] = ME()", given: ["负责人 = 李雷", "sample.now:2026-03-15 10:30", "sample.me:李雷|d1|李雷"], result: "是", note: "只在这里" },
    ]);
  });
});

describe("initials", () => {
  it("are those of the syllables", () => expect([initialsOf("客户名称"), initialsOf("A 级金额（元）")]).toEqual(["khmc", "ajjey"]));
});
