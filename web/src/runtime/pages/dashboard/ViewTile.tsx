/** A list as a tile. */
import { Link, useNavigate } from "@tanstack/react-router";
import { useCallback, useMemo } from "react";
import { useTranslation } from "react-i18next";

import { columnsOf } from "../../../engines/record/columns";
import { FieldScopeProvider } from "../../../engines/record/context";
import { RecordGrid } from "../../../engines/record/RecordGrid";
import type { App, Form, Row } from "../../../platform/api/types";
import { formOf, useApp } from "../../../platform/queries";
import { buttonClass, usePhone, WholeRows } from "../../../ui";
import { useRows } from "../list/useList";
import css from "./dashboard.module.css";
import { Failed } from "./Failed";

/** A phone shows the first rows and the way to the rest: nobody scrolls through a list inside a page. */
const ON_PHONES = 5;

export function ViewTile({ app: key, form: formKey, view }: { app: string; form: string; view: string }) {
  const app = useApp(key);
  const form = formOf(app, formKey);
  return form ? <Rows app={app} form={form} view={view} /> : null;
}

function Rows({ app, form, view }: { app: App; form: Form; view: string }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const phone = usePhone();
  const query = useMemo(() => ({ view: view || undefined, limit: 30 }), [view]);
  const list = useRows(app.key, form.key, query);
  const columns = useMemo(() => columnsOf(app, form, form.views?.find((one) => one.key === view), (system) => t(`system.${system}`)).slice(0, 6), [app, form, view, t]);
  const all = list.data?.pages.flatMap((page) => page.items) ?? [];
  const rows = phone ? all.slice(0, ON_PHONES) : all;
  const more = useCallback(() => {
    if (list.hasNextPage && !list.isFetchingNextPage) void list.fetchNextPage();
  }, [list]);
  const open = (row: Row) => void navigate({ to: "/app/$app/form/$form/record/$id", params: { app: app.key, form: form.key, id: row.id }, search: { tab: undefined } });
  if (list.isError && !rows.length) return <Failed error={list.error} again={() => void list.refetch()} />;
  if (list.isSuccess && !rows.length) return <div className={css.nothing}>{t("report.nothing")}</div>;
  return (
    <FieldScopeProvider value={{ app, form }}>
      <div style={{ height: "100%", display: "flex", flexDirection: "column" }}>
        <WholeRows rows={rows.length}>
          <RecordGrid label={form.name} columns={columns} rows={rows} density="compact" pending={list.isPending} more={!phone && list.hasNextPage} onMore={more} onOpen={open} />
        </WholeRows>
        {(list.hasNextPage || all.length > rows.length) && phone && (
          <Link to="/app/$app/form/$form" params={{ app: app.key, form: form.key }} search={{ view: view || undefined }} className={buttonClass("link")} data-action="show-all">
            {t("list.show_all")}
          </Link>
        )}
      </div>
    </FieldScopeProvider>
  );
}
