/** Which columns a list shows: those of the view, else the first telling fields. */
import type { App, Field, Form, View } from "../../platform/api/types";
import { fieldAt, isShownOnly, optionsOf, shownAs, type SystemNames, titleKey, typeOfKind } from "./fields";
import { fieldView } from "./registry";

export interface Column {
  key: string;
  field: Field;
  width: number;
  numeric: boolean;
  name: string;
  sortable: boolean;
}

const HEAVY = new Set(["subtable", "richtext", "textarea", "json", "file", "image", "signature", "address", "geo"]);
const MOST = 9;

function paths(form: Form, view: View | undefined): { path: string; width?: number | null; name?: string | null }[] {
  if (view?.columns?.length) return view.columns.map((column) => (typeof column === "string" ? { path: column } : { path: column.field, width: column.width, name: column.name }));
  const title = titleKey(form);
  const telling = form.fields.filter((field) => !isShownOnly(field) && !HEAVY.has(field.type)).map((field) => field.key);
  return [...(title ? [title] : []), ...telling.filter((key) => key !== title)].slice(0, MOST).concat("created_at").map((path) => ({ path }));
}

const MOST_WIDE = 240;
const AROUND_NAME = 46;
const AROUND_CHIP = 58;

/** About how wide words are drawn in a table, px: CJK is twice as wide as the rest. */
const drawn = (words: string): number => [...words].reduce((sum, one) => sum + (one > "\u2e7f" ? 13.2 : 7.4), 0);

/** As wide as its type wants, and as its name and its choices need. */
function widthOf(app: App, field: Field, name: string, usual: number): number {
  const choices = field.type === "select" ? optionsOf(app, field).map((option) => drawn(option.name) + AROUND_CHIP) : [];
  return Math.round(Math.max(usual, Math.min(MOST_WIDE, Math.max(drawn(name) + AROUND_NAME, ...choices))));
}

export function columnsOf(app: App, form: Form, view: View | undefined, names: SystemNames): Column[] {
  const title = titleKey(form);
  return paths(form, view).flatMap(({ path, width, name }) => {
    const field = view?.paths?.[path] ?? fieldAt(app, form, path, names);
    if (!field || isShownOnly(field)) return [];
    const look = fieldView(shownAs(app, form, field).type);
    return [{ key: path, field, width: width ?? widthOf(app, shownAs(app, form, field), name ?? field.name, path === title ? Math.max(look.width ?? 180, 220) : (look.width ?? 150)), numeric: Boolean(look.numeric), name: name ?? field.name, sortable: look.family !== "none" && look.family !== "files" && typeOfKind(field.kind) !== "list" }];
  });
}

/** What to ask the server for: these columns, without what every record brings along. */
export function fieldsOf(form: Form, columns: Column[]): string[] {
  return columns.map((column) => column.key).filter((key) => key.includes(".") || form.fields.some((field) => field.key === key));
}

/** Fields that a person may filter and sort by. */
export function askable(app: App, form: Form, names: SystemNames): Field[] {
  const system = ["created_at", "created_by", "updated_at", "owner", "department", "flow_state"].flatMap((key) => (form.fields.some((field) => field.key === key) ? [] : (fieldAt(app, form, key, names) ?? [])));
  return [...form.fields, ...system].filter((field) => !isShownOnly(field) && fieldView(shownAs(app, form, field).type).family !== "none");
}
