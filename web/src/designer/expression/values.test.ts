/** Values by their names, the function around a place, and names found by their initials. */
import { describe, expect, it } from "vitest";

import type { App, Field } from "../../platform/api/types";
import { callAt, parametersOf } from "./calls";
import { suggest } from "./completion";
import { initialsOf } from "./initials";
import { inNames, resolve } from "./names";
import type { FunctionHelp } from "./questions";
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

describe("initials", () => {
  it("are those of the syllables", () => expect([initialsOf("客户名称"), initialsOf("A 级金额（元）")]).toEqual(["khmc", "ajjey"]));
});
