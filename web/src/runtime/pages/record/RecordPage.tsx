/** A record on a page of its own. */
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

import { records } from "../../../platform/api/resources";
import { formOf, recordKeys, useApp } from "../../../platform/queries";
import { PageSkeleton } from "../../frame/FrameSkeleton";
import { NotFound, Trouble } from "../../frame/PageError";
import { usePlace } from "../../frame/trail";
import { RecordBody } from "./RecordBody";

export function RecordPage() {
  const { t } = useTranslation();
  const params = useParams({ from: "/frame/app/$app/form/$form/record/$id" });
  const { tab } = useSearch({ from: "/frame/app/$app/form/$form/record/$id" });
  const navigate = useNavigate();
  const app = useApp(params.app);
  const form = formOf(app, params.form);
  const record = useQuery({ queryKey: recordKeys.one(params.app, params.form, params.id), queryFn: () => records.read(params.app, params.form, params.id) });
  usePlace({ name: form?.name ?? "", to: `/app/${params.app}/form/${params.form}` }, { name: record.data?.title ?? (record.isPending ? "…" : "") });
  if (!form) return <NotFound />;
  if (record.isPending) return <PageSkeleton />;
  if (record.isError) return <Trouble error={record.error} retry={() => void record.refetch()} up={{ to: `/app/${params.app}/form/${params.form}`, name: t("list.up") }} />;
  return (
    <RecordBody
      app={app}
      form={form}
      row={record.data}
      tab={tab}
      onTab={(next) => void navigate({ to: "/app/$app/form/$form/record/$id", params, search: { tab: next }, replace: true })}
      onGone={() => void navigate({ to: "/app/$app/form/$form", params })}
    />
  );
}
