/** Filter, sort, columns and density at the left; search and the ways in and out at the right. */
import { ArrowDown, ArrowDownUp, ArrowUp, Check, Columns3, Download, Ellipsis, FilePen, Filter, Group, Plus, Rows3, Search, Trash2, Upload } from "lucide-react";
import { useNavigate } from "@tanstack/react-router";
import { lazy, type ReactNode, Suspense, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";

import type { Column } from "../../../engines/record/columns";
import type { TreeProblem } from "../../../engines/record/ConditionLine";
import { countTerms, type Tree } from "../../../engines/record/conditions";
import type { Density } from "../../../engines/record/RecordGrid";
import type { App, Field, Form } from "../../../platform/api/types";
import { Button, Checkbox, IconButton, Layer, Menu, type MenuItem, MenuList, Popover, SkeletonLines, TextInput, usePhone } from "../../../ui";
import css from "./list.module.css";
import type { useColumnChoice } from "./useColumns";

const FilterPanel = lazy(() => import("./FilterPanel"));

interface ToolbarProps {
  app: App;
  form: Form;
  table: boolean;
  fields: Field[];
  tree: Tree | null;
  onFilter: (tree: Tree | null) => void;
  /** What was refused of the filter. */
  refused: readonly TreeProblem[];
  sort?: string;
  onSort: (sort: string | undefined) => void;
  columns: ReturnType<typeof useColumnChoice>;
  /** Columns that rows may stand under. */
  heads: Column[];
  group?: string;
  onGroup: (key: string | undefined) => void;
  onDrafts: () => void;
  density: Density;
  onDensity: (density: Density) => void;
  typed: string;
  onTyped: (words: string) => void;
  onExport: (format: "xlsx" | "csv") => void;
}

function Pop({ icon, label, on, action, wrong = false, title = label, children }: { icon: typeof Filter; label: string; title?: string; on?: boolean; action: string; wrong?: boolean; children: (close: () => void) => ReactNode }) {
  const anchor = useRef<HTMLButtonElement>(null);
  const [open, setOpen] = useState(false);
  const close = () => setOpen(false);
  // what was refused is mended where it was written
  useEffect(() => {
    if (wrong) setOpen(true);
  }, [wrong]);
  return (
    <>
      <Button ref={anchor} kind="plain" icon={icon} on={on} aria-haspopup="dialog" aria-expanded={open} onClick={() => setOpen(!open)} data-action={action}>
        {label}
      </Button>
      <Popover open={open} onClose={close} anchor={anchor} title={title}>
        {children(close)}
      </Popover>
    </>
  );
}

function SortList({ columns, sort, onSort, close }: { columns: Column[]; sort?: string; onSort: (sort: string | undefined) => void; close: () => void }) {
  const { t } = useTranslation();
  return (
    <div className={css.columns}>
      {columns.filter((column) => column.sortable).map((column) => (
        <div key={column.key} className={css.columnrow}>
          <span style={{ flex: 1 }}>{column.name}</span>
          {([["", ArrowUp, "ascending"], ["-", ArrowDown, "descending"]] as const).map(([sign, icon, way]) => (
            <IconButton
              key={way}
              small
              icon={icon}
              on={sort === sign + column.key}
              label={t(`list.${way}`, { name: column.name })}
              onClick={() => {
                onSort(sort === sign + column.key ? undefined : sign + column.key);
                close();
              }}
            />
          ))}
        </div>
      ))}
    </div>
  );
}

function ColumnList({ columns }: { columns: ToolbarProps["columns"] }) {
  const { t } = useTranslation();
  return (
    <div className={css.columns}>
      {columns.ordered.map((column, index) => (
        <div key={column.key} className={css.columnrow}>
          <Checkbox label={column.name} checked={columns.isShown(column.key)} disabled={index === 0} onChange={(on) => columns.toggle(column.key, on)} />
          <IconButton small icon={ArrowUp} label={t("list.move_up", { name: column.name })} disabled={index === 0} onClick={() => columns.move(column.key, -1)} />
          <IconButton small icon={ArrowDown} label={t("list.move_down", { name: column.name })} disabled={index === columns.ordered.length - 1} onClick={() => columns.move(column.key, 1)} />
        </div>
      ))}
      <Button kind="link" small onClick={columns.reset}>{t("list.reset_columns")}</Button>
    </div>
  );
}

export function Toolbar(props: ToolbarProps) {
  const { t } = useTranslation();
  const { app, form, tree, columns } = props;
  const phone = usePhone();
  const navigate = useNavigate();
  const [sheet, setSheet] = useState<"sort" | "group" | null>(null);
  const closeSheet = () => setSheet(null);
  const count = countTerms(tree);
  const place = { app: app.key, form: form.key };
  const may = (right: string) => form.can.includes(right);
  const importing: MenuItem[] = may("import") || may("create") ? [{ key: "import", label: t("list.import"), icon: Upload, onPress: () => void navigate({ to: "/app/$app/form/$form/import", params: place }) }] : [];
  const exporting: MenuItem[] = may("export") ? (["xlsx", "csv"] as const).map((format) => ({ key: `export-${format}`, label: t(`list.export_${format}`), icon: Download, onPress: () => props.onExport(format) })) : [];
  const bin: MenuItem[] = may("delete") ? [{ key: "bin", label: t("list.bin"), icon: Trash2, apart: true, onPress: () => void navigate({ to: "/app/$app/form/$form/bin", params: place }) }] : [];
  const drafts: MenuItem[] = may("create") ? [{ key: "drafts", label: t("list.drafts"), icon: FilePen, onPress: props.onDrafts }] : [];
  const sorting: MenuItem[] = phone ? [{ key: "sort", label: t("list.sort"), icon: ArrowDownUp, onPress: () => setSheet("sort") }] : [];
  const grouping: MenuItem[] = phone && props.table && props.heads.length > 0 ? [{ key: "group", label: t("list.group"), icon: Group, onPress: () => setSheet("group") }] : [];
  const more = [...sorting, ...grouping, ...(phone ? [...importing, ...exporting] : []), ...drafts, ...bin];
  const heads: MenuItem[] = [
    { key: "none", label: t("list.no_group"), icon: props.group ? undefined : Check, onPress: () => props.onGroup(undefined) },
    ...props.heads.map((column) => ({ key: column.key, label: column.name, icon: column.key === props.group ? Check : undefined, onPress: () => props.onGroup(column.key) })),
  ];
  const densities: MenuItem[] = (["compact", "middle", "roomy"] as const).map((one) => ({ key: one, label: t(`list.${one}`), icon: one === props.density ? Check : undefined, onPress: () => props.onDensity(one) }));
  return (
    <div className={css.tools} role="toolbar" aria-label={t("list.tools")}>
      <div className={css.left}>
        <Pop icon={Filter} label={phone && count ? String(count) : count ? t("list.filter_count", { count }) : t("list.filter")} on={count > 0} action="filter" title={t("list.filter")} wrong={props.refused.length > 0}>
          {(close) => (
            <Suspense fallback={<div className={css.panel}><SkeletonLines /></div>}>
              <FilterPanel app={app} form={form} fields={props.fields} tree={tree} problems={props.refused} onApply={props.onFilter} onClose={close} />
            </Suspense>
          )}
        </Pop>
        {!phone && (
          <Pop icon={ArrowDownUp} label={t("list.sort")} on={Boolean(props.sort)} action="sort">
            {(close) => <SortList columns={columns.ordered} sort={props.sort} onSort={props.onSort} close={close} />}
          </Pop>
        )}
        {!phone && props.table && (
          <>
            <Pop icon={Columns3} label={t("list.columns")} action="columns">
              {() => <ColumnList columns={columns} />}
            </Pop>
            {props.heads.length > 0 && <Menu icon={Group} label={t("list.group")} items={heads} align="start" on={Boolean(props.group)} data-action="group">{t("list.group")}</Menu>}
            <Menu icon={Rows3} label={t("list.density")} items={densities} align="start" />
          </>
        )}
      </div>
      <TextInput className={css.search} value={props.typed} onChange={props.onTyped} type="search" prefix={<Search size={15} aria-hidden />} placeholder={t("list.search")} aria-label={t("list.search_in", { name: form.name })} data-action="list-search" />
      {!phone && importing.map((item) => <Button key={item.key} icon={Upload} onClick={item.onPress} data-action="import">{item.label}</Button>)}
      {!phone && exporting.length > 0 && <Menu kind="default" icon={Download} label={t("list.export")} items={exporting} data-action="export">{t("list.export")}</Menu>}
      {more.length > 0 && <Menu icon={Ellipsis} label={t("list.more")} items={more} data-action="more" />}
      <Layer open={sheet !== null} onClose={closeSheet} title={t(sheet === "group" ? "list.group" : "list.sort")} kind="sheet" flush>
        {sheet === "group" ? <MenuList items={heads} onDone={closeSheet} /> : <SortList columns={columns.ordered} sort={props.sort} onSort={props.onSort} close={closeSheet} />}
      </Layer>
      {may("create") && (
        <Button kind="primary" icon={Plus} onClick={() => void navigate({ to: "/app/$app/form/$form/new", params: place, search: { with: undefined, draft: undefined } })} data-action="new" aria-label={t("list.new", { name: form.name })}>
          {phone ? t("list.new_short") : t("list.new", { name: form.name })}
        </Button>
      )}
    </div>
  );
}
