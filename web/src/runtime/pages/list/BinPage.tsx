/** The recycle bin of a form: what was deleted, and bringing it back. */
import { useInfiniteQuery, useMutation } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { ArchiveRestore, ArrowLeft, Trash2 } from "lucide-react";
import { useCallback, useMemo } from "react";
import { useTranslation } from "react-i18next";

import { columnsOf } from "../../../engines/record/columns";
import { FieldScopeProvider } from "../../../engines/record/context";
import { RecordCards } from "../../../engines/record/RecordCards";
import { RecordGrid } from "../../../engines/record/RecordGrid";
import { records } from "../../../platform/api/resources";
import type { Row } from "../../../platform/api/types";
import { formOf, recordKeys, refreshRecords, useApp } from "../../../platform/queries";
import { buttonClass, Empty, IconButton, toast, usePhone } from "../../../ui";
import { NotFound, Trouble } from "../../frame/PageError";
import { usePlace } from "../../frame/trail";
import css from "./list.module.css";

export function BinPage() {
  const { t } = useTranslation();
  const { app: key, form: formKey } = useParams({ from: "/frame/app/$app/form/$form/bin" });
  const app = useApp(key);
  const form = formOf(app, formKey);
  usePlace({ name: form?.name ?? "", to: `/app/${key}/form/${formKey}` }, { name: t("list.bin") });
  const bin = useInfiniteQuery({
    queryKey: [...recordKeys.form(key, formKey), "bin"],
    queryFn: ({ pageParam }) => records.bin(key, formKey, pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
  });
  const restoring = useMutation({
    mutationFn: (id: string) => records.restore(key, formKey, id),
    onSuccess: () => toast("success", t("list.restored")),
    onError: (error) => toast("error", error.message),
    onSettled: () => refreshRecords(key),
  });
  const columns = useMemo(() => (form ? columnsOf(app, form, undefined, (system) => t(`system.${system}`)).slice(0, 6) : []), [app, form, t]);
  const phone = usePhone();
  const more = useCallback(() => {
    if (bin.hasNextPage && !bin.isFetchingNextPage) void bin.fetchNextPage();
  }, [bin]);
  if (!form) return <NotFound />;
  const back = (kind: "default" | "plain") => (
    <Link to="/app/$app/form/$form" params={{ app: key, form: formKey }} className={buttonClass(kind)}>
      <ArrowLeft size={16} aria-hidden />
      {t("import.leave")}
    </Link>
  );
  const asked = { label: t("list.bin"), columns, pending: bin.isPending, more: bin.hasNextPage, onMore: more, actions: (row: Row) => <IconButton small icon={ArchiveRestore} label={t("list.restore_one", { title: row.title ?? "" })} onClick={() => restoring.mutate(row.id)} /> };
  const rows = bin.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <FieldScopeProvider value={{ app, form }}>
      <div className={css.page}>
        <header className={css.head}>
          <h1>
            <Trash2 size={20} aria-hidden />
            {t("list.bin_of", { name: form.name })}
          </h1>
          {!phone && back("plain")}
        </header>
        <div className={css.body} style={{ marginTop: 12 }}>
          {bin.isError && <Trouble error={bin.error} retry={() => void bin.refetch()} />}
          {bin.isSuccess && !rows.length && <Empty icon={Trash2} title={t("list.bin_empty")} actions={back("default")}>{t("list.bin_text")}</Empty>}
          {(bin.isPending || rows.length > 0) && (phone ? <RecordCards {...asked} rows={rows} /> : <RecordGrid {...asked} rows={rows} />)}
        </div>
      </div>
    </FieldScopeProvider>
  );
}
