/** A new record. */
import { useNavigate, useParams, useRouter, useSearch } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

import { records } from "../../../platform/api/resources";
import type { Row, Values } from "../../../platform/api/types";
import { formOf, queryClient, recordKeys, refreshRecords, useApp } from "../../../platform/queries";
import { toast } from "../../../ui";
import { NotFound } from "../../frame/PageError";
import { usePlace } from "../../frame/trail";
import { useAttempt } from "./attempt";
import { FormEditor } from "./FormEditor";

export function CreatePage() {
  const { t } = useTranslation();
  const { app: key, form: formKey } = useParams({ from: "/frame/app/$app/form/$form/new" });
  const search = useSearch({ from: "/frame/app/$app/form/$form/new" });
  const navigate = useNavigate();
  const router = useRouter();
  const app = useApp(key);
  const form = formOf(app, formKey);
  const attempt = useAttempt();
  usePlace({ name: form?.name ?? "", to: `/app/${key}/form/${formKey}` }, { name: t("list.new", { name: form?.name ?? "" }) });
  if (!form?.can.includes("create")) return <NotFound />;
  const flows = Boolean(form.flows?.length);
  const show = (row: Row) => navigate({ to: "/app/$app/form/$form/record/$id", params: { app: key, form: formKey, id: row.id }, search: { tab: undefined } });
  const done = (words: string) => (row: Row) => {
    queryClient.setQueryData(recordKeys.one(key, formKey, row.id), row);
    void refreshRecords(key);
    // begun at another record, somebody goes on there
    if (search.with && router.history.canGoBack()) {
      toast("success", words, { label: t("form.show"), onPress: () => void show(row) });
      return router.history.back();
    }
    toast("success", words);
    void navigate({ to: "/app/$app/form/$form/record/$id", params: { app: key, form: formKey, id: row.id }, search: { tab: undefined }, replace: true });
  };
  return (
    <FormEditor
      key={`${key}/${formKey}/${JSON.stringify(search.with ?? null)}`}
      app={app}
      form={form}
      title={t("list.new", { name: form.name })}
      values={(search.with ?? {}) as Values}
      record={null}
      start={search.with === undefined ? "" : `.${JSON.stringify(search.with)}`}
      onCancel={() => (router.history.canGoBack() ? router.history.back() : void navigate({ to: "/app/$app/form/$form", params: { app: key, form: formKey } }))}
      sends={[
        { key: "submit", label: t(flows ? "form.submit" : "ui.save"), primary: true, send: (store, confirmed, picks) => records.create(key, formKey, store.outgoing(), false, confirmed || undefined, attempt([store.outgoing(), confirmed, picks]), picks), done: done(t(flows ? "form.submitted" : "form.saved")) },
        { key: "save-draft", label: t("form.save_draft"), unjudged: true, send: (store) => records.create(key, formKey, store.outgoing(), true, undefined, attempt([store.outgoing(), "draft"])), done: done(t("form.draft_saved")) },
      ]}
    />
  );
}
