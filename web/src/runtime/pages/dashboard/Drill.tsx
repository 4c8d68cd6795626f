/** The records behind a mark. */
import { useInfiniteQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useCallback, useMemo } from "react";
import { useTranslation } from "react-i18next";

import { columnsOf, fieldsOf } from "../../../engines/record/columns";
import { FieldScopeProvider } from "../../../engines/record/context";
import { RecordCards } from "../../../engines/record/RecordCards";
import { RecordGrid } from "../../../engines/record/RecordGrid";
import type { At } from "../../../engines/report/chart_view";
import { thousands } from "../../../kit/format";
import { type ReportFilter, reports } from "../../../platform/api/resources";
import type { App, Row } from "../../../platform/api/types";
import { formOf } from "../../../platform/queries";
import { Layer, SkeletonLines, usePhone } from "../../../ui";
import { Trouble } from "../../frame/PageError";
import css from "./dashboard.module.css";

export interface Drilled {
  report: string;
  name: string;
  at: At;
  filters: ReportFilter[];
}

export function Drill({ app, drilled, onClose }: { app: App; drilled: Drilled; onClose: () => void }) {
  const { t } = useTranslation();
  const phone = usePhone();
  const navigate = useNavigate();
  const form = formOf(app, app.reports.find((one) => one.key === drilled.report)?.form ?? "");
  const columns = useMemo(() => (form ? columnsOf(app, form, form.views?.find((view) => view.type === "table"), (system) => t(`system.${system}`)) : []), [app, form, t]);
  const list = useInfiniteQuery({
    queryKey: ["reports", app.key, "drill", drilled],
    queryFn: ({ pageParam }) => reports.drill(app.key, drilled.report, drilled.at, drilled.filters, pageParam, form && fieldsOf(form, columns)),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
  });
  const first = list.data?.pages[0];
  const rows = list.data?.pages.flatMap((page) => page.items) ?? [];
  const more = useCallback(() => {
    if (list.hasNextPage && !list.isFetchingNextPage) void list.fetchNextPage();
  }, [list]);
  const open = (row: Row) => form && void navigate({ to: "/app/$app/form/$form/record/$id", params: { app: app.key, form: form.key, id: row.id }, search: { tab: undefined } });
  return (
    <Layer open kind="drawer" width={960} flush onClose={onClose} data-testid="drill" title={typeof first?.total === "number" ? t("report.behind", { name: drilled.name, count: first.total, shown: thousands(String(first.total)) }) : drilled.name}>
      {list.isPending && <div style={{ padding: 20 }}><SkeletonLines lines={8} /></div>}
      {list.isError && <Trouble error={list.error} retry={() => void list.refetch()} />}
      {form && (
        <FieldScopeProvider value={{ app, form }}>
          <div className={css.drill} style={{ height: phone ? undefined : "100%" }}>
            {phone ? <RecordCards label={form.name} columns={columns} rows={rows} more={list.hasNextPage} onMore={more} onOpen={open} /> : <RecordGrid label={form.name} columns={columns} rows={rows} more={list.hasNextPage} onMore={more} onOpen={open} />}
          </div>
        </FieldScopeProvider>
      )}
    </Layer>
  );
}
