/** The tree of departments. */
import { useQuery } from "@tanstack/react-query";
import { Building, Pencil, Plus } from "lucide-react";
import { type CSSProperties, useState } from "react";
import { useTranslation } from "react-i18next";

import { findPeople } from "../../../engines/record/inputs/people";
import { queryClient } from "../../../platform/queries";
import { Button, Card, Empty, IconButton, Layer, Notice, type Option, Select, SkeletonLines, TextInput } from "../../../ui";
import { Trouble } from "../../frame/PageError";
import css from "./admin.module.css";
import { admin, type DepartmentRow } from "./calls";

interface Placed {
  row: DepartmentRow;
  depth: number;
}

/** Parents before children, in the order given. */
export function placed(rows: DepartmentRow[], parent: string | null = null, depth = 0): Placed[] {
  const known = new Set(rows.map((row) => row.id));
  const here = rows.filter((row) => (row.parent !== null && known.has(row.parent) ? row.parent : null) === parent);
  return here.flatMap((row) => [{ row, depth }, ...(depth < 20 ? placed(rows, row.id, depth + 1) : [])]);
}

export function Departments() {
  const { t } = useTranslation();
  const [open, setOpen] = useState<{ row: DepartmentRow | null; parent: string | null } | null>(null);
  const list = useQuery({ queryKey: ["admin", "departments"], queryFn: admin.departments });
  const rows = list.data?.items ?? [];
  return (
    <Card flush>
      <div className={css.tools}>
        <span />
        <span style={{ flex: 1 }} />
        <Button kind="primary" icon={Plus} onClick={() => setOpen({ row: null, parent: null })} data-action="new-department">
          {t("admin.new_department")}
        </Button>
      </div>
      {list.isPending && <div style={{ padding: 20 }}><SkeletonLines lines={5} /></div>}
      {list.isError && <Trouble error={list.error} retry={() => void list.refetch()} />}
      {list.isSuccess && !rows.length && <Empty icon={Building} title={t("admin.no_departments")}>{t("admin.no_departments_text")}</Empty>}
      <div className={css.tree} role={rows.length ? "list" : undefined}>
        {placed(rows).map(({ row, depth }) => (
          <div key={row.id} role="listitem" className={css.node} style={{ "--depth": depth } as CSSProperties} data-department={row.title}>
            <Building size={15} aria-hidden />
            <span>
              {row.title} <small>{row.head?.title && t("admin.head_is", { name: row.head.title })}</small>
            </span>
            <IconButton small icon={Plus} label={t("admin.new_below", { name: row.title })} onClick={() => setOpen({ row: null, parent: row.id })} />
            <IconButton small icon={Pencil} label={t("admin.edit", { name: row.title })} onClick={() => setOpen({ row, parent: row.parent })} />
          </div>
        ))}
      </div>
      {open && <DepartmentDialog key={open.row?.id ?? "new"} row={open.row} parent={open.parent} rows={rows} onClose={() => setOpen(null)} />}
    </Card>
  );
}

function DepartmentDialog({ row, parent: at, rows, onClose }: { row: DepartmentRow | null; parent: string | null; rows: DepartmentRow[]; onClose: () => void }) {
  const { t } = useTranslation();
  const [name, setName] = useState(row?.title ?? "");
  const [parent, setParent] = useState(at);
  const [head, setHead] = useState<Option | null>(row?.head?.id ? { value: row.head.id, label: row.head.title ?? "" } : null);
  const [trouble, setTrouble] = useState<string | null>(null);
  const run = async (work: () => Promise<unknown>) => {
    try {
      await work();
      await queryClient.invalidateQueries({ queryKey: ["admin", "departments"] });
      onClose();
    } catch (error) {
      setTrouble(error instanceof Error ? error.message : String(error));
    }
  };
  const body = { name: name.trim(), parent, head: head?.value ?? null };
  return (
    <Layer
      open
      onClose={onClose}
      title={row ? t("admin.edit", { name: row.title }) : t("admin.new_department")}
      width={440}
      foot={
        <>
          {row?.id && <Button kind="danger" onClick={() => void run(() => admin.dropDepartment(row.id ?? ""))}>{t("ui.delete")}</Button>}
          <Button onClick={onClose}>{t("ui.cancel")}</Button>
          <Button kind="primary" disabled={!name.trim()} onClick={() => void run(() => (row?.id ? admin.changeDepartment(row.id, body) : admin.addDepartment(body)))} data-action="save-department">{t("ui.save")}</Button>
        </>
      }
    >
      <div className={css.grid}>
        {trouble && <Notice kind="error">{trouble}</Notice>}
        <div className={css.field}>
          <label htmlFor="department-name">{t("admin.name")}</label>
          <TextInput id="department-name" data-field="name" value={name} onChange={setName} />
        </div>
        <div className={css.field} data-field="parent">
          <span>{t("admin.parent")}</span>
          <Select label={t("admin.parent")} value={parent} options={rows.filter((one) => one.id !== row?.id).map((one) => ({ value: one.id ?? "", label: one.title ?? "" }))} onChange={setParent} />
        </div>
        <div className={css.field} data-field="head">
          <span>{t("admin.head")}</span>
          <Select label={t("admin.head")} value={head} find={findPeople} onChange={(_, option) => setHead(option)} />
        </div>
      </div>
    </Layer>
  );
}
