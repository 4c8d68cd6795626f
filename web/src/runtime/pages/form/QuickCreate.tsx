/** Making a record of another form on top of this one, from a reference field. */
import { useCallback, useState } from "react";
import { useTranslation } from "react-i18next";

import { FormView, jumpTo, ProblemSummary } from "../../../engines/form/FormView";
import { FieldScopeProvider } from "../../../engines/record/context";
import { randomId } from "../../../kit/ids";
import { Refusal } from "../../../platform/api/client";
import { records } from "../../../platform/api/resources";
import type { App, Form, Row } from "../../../platform/api/types";
import { formOf, refreshRecords } from "../../../platform/queries";
import { Button, confirm, Layer, toast } from "../../../ui";
import { useFormStore } from "./useFormStore";

interface Asked {
  form: string;
  done: (row: Row) => void;
}

export function useQuickCreate() {
  const [asked, setAsked] = useState<Asked | null>(null);
  const open = useCallback((form: string, done: (row: Row) => void) => setAsked({ form, done }), []);
  return { asked, open, close: () => setAsked(null) };
}

export function QuickCreate({ app, asked, onClose }: { app: App; asked: Asked | null; onClose: () => void }) {
  const form = asked ? formOf(app, asked.form) : undefined;
  return asked && form ? <Dialog app={app} form={form} onDone={asked.done} onClose={onClose} /> : null;
}

function Dialog({ app, form, onDone, onClose }: { app: App; form: Form; onDone: (row: Row) => void; onClose: () => void }) {
  const { t } = useTranslation();
  const [busy, setBusy] = useState(false);
  const [key] = useState(randomId);
  const store = useFormStore(app, form, { values: {}, stored: null });
  const leave = async () => {
    if (!store.touched || (await confirm({ title: t("form.discard_title"), text: t("form.discard_text"), yes: t("form.discard_yes"), danger: true }))) onClose();
  };
  const save = async () => {
    const [first] = store.check();
    if (first) return jumpTo(first.path);
    setBusy(true);
    try {
      const row = await records.create(app.key, form.key, store.outgoing(), false, undefined, key);
      await refreshRecords(app.key);
      onDone(row);
      onClose();
    } catch (error) {
      if (error instanceof Refusal && error.problems.length) store.refuse(error.problems);
      else toast("error", error instanceof Error ? error.message : String(error));
      setBusy(false);
    }
  };
  return (
    <Layer
      open
      kind="drawer"
      width={640}
      onClose={() => void leave()}
      title={t("list.new", { name: form.name })}
      foot={
        <>
          <Button onClick={() => void leave()}>{t("ui.cancel")}</Button>
          <Button kind="primary" busy={busy} onClick={() => void save()} data-action="quick-save">{t("ui.save")}</Button>
        </>
      }
    >
      <FieldScopeProvider value={{ app, form }}>
        <ProblemSummary store={store} />
        <FormView store={store} />
      </FieldScopeProvider>
    </Layer>
  );
}
