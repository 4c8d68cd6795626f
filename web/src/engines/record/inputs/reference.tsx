/** Choosing a record of another form; its values may fill fields of this one. */
import { Plus } from "lucide-react";
import { useTranslation } from "react-i18next";

import { records } from "../../../platform/api/resources";
import type { App, Field, Form, Json, Row } from "../../../platform/api/types";
import { Button, MultiSelect, type Option, Select } from "../../../ui";
import { useFieldScope } from "../context";
import type { InputProps } from "../field_view";
import { refOf, refsOf, titleKey, valueAt } from "../fields";
import { plain } from "../plain";
import { asRef } from "./people";
import { named } from "./text";

/** The app and the form a reference points to; a form of another app is ``app/form``. */
export function targetOf(app: App, field: Field): { app: string; form: string; known?: Form } {
  const [first = "", second] = (field.form ?? "").split("/");
  return second ? { app: first, form: second } : { app: app.key, form: first, known: app.forms.find((one) => one.key === first) };
}

function hintOf(field: Field, known: Form | undefined, row: Row): string | undefined {
  const named = Array.isArray(field.show) ? (field.show as string[]) : [];
  const shown = named.length ? named : known ? known.fields.filter((one) => one.type === "serial" && one.key !== titleKey(known)).map((one) => one.key) : [];
  return shown.map((key) => plain(valueAt(row, key))).filter(Boolean).join(" · ") || undefined;
}

function useFinder({ field, standing }: InputProps) {
  const { app, form } = useFieldScope();
  const target = targetOf(app, field);
  return async (words: string): Promise<Option[]> => {
    const asked = { q: words || undefined, limit: 20 };
    // a filter may read what is filled in by now, so it is the server's to say what may be chosen
    const page = standing && field.expressions?.filter ? await records.choices(app.key, form.key, { ...asked, field: standing.field, row: standing.row, id: standing.id, values: standing.whole() }) : await records.list(target.app, target.form, { ...asked, count: "none" });
    return page.items.map((row) => ({ value: row.id, label: row.title ?? row.id, hint: hintOf(field, target.known, row) }));
  };
}

function useCreate(field: Field) {
  const { app, createRecord } = useFieldScope();
  const { t } = useTranslation();
  const target = targetOf(app, field);
  if (!createRecord || field.allow_create === false || !target.known?.can.includes("create")) return undefined;
  const name = target.known.name;
  return (done: (option: Option) => void) => (close: () => void) => (
    <Button
      kind="link"
      icon={Plus}
      data-action="create-referenced"
      onClick={() => {
        close();
        createRecord(target.form, (row) => done({ value: row.id, label: row.title ?? row.id }));
      }}
    >
      {t("field.create_new", { name })}
    </Button>
  );
}

/** Field of this form -> value behind the path in the chosen record. */
async function filled(app: App, field: Field, id: string): Promise<Record<string, Json> | null> {
  const fill = field.fill as Record<string, string> | undefined;
  if (!fill || !Object.keys(fill).length) return null;
  const target = targetOf(app, field);
  const row = await records.read(target.app, target.form, id);
  return Object.fromEntries(Object.entries(fill).map(([to, from]) => [to, valueAt(row, from)]));
}

/** What the references among these values bring along, as if each had just been chosen. */
export async function broughtAlong(app: App, form: Form, values: Record<string, Json>): Promise<Record<string, Json>> {
  const found = form.fields.map(async (field) => {
    const id = field.type === "reference" ? refOf(values[field.key])?.id : null;
    return id ? await filled(app, field, id).catch(() => null) : null;
  });
  return Object.assign({}, ...(await Promise.all(found))) as Record<string, Json>;
}

export function ReferenceFieldInput(props: InputProps) {
  const { field, onChange, onFill } = props;
  const { app } = useFieldScope();
  const find = useFinder(props);
  const create = useCreate(field);
  const chosen = refOf(props.value);
  const pick = (option: Option | null) => {
    onChange(option && asRef(option));
    if (option && onFill) void filled(app, field, option.value).then((values) => values && onFill(values), () => undefined);
  };
  return <Select {...named(props)} label={field.name} value={chosen?.id ? { value: chosen.id, label: chosen.title ?? chosen.id } : null} find={find} onChange={(_, option) => pick(option)} foot={create?.(pick)} />;
}

export function ReferencesFieldInput(props: InputProps) {
  const find = useFinder(props);
  const create = useCreate(props.field);
  const chosen = refsOf(props.value).map((one) => ({ value: one.id ?? "", label: one.title ?? "" }));
  const put = (next: Option[]) => props.onChange(next.length ? next.map(asRef) : null);
  return <MultiSelect many {...named(props)} label={props.field.name} value={chosen} find={find} onChange={put} foot={create?.((option) => put([...chosen, option]))} />;
}
