/** A table of records: only the rows in sight are drawn, more are fetched as the end comes near; rows may stand in groups. */
import { useVirtualizer } from "@tanstack/react-virtual";
import { ArrowDown, ArrowUp, ChevronDown, ChevronsUpDown } from "lucide-react";
import { type CSSProperties, type KeyboardEvent, type ReactNode, type RefObject, useEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";

import type { Row } from "../../platform/api/types";
import { Checkbox, cx, Skeleton } from "../../ui";
import type { Column } from "./columns";
import { valueAt } from "./fields";
import css from "./grid.module.css";
import { type GridLine, grouped } from "./groups";
import { FieldShow } from "./shows/FieldShow";

export type Density = "compact" | "middle" | "roomy";
const HEIGHTS: Record<Density, number> = { compact: 34, middle: 40, roomy: 48 };

export interface GridProps {
  label: string;
  columns: Column[];
  rows: Row[];
  total?: number | null;
  pending?: boolean;
  density?: Density;
  more?: boolean;
  onMore?: () => void;
  onOpen?: (row: Row) => void;
  open?: string;
  /** Rows with the same value of this column, which they are sorted by, stand under one head. */
  group?: Column;
  sort?: string;
  onSort?: (key: string) => void;
  selected?: ReadonlySet<string>;
  onSelect?: (ids: ReadonlySet<string>) => void;
  actions?: (row: Row) => ReactNode;
  /** What floats over the rows, inside what scrolls. */
  over?: (scroll: RefObject<HTMLDivElement | null>) => ReactNode;
}

const CHECK_WIDTH = 44;
const END_WIDTH = 48;
const NEAR = 12;

export function RecordGrid(props: GridProps) {
  const { columns, rows, pending, density = "middle", more, onMore, selected, onSelect, actions, group } = props;
  const { t } = useTranslation();
  const scroll = useRef<HTMLDivElement>(null);
  const height = HEIGHTS[density];
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set());
  const lines = useMemo<GridLine[]>(() => grouped(rows, group, closed), [rows, group, closed]);
  const virtual = useVirtualizer({ count: lines.length, getScrollElement: () => scroll.current, estimateSize: () => height, overscan: 12 });
  useEffect(() => virtual.measure(), [virtual, height]);
  const items = virtual.getVirtualItems();
  const last = items.at(-1)?.index ?? 0;
  useEffect(() => {
    if (more && rows.length && last >= lines.length - NEAR) onMore?.();
  }, [more, rows.length, lines.length, last, onMore]);
  const width = columns.reduce((sum, column) => sum + column.width, 0) + (onSelect ? CHECK_WIDTH : 0) + (actions ? END_WIDTH : 0);
  const span = columns.length + (onSelect ? 1 : 0) + (actions ? 1 : 0);
  const above = items[0]?.start ?? 0;
  const below = Math.max(0, virtual.getTotalSize() - (items.at(-1)?.end ?? 0));
  const toggle = (id: string, on: boolean) => {
    const next = new Set(selected);
    if (on) next.add(id);
    else next.delete(id);
    onSelect?.(next);
  };
  const gap = (size: number) => (
    <tr className={css.gap} aria-hidden style={{ height: size }}>
      <td colSpan={span} />
    </tr>
  );
  return (
    <div ref={scroll} className={css.scroll} tabIndex={0} role="region" aria-label={props.label} data-testid="record-grid" onKeyDown={walk}>
      <table className={css.grid} style={{ width, "--height": `${String(height)}px` } as CSSProperties} aria-rowcount={props.total ?? rows.length} aria-busy={pending}>
        <colgroup>
          {onSelect && <col style={{ width: CHECK_WIDTH }} />}
          {columns.map((column) => (
            <col key={column.key} style={{ width: column.width }} />
          ))}
          {actions && <col style={{ width: END_WIDTH }} />}
        </colgroup>
        <thead>
          <tr>
            {onSelect && (
              <th scope="col" className={css.pin}>
                <Checkbox
                  aria-label={t("list.select_all")}
                  checked={rows.length > 0 && selected?.size === rows.length}
                  some={Boolean(selected?.size) && (selected?.size ?? 0) < rows.length}
                  onChange={(on) => onSelect(on ? new Set(rows.map((row) => row.id)) : new Set())}
                />
              </th>
            )}
            {columns.map((column) => (
              <Header key={column.key} column={column} sort={props.sort} onSort={props.onSort} />
            ))}
            {actions && (
              <th scope="col" className={css.end}>
                <span className="sr-only">{t("list.actions")}</span>
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {above > 0 && gap(above)}
          {items.map(({ index }) => {
            const line = lines[index];
            if (!line) return null;
            if ("row" in line) return <Line key={line.row.id} {...props} row={line.row} index={index} toggle={toggle} />;
            const open = !closed.has(line.key);
            return (
              <tr key={`group ${line.key}`} className={css.grouphead} data-group={line.key}>
                <td colSpan={span}>
                  <button type="button" aria-expanded={open} onClick={() => setClosed(open ? new Set([...closed, line.key]) : new Set([...closed].filter((one) => one !== line.key)))}>
                    <ChevronDown size={16} aria-hidden />
                    {group && <FieldShow field={group.field} value={line.value} dense />}
                    <small>{line.last && more ? `${String(line.count)}+` : line.count}</small>
                  </button>
                </td>
              </tr>
            );
          })}
          {below > 0 && gap(below)}
          {(pending || more) && Array.from({ length: pending ? 10 : 2 }, (_, index) => <Waiting key={`w${String(index)}`} span={span} />)}
        </tbody>
      </table>
      {props.over?.(scroll)}
    </div>
  );
}

/** The arrow keys go from name to name; Home and End to the first and the last that are drawn. */
function walk(event: KeyboardEvent<HTMLElement>): void {
  const here = (event.target as Element).closest<HTMLElement>("[data-name]");
  if (!here || event.ctrlKey || event.metaKey || event.altKey) return;
  const all = [...event.currentTarget.querySelectorAll<HTMLElement>("[data-name]")];
  const at = all.indexOf(here);
  const to = event.key === "ArrowDown" ? at + 1 : event.key === "ArrowUp" ? at - 1 : event.key === "Home" ? 0 : event.key === "End" ? all.length - 1 : -1;
  if (to < 0 || !all[to]) return;
  event.preventDefault();
  all[to].focus();
}

function Waiting({ span }: { span: number }) {
  return (
    <tr className={css.wait} aria-hidden>
      <td colSpan={span}>
        <Skeleton height={12} width="96%" />
      </td>
    </tr>
  );
}

function Header({ column, sort, onSort }: { column: Column; sort?: string; onSort?: (key: string) => void }) {
  const direction = sort === column.key ? "ascending" : sort === `-${column.key}` ? "descending" : undefined;
  const Icon = direction === "ascending" ? ArrowUp : direction === "descending" ? ArrowDown : ChevronsUpDown;
  return (
    <th scope="col" data-field={column.key} className={cx(column.numeric && css.numeric)} aria-sort={direction}>
      {column.sortable && onSort ? (
        <button type="button" className={css.sort} data-on={Boolean(direction)} onClick={() => onSort(column.key)}>
          <span>{column.name}</span>
          <Icon size={13} aria-hidden />
        </button>
      ) : (
        column.name
      )}
    </th>
  );
}

interface LineProps extends GridProps {
  row: Row;
  index: number;
  toggle: (id: string, on: boolean) => void;
}

function Line({ row, index, columns, selected, onSelect, onOpen, open, actions, toggle }: LineProps) {
  const { t } = useTranslation();
  const chosen = selected?.has(row.id) ?? false;
  return (
    <tr data-row={row.id} data-open={open === row.id} aria-rowindex={index + 2} aria-selected={onSelect ? chosen : undefined} data-press={onOpen ? true : undefined} onClick={() => onOpen?.(row)}>
      {onSelect && (
        <td className={css.pin} onClick={(event) => event.stopPropagation()}>
          <Checkbox aria-label={t("list.select", { title: row.title ?? "" })} checked={chosen} onChange={(on) => toggle(row.id, on)} />
        </td>
      )}
      {columns.map((column, at) => (
        <td key={column.key} data-field={column.key} className={cx(column.numeric && css.numeric)}>
          {at === 0 && onOpen ? (
            <button
              type="button"
              className={css.title}
              data-name
              onClick={(event) => {
                event.stopPropagation();
                onOpen(row);
              }}
            >
              <FieldShow field={column.field} value={valueAt(row, column.key)} dense />
            </button>
          ) : (
            <FieldShow field={column.field} value={valueAt(row, column.key)} dense />
          )}
        </td>
      ))}
      {actions && (
        <td className={css.end} onClick={(event) => event.stopPropagation()}>
          {actions(row)}
        </td>
      )}
    </tr>
  );
}
