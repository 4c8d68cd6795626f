/** The buttons of the document, editing, and what else can be done with a record. */
import { Link, useNavigate } from "@tanstack/react-router";
import { Ellipsis, Link2, Pencil, Phone, Send, Trash2 } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { FieldBox } from "../../../engines/form/FieldBox";
import { jumpTo } from "../../../engines/form/FormView";
import type { FormStore } from "../../../engines/form/store";
import { FieldScopeProvider } from "../../../engines/record/context";
import { copyText } from "../../../kit/clipboard";
import { Refusal } from "../../../platform/api/client";
import { records } from "../../../platform/api/resources";
import type { App, ButtonDef, Form, Row, Values } from "../../../platform/api/types";
import { queryClient, recordKeys, refreshRecords } from "../../../platform/queries";
import { Button, buttonClass, confirm, Layer, Menu, type MenuItem, toast, usePhone } from "../../../ui";
import { iconOf } from "../../../ui/icons";
import { useFormStore } from "../form/useFormStore";

interface ButtonsProps {
  app: App;
  form: Form;
  row: Row;
  store: FormStore;
  onGone: () => void;
}

export function RecordButtons({ app, form, row, store, onGone }: ButtonsProps) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [asking, setAsking] = useState<ButtonDef | null>(null);
  const [busy, setBusy] = useState<string | null>(null);
  const phone = usePhone();
  const may = (right: string) => (row.can ? row.can.includes(right) : form.can.includes(right));
  const press = async (button: ButtonDef, values: Values = {}) => {
    setBusy(button.key);
    try {
      await records.press(app.key, form.key, row.id, button.key, values);
      await refreshRecords(app.key);
      toast("success", t("record.pressed", { name: button.name }));
    } finally {
      setBusy(null);
    }
  };
  const start = async (button: ButtonDef) => {
    if (button.ask?.length) return setAsking(button);
    if (button.confirm && !(await confirm({ title: button.name, text: button.confirm, yes: button.name, danger: button.style === "danger" }))) return;
    await press(button).catch((error: unknown) => toast("error", error instanceof Refusal ? (error.problems[0]?.message ?? error.message) : String(error)));
  };
  const submit = async () => {
    setBusy("submit");
    try {
      const next = await records.submit(app.key, form.key, row.id);
      queryClient.setQueryData(recordKeys.one(app.key, form.key, row.id), next);
      await refreshRecords(app.key);
      toast("success", t("form.submitted"));
    } catch (error) {
      if (error instanceof Refusal && error.problems.length) await navigate({ to: "/app/$app/form/$form/record/$id/edit", params: { app: app.key, form: form.key, id: row.id } });
      toast("error", error instanceof Refusal ? (error.problems[0]?.message ?? error.message) : String(error));
    } finally {
      setBusy(null);
    }
  };
  const drop = async () => {
    if (!(await confirm({ title: t("record.delete", { title: row.title ?? "" }), text: t("list.delete_text"), yes: t("ui.delete"), danger: true }))) return;
    try {
      await records.remove(app.key, form.key, row.id);
      toast("success", t("record.deleted"), { label: t("ui.undo"), onPress: () => void records.restore(app.key, form.key, row.id).then(() => refreshRecords(app.key)) });
      onGone();
      await refreshRecords(app.key);
    } catch (error) {
      toast("error", error instanceof Error ? error.message : String(error));
    }
  };
  const copyLink = async () => {
    const link = `${window.location.origin}/app/${app.key}/form/${form.key}/record/${row.id}`;
    if (await copyText(link)) toast("success", t("record.link_copied"));
    else toast("info", link);
  };
  const shown = (form.buttons ?? []).filter((button) => store.holds(button.when));
  const canSubmit = row.draft || row.flow_state === "returned" || (row.can?.includes("submit") ?? false);
  const menu: MenuItem[] = [
    { key: "copy-link", label: t("record.copy_link"), icon: Link2, onPress: () => void copyLink() },
    ...(may("delete") ? [{ key: "delete", label: t("ui.delete"), icon: Trash2, danger: true, apart: true, onPress: () => void drop() }] : []),
  ];
  const call = numberOf(form, row);
  const primary = shown.find((button) => button.style === "primary");
  return (
    <>
      {canSubmit && (
        <Button kind={primary ? "default" : "primary"} icon={Send} busy={busy === "submit"} onClick={() => void submit()} data-action="submit">
          {t("form.submit")}
        </Button>
      )}
      {shown.map((button) => (
        <Button key={button.key} kind={button.style === "danger" ? "danger" : button === primary ? "primary" : "default"} icon={button.icon ? iconOf(button.icon) : undefined} busy={busy === button.key} onClick={() => void start(button)} data-button={button.key}>
          {button.name}
        </Button>
      ))}
      {phone && call && (
        <a href={`tel:${call.number.replace(/[^+\d]/g, "")}`} className={buttonClass()} aria-label={t("record.call_number", { name: call.name, number: call.number })} data-action="call">
          <Phone size={15} aria-hidden />
          {t("record.call")}
        </a>
      )}
      {may("update") && (
        <Link to="/app/$app/form/$form/record/$id/edit" params={{ app: app.key, form: form.key, id: row.id }} className={buttonClass()} data-action="edit">
          <Pencil size={15} aria-hidden />
          {t("ui.edit")}
        </Link>
      )}
      <Menu kind="default" icon={Ellipsis} label={t("list.more")} items={menu} />
      {asking && <AskDialog app={app} form={form} button={asking} onPress={(values) => press(asking, values)} onClose={() => setAsking(null)} />}
    </>
  );
}

/** The number that a press calls: that of the first field for one that holds any. */
function numberOf(form: Form, row: Row): { name: string; number: string } | null {
  for (const field of form.fields) {
    const value = row.values[field.key];
    if (field.type === "phone" && typeof value === "string" && value) return { name: field.name, number: value };
  }
  return null;
}

/** A button that asks something first: its own little form. */
function AskDialog({ app, form, button, onPress, onClose }: { app: App; form: Form; button: ButtonDef; onPress: (values: Values) => Promise<void>; onClose: () => void }) {
  const { t } = useTranslation();
  const [busy, setBusy] = useState(false);
  const asked: Form = { key: `${form.key}-${button.key}`, name: button.name, can: [], fields: (button.ask ?? []).map((field) => ({ ...field, right: "edit" })) };
  const store = useFormStore(app, asked, { values: {}, stored: null });
  const go = async () => {
    const [first] = store.check();
    if (first) return jumpTo(first.path);
    setBusy(true);
    try {
      await onPress(store.outgoing());
      onClose();
    } catch (error) {
      if (error instanceof Refusal && error.problems.length) store.refuse(error.problems);
      toast("error", error instanceof Refusal ? (error.problems[0]?.message ?? error.message) : String(error));
      setBusy(false);
    }
  };
  return (
    <Layer
      open
      onClose={onClose}
      title={button.name}
      foot={
        <>
          <Button onClick={onClose}>{t("ui.cancel")}</Button>
          <Button kind="primary" busy={busy} onClick={() => void go()} data-action="press">
            {button.name}
          </Button>
        </>
      }
    >
      {button.confirm && <p>{button.confirm}</p>}
      <FieldScopeProvider value={{ app, form: asked }}>
        <div style={{ display: "grid", gap: 16 }}>
          {asked.fields.map((field) => (
            <FieldBox key={field.key} store={store} field={field} span={0} />
          ))}
        </div>
      </FieldScopeProvider>
    </Layer>
  );
}
