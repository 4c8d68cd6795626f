/** What can be done with several records at once: one field changed, or all deleted. */
import { PencilLine, Trash2 } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { FieldScopeProvider } from "../../../engines/record/context";
import { isComputed, isShownOnly } from "../../../engines/record/fields";
import { fieldView } from "../../../engines/record/registry";
import { records } from "../../../platform/api/resources";
import type { App, Field, Form, Json } from "../../../platform/api/types";
import { refreshRecords } from "../../../platform/queries";
import { Button, confirm, Layer, Select, toast } from "../../../ui";
import css from "./list.module.css";

interface BatchProps {
  app: App;
  form: Form;
  selected: ReadonlySet<string>;
  onDone: () => void;
}

/** Fields that mean the same for many records: no rows, no files, nothing that is computed. */
export function changeable(form: Form): Field[] {
  return form.fields.filter((field) => field.right === "edit" && !field.readonly && !isComputed(field) && !isShownOnly(field) && fieldView(field.type).Input !== undefined && !["files", "none"].includes(fieldView(field.type).family));
}

export function BatchBar({ app, form, selected, onDone }: BatchProps) {
  const { t } = useTranslation();
  const [busy, setBusy] = useState(false);
  const [changing, setChanging] = useState(false);
  const fields = changeable(form);
  const send = async (operations: unknown[], words: { all: string; some: (refused: number, why: string) => string }) => {
    setBusy(true);
    try {
      const answer = await records.batch(app.key, form.key, operations);
      const refused = answer.results.flatMap((one) => ("problems" in one ? [one.problems[0]?.message ?? ""] : []));
      toast(refused.length ? "error" : "success", refused.length ? words.some(refused.length, refused[0] ?? "") : words.all);
      setChanging(false);
      onDone();
      await refreshRecords(app.key);
    } catch (error) {
      toast("error", error instanceof Error ? error.message : String(error));
    } finally {
      setBusy(false);
    }
  };
  const ids = [...selected];
  const drop = async () => {
    if (!(await confirm({ title: t("list.delete_title", { count: ids.length }), text: t("list.delete_text"), yes: t("ui.delete"), danger: true }))) return;
    await send(ids.map((id) => ({ delete: { id } })), { all: t("list.deleted", { count: ids.length }), some: (refused) => t("list.delete_some", { done: ids.length - refused, refused }) });
  };
  const change = (field: Field, value: Json) =>
    send(ids.map((id) => ({ update: { id, values: { [field.key]: value } } })), { all: t("list.changed", { count: ids.length }), some: (refused, why) => t("list.change_some", { done: ids.length - refused, refused, why }) });
  return (
    <div className={css.batch} role="toolbar" aria-label={t("list.batch")}>
      <span>{t("list.selected", { count: ids.length })}</span>
      {form.can.includes("update") && fields.length > 0 && <Button icon={PencilLine} onClick={() => setChanging(true)} data-action="batch-change">{t("list.change_field")}</Button>}
      {form.can.includes("delete") && <Button kind="danger" icon={Trash2} busy={busy} onClick={() => void drop()} data-action="batch-delete">{t("ui.delete")}</Button>}
      <Button kind="plain" onClick={onDone}>{t("list.unselect")}</Button>
      {changing && <ChangeField app={app} form={form} fields={fields} count={ids.length} busy={busy} onChange={(field, value) => void change(field, value)} onClose={() => setChanging(false)} />}
    </div>
  );
}

interface ChangeProps {
  app: App;
  form: Form;
  fields: Field[];
  count: number;
  busy: boolean;
  onChange: (field: Field, value: Json) => void;
  onClose: () => void;
}

function ChangeField({ app, form, fields, count, busy, onChange, onClose }: ChangeProps) {
  const { t } = useTranslation();
  const [key, setKey] = useState<string | null>(null);
  const [value, setValue] = useState<Json>(null);
  const field = fields.find((one) => one.key === key);
  const Input = field && fieldView(field.type).Input;
  const choose = (next: string | null) => {
    setKey(next);
    setValue(null);
  };
  return (
    <Layer
      open
      onClose={onClose}
      title={t("list.change_title", { count })}
      width={460}
      foot={
        <>
          <Button onClick={onClose}>{t("ui.cancel")}</Button>
          <Button kind="primary" busy={busy} disabled={!field || (field.required && value === null)} onClick={() => field && onChange(field, value)} data-action="confirm-change">
            {t("list.change_go", { count })}
          </Button>
        </>
      }
    >
      <FieldScopeProvider value={{ app, form }}>
        <div className={css.change}>
          <Select label={t("condition.field")} placeholder={t("list.which_field")} clearable={false} value={key} options={fields.map((one) => ({ value: one.key, label: one.name }))} onChange={choose} />
          {field && Input && (
            <div data-field={field.key}>
              <label htmlFor={`batch-${field.key}`}>{t("list.new_value", { name: field.name })}</label>
              <Input id={`batch-${field.key}`} field={field} value={value} onChange={setValue} />
              {!field.required && <small>{t("list.blank_clears")}</small>}
            </div>
          )}
        </div>
      </FieldScopeProvider>
    </Layer>
  );
}
