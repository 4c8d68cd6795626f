/** The draft as the members' pages would get it: names in one language, the same shapes, so that their parts draw it. */
import type { App, Field, Form, Json, OptionDef } from "../../platform/api/types";
import { type Locale, shown } from "./names";
import { isObject, type JsonObject } from "./pointer";

const items = (value: Json | undefined): JsonObject[] => (Array.isArray(value) ? value.filter(isObject) : []);
const text = (value: Json | undefined): string | undefined => (typeof value === "string" ? value : undefined);

function optionView(option: JsonObject, locale: Locale): OptionDef {
  const value = String(option.value ?? "");
  return { value, name: shown(option.name, locale) || value, color: text(option.color), retired: option.retired === true };
}

export function fieldView(field: JsonObject, locale: Locale): Field {
  const key = String(field.key ?? "");
  return {
    ...field,
    key,
    type: String(field.type ?? "text"),
    name: shown(field.name, locale) || key,
    hint: shown(field.hint, locale) || null,
    right: "edit",
    text: isObject(field.text) ? shown(field.text, locale) : field.text,
    ...(["formula", "rollup"].includes(String(field.type)) ? { kind: text(field.returns) ?? "number" } : {}),
    ...(Array.isArray(field.options) ? { options: items(field.options).map((one) => optionView(one, locale)) } : {}),
    ...(Array.isArray(field.labels) ? { labels: field.labels.map((one) => shown(one, locale)) } : {}),
    ...(Array.isArray(field.fields) ? { fields: items(field.fields).map((one) => fieldView(one, locale)) } : {}),
  } as Field;
}

export function formView(form: JsonObject, locale: Locale): Form {
  const key = String(form.key ?? "");
  return { key, name: shown(form.name, locale) || key, icon: text(form.icon), title: text(form.title), can: ["read", "create", "update"], fields: items(form.fields).map((one) => fieldView(one, locale)) };
}

const seen = new WeakMap<JsonObject, Map<Locale, App>>();

/** Made once for a document and a language. */
export function appView(document: JsonObject, locale: Locale): App {
  const made = seen.get(document)?.get(locale);
  if (made) return made;
  const key = String(document.key ?? "");
  const view: App = {
    key, name: shown(document.name, locale) || key, icon: text(document.icon), version: 0,
    locale: text(document.locale) ?? "zh-CN", timezone: text(document.timezone) ?? "Asia/Shanghai", currency: text(document.currency) ?? "CNY",
    menu: [], reports: [], dashboards: [],
    forms: items(document.forms).map((one) => formView(one, locale)),
    option_sets: items(document.option_sets).map((one) => ({ key: String(one.key ?? ""), options: items(one.options).map((option) => optionView(option, locale)) })),
  };
  seen.set(document, (seen.get(document) ?? new Map<Locale, App>()).set(locale, view));
  return view;
}

/** The form of a name: ``order``, or ``order.lines`` for its rows, where a name is a column or, behind that, a field of the record. */
export function formNamed(app: App, name: string | undefined): Form | undefined {
  const [key = "", rows] = (name ?? "").split(".");
  const form = app.forms.find((one) => one.key === key);
  const columns = rows ? form?.fields.find((one) => one.key === rows)?.fields : undefined;
  if (!form || !columns) return form;
  return { ...form, fields: [...columns, ...form.fields.filter((field) => !columns.some((one) => one.key === field.key))] };
}

export interface FieldChoice {
  path: string;
  label: string;
  field: Field;
}

/** What may stand where a field is named: own fields, those of the record itself, and one step through references and rows. `behind`: there too those of the record itself. */
export function fieldChoices(app: App, form: Form | undefined, system: Field[], deep: boolean, behind = false): FieldChoice[] {
  if (!form) return [];
  const own = form.fields.filter((field) => !["note", "divider"].includes(field.type));
  const choices = [...own, ...system.filter((field) => !own.some((one) => one.key === field.key))].map((field) => ({ path: field.key, label: field.name, field }));
  if (!deep) return choices;
  for (const field of own) {
    const inner = field.type === "subtable" ? field.fields : field.type === "reference" ? app.forms.find((one) => one.key === field.form)?.fields : undefined;
    const records = behind && inner && field.type === "reference" ? system.filter((next) => !inner.some((one) => one.key === next.key)) : [];
    for (const next of [...(inner ?? []), ...records]) {
      if (["note", "divider", "subtable"].includes(next.type)) continue;
      const path = `${field.key}.${next.key}`;
      const label = `${field.name} / ${next.name}`;
      choices.push({ path, label, field: { ...next, key: path, name: label } });
    }
  }
  return choices;
}

/** What a formula that says which records may be chosen can ask of the record being filled in: `this.account`. `called`: what that record is called. */
export function choicesOfThis(app: App, filled: string | undefined, system: Field[], called: string): FieldChoice[] {
  return fieldChoices(app, filled === undefined ? undefined : formNamed(app, filled), system, false).map(({ path, label, field }) => {
    const [key, name] = [`this.${path}`, `${called} / ${label}`];
    return { path: key, label: name, field: { ...field, key, name } };
  });
}

/** The form at the other end of a path of references: ``account`` or ``account.parent``. */
export function formBehind(app: App, form: Form | undefined, path: string): string | undefined {
  let here = form;
  for (const step of path.split(".")) {
    const field = here?.fields.find((one) => one.key === step);
    here = app.forms.find((one) => one.key === field?.form);
  }
  return here?.key;
}
