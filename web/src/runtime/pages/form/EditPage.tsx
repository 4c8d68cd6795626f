/** Changing a record. */
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useParams } from "@tanstack/react-router";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";

import { records } from "../../../platform/api/resources";
import type { Row } from "../../../platform/api/types";
import { formOf, queryClient, recordKeys, refreshRecords, useApp } from "../../../platform/queries";
import { toast } from "../../../ui";
import { PageSkeleton } from "../../frame/FrameSkeleton";
import { NotFound, Trouble } from "../../frame/PageError";
import { usePlace } from "../../frame/trail";
import { FormEditor, type Send } from "./FormEditor";

export function EditPage() {
  const { t } = useTranslation();
  const { app: key, form: formKey, id } = useParams({ from: "/frame/app/$app/form/$form/record/$id/edit" });
  const navigate = useNavigate();
  const app = useApp(key);
  const form = formOf(app, formKey);
  const [round, setRound] = useState(0);
  const record = useQuery({ queryKey: recordKeys.one(key, formKey, id), queryFn: () => records.read(key, formKey, id), refetchOnWindowFocus: false, refetchOnMount: "always" });
  // what is filled in stands on one version until it is sent, whatever is read again meanwhile
  const held = useRef<{ round: number; row: Row } | null>(null);
  // a first step that was taken (stored, then refused on submitting) moves the version on
  const stored = useRef<number | null>(null);
  const back = () => void navigate({ to: "/app/$app/form/$form/record/$id", params: { app: key, form: formKey, id }, search: { tab: undefined } });
  const title = record.data?.title ?? "";
  usePlace({ name: form?.name ?? "", to: `/app/${key}/form/${formKey}` }, { name: title || t("ui.edit"), to: `/app/${key}/form/${formKey}/record/${id}` }, { name: t("ui.edit") });
  if (!form) return <NotFound />;
  const begun = held.current?.round === round;
  if (record.isPending || (!begun && record.isFetching)) return <PageSkeleton />;
  if (!record.data) return <Trouble error={record.error} retry={() => void record.refetch()} up={{ to: `/app/${key}/form/${formKey}`, name: t("list.up") }} />;
  if (!begun) held.current = { round, row: record.data };
  const row = held.current?.row ?? record.data;
  const reload = async () => {
    stored.current = null;
    await record.refetch();
    setRound(round + 1);
  };
  const saved = (words: string) => (next: Row) => {
    queryClient.setQueryData(recordKeys.one(key, formKey, id), next);
    void refreshRecords(key);
    toast("success", words);
    back();
  };
  const save: Send = { key: "save", label: t("ui.save"), primary: !row.draft, unjudged: Boolean(row.draft), send: (store, confirmed) => records.update(key, formKey, id, stored.current ?? row.rev, store.outgoing(), confirmed || undefined), done: saved(t("form.saved")) };
  const submit: Send = {
    key: "submit",
    label: t("form.submit"),
    primary: true,
    send: async (store, confirmed, picks) => {
      const changes = store.outgoing();
      if (Object.keys(changes).length) stored.current = (await records.update(key, formKey, id, stored.current ?? row.rev, changes, confirmed || undefined)).rev;
      return records.submit(key, formKey, id, confirmed || undefined, picks);
    },
    done: saved(t("form.submitted")),
  };
  const again = row.draft || row.flow_state === "returned" || row.flow_state === "withdrawn" || (row.can?.includes("submit") ?? false);
  return (
    <FormEditor
      key={`${id}/${String(round)}`}
      app={app}
      form={form}
      title={t("form.edit_title", { title: row.title ?? form.name })}
      values={row.values}
      record={row}
      onCancel={back}
      onReload={() => void reload()}
      sends={again ? [submit, { ...save, primary: false }] : [save]}
    />
  );
}
