/** Conditions and formulas as they are read where they are closed. */
import { describe, expect, it } from "vitest";

import type { App, Field } from "../../platform/api/types";
import type { FunctionHelp } from "../expression/questions";
import { choicesOfThis, fieldChoices } from "./appview";
import { conditionWords, formulaWords } from "./conditionWords";

const field = (key: string, type: string, name: string, more: object = {}): Field => ({ key, type, name, right: "edit", ...more }) as Field;
const level = field("level", "select", "级别", { options: [{ value: "a", name: "甲级" }, { value: "b", name: "乙级" }] });
const account = { key: "account", name: "客户", can: [], fields: [level, field("parent", "reference", "上级客户", { form: "account" })] };
const deal = { key: "deal", name: "商机", can: [], fields: [field("account", "reference", "客户", { form: "account" }), field("due", "date", "到期"), field("amount", "money", "金额")] };
const app = { key: "crm", forms: [deal, account], option_sets: [] } as unknown as App;
const fields = fieldChoices(app, deal, [field("owner", "user", "负责人")], true, true);
const words: Record<string, string> = { "condition.and": "且", "condition.not_blank": "{field} 不为空", "translation:op.is": "是", "of.user.name": "姓名", "of.user.department": "部门", "of.department.name": "名称", "translation:period.this_month": "本月", "condition.in": "属于" };
const say = (key: string, details: Record<string, unknown> = {}): string => Object.entries(details).reduce((text, [name, value]) => text.replace(`{${name}}`, String(value)), words[key] ?? key);
const help = (key: string, signature: string, choices: FunctionHelp["choices"]): FunctionHelp => ({ key, family: "date", signature, returns: "date", doc: { "zh-CN": "", en: "" }, examples: [], ...(choices ? { choices } : {}) });
const functions = [help("DATEADD", "value: M, count: number, unit: text", { unit: [{ value: "day", name: { "zh-CN": "天", en: "days" } }] })];

describe("a closed formula", () => {
  it("names what lies behind references, however far", () => {
    expect(formulaWords("account.parent.level & account.parent.parent.level", fields, app, say)).toBe("客户.上级客户.级别 & 客户.上级客户.上级客户.级别");
    expect(formulaWords("owner.department.name", fields, app, say)).toBe("负责人.部门.名称");
  });

  it("names options behind references, units, forms and fields of other forms", () => {
    expect(formulaWords('IF(account.parent.level = "a", 1, 0)', fields, app, say)).toBe("IF(客户.上级客户.级别 = “甲级”, 1, 0)");
    expect(formulaWords('DATEADD(due, 3, "day")', fields, app, say, false, functions).replaceAll(/[“”]/g, "")).toMatch(/^DATEADD\(到期, 3, (天|days)\)$/);
    expect(formulaWords('LOOKUP("account", "parent", "level", "b")', fields, app, say)).toBe("LOOKUP(“客户”, “上级客户”, “级别”, “乙级”)");
  });

  it("names what it asks of the record being filled in", () => {
    const both = [...fields, ...choicesOfThis(app, "deal", [], "本单")];
    expect(conditionWords("owner = this.account.parent", both, app, say)).toBe("负责人 = 本单.客户.上级客户");
  });

  it("leaves what stands in quotes alone", () => expect(formulaWords('amount & "due"', fields, app, say)).toBe('金额 & "due"'));
});

describe("a closed condition", () => {
  it("names fields two references away, as formula and as lines", () => {
    expect(conditionWords('account.parent.level = "a" AND due IN this_month', fields, app, say)).toBe("客户.上级客户.级别 = “甲级” 且 到期 属于 本月");
    expect(conditionWords({ all: [{ field: "account.parent.level", op: "is", value: "b" }] }, fields, app, say)).toBe("客户 / 上级客户 / 级别 是 乙级");
    expect(conditionWords("NOT(ISBLANK(account.parent.parent.level))", fields, app, say)).toBe("客户.上级客户.上级客户.级别 不为空");
  });
});
