/** A record beside its list. */
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Maximize2 } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { records } from "../../../platform/api/resources";
import type { App, Form } from "../../../platform/api/types";
import { recordKeys } from "../../../platform/queries";
import { buttonClass, Layer } from "../../../ui";
import { PageSkeleton } from "../../frame/FrameSkeleton";
import { Trouble } from "../../frame/PageError";
import { RecordBody } from "./RecordBody";

export default function RecordDrawer({ app, form, id, onClose }: { app: App; form: Form; id: string; onClose: () => void }) {
  const { t } = useTranslation();
  const [tab, setTab] = useState("facts");
  const record = useQuery({ queryKey: recordKeys.one(app.key, form.key, id), queryFn: () => records.read(app.key, form.key, id) });
  return (
    <Layer
      open
      kind="drawer"
      width={880}
      flush
      onClose={onClose}
      title={form.name}
      data-testid="record-drawer"
      extra={
        <Link to="/app/$app/form/$form/record/$id" params={{ app: app.key, form: form.key, id }} search={{ tab: undefined }} className={buttonClass("plain")} data-action="open-page">
          <Maximize2 size={15} aria-hidden />
          {t("record.open_page")}
        </Link>
      }
    >
      {record.isPending && <PageSkeleton />}
      {record.isError && <Trouble error={record.error} retry={() => void record.refetch()} />}
      {record.data && <RecordBody app={app} form={form} row={record.data} drawer tab={tab} onTab={setTab} onGone={onClose} />}
    </Layer>
  );
}
