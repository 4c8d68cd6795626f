/** The list of a form: views, filter, sort, search, rows that open in a drawer, and what can be done to several. */
import { Link, useNavigate, useParams, useRouter, useSearch } from "@tanstack/react-router";
import { FileSearch, FileText, FunnelX, Plus, Upload } from "lucide-react";
import { lazy, Suspense, useCallback, useEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";

import { askable, columnsOf } from "../../../engines/record/columns";
import { FieldScopeProvider } from "../../../engines/record/context";
import type { Family } from "../../../engines/record/field_view";
import { shownAs } from "../../../engines/record/fields";
import { RecordCards } from "../../../engines/record/RecordCards";
import { RecordGrid } from "../../../engines/record/RecordGrid";
import { fieldView } from "../../../engines/record/registry";
import type { ListQuery } from "../../../platform/api/resources";
import type { App, Form, Row, View } from "../../../platform/api/types";
import { formOf, useApp } from "../../../platform/queries";
import { Button, buttonClass, cx, Empty, SkeletonLines, Tabs, usePhone } from "../../../ui";
import { iconOf } from "../../../ui/icons";
import { NotFound, Trouble } from "../../frame/PageError";
import { usePlace } from "../../frame/trail";
import { useMove } from "../record/useMove";
import { BatchBar, changeable } from "./BatchBar";
import { startExport } from "./export";
import css from "./list.module.css";
import { Foot } from "./Foot";
import { Toolbar } from "./Toolbar";
import { useColumnChoice, useDensity } from "./useColumns";
import { DRAFTS, FILTER_OF_LANE, NONE, refusedOf, useListState, useRows, useTypedSearch } from "./useList";

const Kanban = lazy(() => import("../../../engines/record/Kanban"));
const QuickEdit = lazy(() => import("./QuickEdit"));
const RecordDrawer = lazy(() => import("../record/RecordDrawer"));

// what has few values to stand over many rows
const GROUPED = new Set<Family>(["option", "user", "department", "record", "boolean"]);
// amounts are worth summing up; rates and quantities of different things are not
const SUMMED = new Set(["money"]);

export function ListPage() {
  const { app: key, form: formKey } = useParams({ from: "/frame/app/$app/form/$form" });
  const app = useApp(key);
  const form = formOf(app, formKey);
  if (!form) return <NotFound />;
  return <FormList key={`${key}/${formKey}`} app={app} form={form} />;
}

function FormList({ app, form }: { app: App; form: Form }) {
  const { t } = useTranslation();
  const phone = usePhone();
  const search = useSearch({ from: "/frame/app/$app/form/$form" });
  const { views, view, tree, query, group: groupKey, drafts, put, chooseView } = useListState(app.key, form, search, { all: t("list.all", { name: form.name }), drafts: t("list.drafts") });
  const navigate = useNavigate();
  const { history } = useRouter();
  const [typed, setTyped] = useTypedSearch(search.q, (q) => put({ q }));
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const [density, setDensity] = useDensity();
  usePlace({ name: form.name, alone: true });
  const names = useCallback((system: string) => t(`system.${system}`), [t]);
  const all = useMemo(() => columnsOf(app, form, view, names), [app, form, view, names]);
  const columns = useColumnChoice(`${app.key}.${form.key}.${view?.key ?? ""}`, all);
  const fields = useMemo(() => askable(app, form, names), [app, form, names]);
  const group = view?.type === "kanban" ? form.fields.find((field) => field.key === view.group) : undefined;
  const sums = useMemo(() => all.filter((column) => SUMMED.has(shownAs(app, form, column.field).type) && form.fields.some((field) => field.key === column.key)).map((column) => column.key), [all, app, form]);
  const asking = useMemo(() => ({ ...query, sums: sums.length ? sums : undefined }), [query, sums]);
  const list = useRows(app.key, form.key, asking, !group);
  const rows = useMemo(() => list.data?.pages.flatMap((page) => page.items) ?? [], [list.data]);
  const first = list.data?.pages[0];
  // a board asks lane by lane: the first that is refused speaks for all, until something else is asked
  const [lane, setLane] = useState<{ asking: ListQuery; error: Error } | null>(null);
  const onTrouble = useCallback((error: Error) => setLane({ asking, error }), [asking]);
  const trouble = group ? (lane?.asking === asking ? lane.error : null) : list.error;
  const refused = useMemo(() => (tree ? refusedOf(trouble, group ? FILTER_OF_LANE : undefined) : []), [trouble, tree, group]);
  useEffect(() => setSelected(new Set()), [query]);
  const scope = useMemo(() => ({ app, form }), [app, form]);
  const heads = useMemo(() => all.filter((column) => column.sortable && GROUPED.has(fieldView(shownAs(app, form, column.field).type).family)), [all, app, form]);
  const heading = heads.find((column) => column.key === groupKey);
  const editable = useMemo(() => (form.can.includes("update") ? changeable(form) : []), [form]);
  // what was opened by a press is closed by going back, so that "back" does not open it again
  const shown = useRef(false);
  const show = (record: string) => {
    shown.current = true;
    put({ record }, false);
  };
  const close = () => {
    if (shown.current) history.back();
    else put({ record: undefined });
    shown.current = false;
  };
  // a draft is there to be gone on with
  const open = (row: Row) => (drafts ? void navigate({ to: "/app/$app/form/$form/record/$id/edit", params: { app: app.key, form: form.key, id: row.id } }) : show(row.id));
  const more = useCallback(() => {
    if (list.hasNextPage && !list.isFetchingNextPage) void list.fetchNextPage();
  }, [list]);
  const sortBy = (column: string) => put({ sort: search.sort === column ? `-${column}` : search.sort === `-${column}` ? undefined : column });
  const { move, dialog } = useMove(app, form);
  const Icon = iconOf(form.icon, FileText);
  const nothing = list.isSuccess && !rows.length;
  const asked = Boolean(tree ?? search.q);
  const several = !drafts && (form.can.includes("delete") || editable.length > 0);
  return (
    <FieldScopeProvider value={scope}>
      <div className={css.page} data-form={form.key}>
        <header className={css.head}>
          <h1>
            <Icon size={20} aria-hidden />
            {form.name}
          </h1>
        </header>
        <div className={css.views}>
          <Tabs label={t("list.views")} tabs={views.map((one) => ({ key: one.key, label: one.name || one.key }))} value={view?.key ?? ""} onChange={chooseView} />
        </div>
        {selected.size > 0 ? (
          <BatchBar app={app} form={form} selected={selected} onDone={() => setSelected(new Set())} />
        ) : (
          <Toolbar app={app} form={form} table={!group} fields={fields} tree={tree} refused={refused} onFilter={(next) => put({ filter: next ? JSON.stringify(next) : undefined })} sort={search.sort} onSort={(sort) => put({ sort })} columns={columns} heads={heads} group={heading?.key} onGroup={(next) => put({ group: next ?? NONE })} onDrafts={() => put({ view: DRAFTS, sort: undefined, group: undefined }, false)} density={density} onDensity={setDensity} typed={typed} onTyped={setTyped} onExport={(format) => void startExport(app.key, form.key, { view: query.view, filter: query.filter ?? null, q: query.q ?? "", sort: query.sort ? [query.sort] : [], fields: columns.shown.map((column) => column.key), format }, t)} />
        )}
        {group && !trouble ? (
          <div className={cx(css.body, css.board)}>
            <Suspense fallback={<SkeletonLines lines={6} />}>
              <Kanban group={group} columns={columns.shown} query={asking} onOpen={open} onMove={(row, to) => void move(row, group.key, to)} movable={form.can.includes("update") && group.right !== "read"} onTrouble={onTrouble} />
            </Suspense>
          </div>
        ) : (
          <div className={css.body}>
            {refused.length > 0 && <Empty kind="error" icon={FileSearch} title={t("condition.broken")} actions={<Button icon={FunnelX} onClick={() => put({ filter: undefined })} data-action="drop-filter">{t("list.clear_filter")}</Button>} />}
            {trouble && refused.length === 0 && <Trouble error={trouble} retry={() => (group ? setLane(null) : void list.refetch())} />}
            {nothing && <NoRows form={form} app={app} asked={asked} drafts={drafts} onClear={() => put({ filter: undefined, q: undefined })} view={view !== views[0] ? view : undefined} onAll={() => chooseView(views[0]?.key ?? "")} />}
            {!trouble && !nothing && (phone ? (
              <RecordCards label={form.name} columns={columns.shown} rows={rows} pending={list.isPending} more={list.hasNextPage} onMore={more} onOpen={open} group={heading} />
            ) : (
              <RecordGrid label={form.name} columns={columns.shown} rows={rows} total={first?.total} pending={list.isPending} density={density} more={list.hasNextPage} onMore={more} onOpen={open} open={search.record} sort={search.sort} onSort={sortBy} group={heading} selected={several ? selected : undefined} onSelect={several ? setSelected : undefined} over={editable.length > 0 && !drafts ? (scroll) => <Suspense><QuickEdit scroll={scroll} rows={rows} fields={editable} /></Suspense> : undefined} />
            ))}
          </div>
        )}
        {!group && rows.length > 0 && <Foot columns={columns.shown} loaded={rows.length} total={first?.total} sums={first?.sums} more={list.hasNextPage} />}
        {dialog}
        {search.record && (
          <Suspense>
            <RecordDrawer app={app} form={form} id={search.record} onClose={close} />
          </Suspense>
        )}
      </div>
    </FieldScopeProvider>
  );
}

function NoRows({ app, form, asked, drafts, onClear, view, onAll }: { app: App; form: Form; asked: boolean; drafts: boolean; onClear: () => void; view?: View; onAll: () => void }) {
  const { t } = useTranslation();
  if (asked) return <Empty icon={FileSearch} title={t("list.none_found")} actions={<Button icon={FunnelX} onClick={onClear}>{t("list.clear_filter")}</Button>}>{t("list.none_found_text")}</Empty>;
  if (drafts) return <Empty icon={FileText} title={t("list.no_drafts")} actions={form.can.includes("create") && <NewLink app={app.key} form={form} />}>{t("list.no_drafts_text")}</Empty>;
  // the others may have what this one leaves out
  if (view) return <Empty icon={FileSearch} title={t("list.none_in_view", { name: view.name || view.key })} actions={<Button onClick={onAll}>{t("list.show_all")}</Button>}>{t("list.none_in_view_text")}</Empty>;
  const importing = (form.can.includes("import") || form.can.includes("create")) && (
    <Link to="/app/$app/form/$form/import" params={{ app: app.key, form: form.key }} className={buttonClass()}>
      <Upload size={16} aria-hidden />
      {t("list.import")}
    </Link>
  );
  return (
    <Empty icon={FileText} title={t("list.none", { name: form.name })} actions={form.can.includes("create") && <><NewLink app={app.key} form={form} />{importing}</>}>
      {t(form.can.includes("create") ? "list.none_text" : "list.none_readonly")}
    </Empty>
  );
}

function NewLink({ app, form }: { app: string; form: Form }) {
  const { t } = useTranslation();
  return (
    <Link to="/app/$app/form/$form/new" params={{ app, form: form.key }} search={{ with: undefined, draft: undefined }} className={buttonClass("primary")}>
      <Plus size={16} aria-hidden />
      {t("list.new", { name: form.name })}
    </Link>
  );
}
