/** The smallest app that can be used: one form with a name, open to everybody, in the menu. */
import type { JsonObject } from "../document/pointer";

export function blankApp(key: string, name: string, locale: string, words: { form: string; field: string; everyone: string }): JsonObject {
  return {
    dougong: 1, key, name, version: "0.1.0", locale, timezone: Intl.DateTimeFormat().resolvedOptions().timeZone || "Asia/Shanghai", currency: "CNY",
    roles: [],
    grants: [{ role: "everyone", form: "item", can: ["create", "read", "update", "delete", "export"], rows: "all" }],
    forms: [{ key: "item", name: words.form, title: "name", fields: [{ key: "name", type: "text", name: words.field, required: true }] }],
    menu: [{ group: words.everyone, items: [{ form: "item" }] }],
  };
}
