/** Records of another form that point to this one, with their totals and a way to add one. */
import { useNavigate } from "@tanstack/react-router";
import { Plus } from "lucide-react";
import { useCallback, useMemo } from "react";
import { useTranslation } from "react-i18next";

import { columnsOf, fieldsOf } from "../../../engines/record/columns";
import { FieldScopeProvider } from "../../../engines/record/context";
import { RecordCards } from "../../../engines/record/RecordCards";
import { RecordGrid } from "../../../engines/record/RecordGrid";
import { FieldShow } from "../../../engines/record/shows/FieldShow";
import type { App, Form, Related, Row } from "../../../platform/api/types";
import { Button, Empty, usePhone } from "../../../ui";
import { iconOf } from "../../../ui/icons";
import { Trouble } from "../../frame/PageError";
import { useRows } from "../list/useList";
import css from "./record.module.css";

interface RelatedProps {
  app: App;
  form: Form;
  related: Related;
  to: Row;
}

export function RelatedList({ app, form, related, to }: RelatedProps) {
  const { t } = useTranslation();
  const phone = usePhone();
  const navigate = useNavigate();
  const columns = useMemo(() => columnsOf(app, form, form.views?.find((view) => view.type === "table"), (key) => t(`system.${key}`)).filter((column) => column.key !== related.field), [app, form, related.field, t]);
  const query = useMemo(() => ({ filter: { field: related.field, op: "is", value: to.id }, sort: "-created_at", limit: 30, fields: fieldsOf(form, columns) }), [related.field, to.id, form, columns]);
  const list = useRows(app.key, form.key, query);
  const rows = list.data?.pages.flatMap((page) => page.items) ?? [];
  const open = (row: Row) => void navigate({ to: "/app/$app/form/$form/record/$id", params: { app: app.key, form: form.key, id: row.id }, search: { tab: undefined } });
  const more = useCallback(() => {
    if (list.hasNextPage && !list.isFetchingNextPage) void list.fetchNextPage();
  }, [list]);
  const add = form.can.includes("create") && (
    <Button icon={Plus} onClick={() => void navigate({ to: "/app/$app/form/$form/new", params: { app: app.key, form: form.key }, search: { with: { [related.field]: { id: to.id, title: to.title } }, draft: undefined } })} data-action="add-related">
      {t("list.new", { name: form.name })}
    </Button>
  );
  return (
    <FieldScopeProvider value={{ app, form }}>
      <div data-related={form.key}>
        {(rows.length > 0 || related.totals.length > 0) && (
          <div className={css.total}>
            {related.totals.map((total) => {
              const field = form.fields.find((one) => one.key === total.field);
              return field && <span key={total.field}>{t("list.sum", { name: total.name })} <strong><FieldShow field={field} value={total.value} /></strong></span>;
            })}
            <span style={{ marginLeft: "auto" }}>{add}</span>
          </div>
        )}
        {list.isError && <Trouble error={list.error} retry={() => void list.refetch()} />}
        {list.isSuccess && !rows.length && <Empty icon={iconOf(form.icon)} title={t("list.none", { name: form.name })} actions={add} />}
        {(list.isPending || rows.length > 0) && (
          <div className={css.relgrid} style={phone ? undefined : { height: Math.min(440, 58 + Math.max(rows.length, 1) * 34) }}>
            {phone ? <RecordCards label={form.name} columns={columns} rows={rows} pending={list.isPending} more={list.hasNextPage} onMore={more} onOpen={open} /> : <RecordGrid label={form.name} columns={columns} rows={rows} density="compact" pending={list.isPending} more={list.hasNextPage} onMore={more} onOpen={open} />}
          </div>
        )}
      </div>
    </FieldScopeProvider>
  );
}
