/** The rows of a list as cards, for a phone. */
import { ChevronDown } from "lucide-react";
import { type ReactNode, useEffect, useRef, useState } from "react";

import type { Row } from "../../platform/api/types";
import { Skeleton, SkeletonLines } from "../../ui";
import type { Column } from "./columns";
import { useFieldScope } from "./context";
import { isBlank, shownAs, titleKey, valueAt } from "./fields";
import css from "./grid.module.css";
import { grouped } from "./groups";
import { FieldShow } from "./shows/FieldShow";

interface CardsProps {
  label: string;
  columns: Column[];
  rows: Row[];
  pending?: boolean;
  more?: boolean;
  onMore?: () => void;
  onOpen?: (row: Row) => void;
  actions?: (row: Row) => ReactNode;
  /** Cards with the same value of this column, which they are sorted by, stand under one head. */
  group?: Column;
}

const FACTS = 4;
// in a card there is room for the currency, and none for a bar
const WHOLE = new Set(["money", "percent"]);

export function RecordCards({ label, columns, rows, pending, more, onMore, onOpen, actions, group }: CardsProps) {
  const end = useRef<HTMLDivElement>(null);
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set());
  const toggle = (key: string) => setClosed(closed.has(key) ? new Set([...closed].filter((one) => one !== key)) : new Set([...closed, key]));
  useEffect(() => {
    const mark = end.current;
    if (!mark || !more) return;
    const watch = new IntersectionObserver(([entry]) => entry?.isIntersecting && onMore?.(), { rootMargin: "600px" });
    watch.observe(mark);
    return () => watch.disconnect();
  }, [more, onMore, rows.length]);
  return (
    <div className={css.cards} role={rows.length ? "list" : undefined} aria-label={rows.length ? label : undefined} aria-busy={pending} data-testid="record-cards">
      {grouped(rows, group, closed).map((line) =>
        "row" in line ? (
          <RecordCard key={line.row.id} row={line.row} columns={columns} onOpen={onOpen && (() => onOpen(line.row))} actions={actions?.(line.row)} />
        ) : (
          <div key={`group ${line.key}`} role="listitem" data-group={line.key}>
            <button type="button" className={css.cardhead} aria-expanded={!closed.has(line.key)} onClick={() => toggle(line.key)}>
              <ChevronDown size={18} aria-hidden />
              {group && <FieldShow field={group.field} value={line.value} dense />}
              <small>{line.last && more ? `${String(line.count)}+` : line.count}</small>
            </button>
          </div>
        ),
      )}
      {pending && Array.from({ length: 4 }, (_, index) => <div key={index} className={css.card}><Skeleton width="60%" height={18} /><br /><SkeletonLines lines={3} /></div>)}
      {more && <div ref={end}><Skeleton height={40} /></div>}
    </div>
  );
}

function RecordCard({ row, columns, onOpen, actions }: { row: Row; columns: Column[]; onOpen?: () => void; actions?: ReactNode }) {
  const { app, form } = useFieldScope();
  const chip = columns.find((column) => shownAs(app, form, column.field).type === "select" && !isBlank(valueAt(row, column.key)));
  const title = titleKey(form);
  const facts = columns.filter((column) => column !== chip && column.key !== title && !isBlank(valueAt(row, column.key))).slice(0, FACTS);
  const Tag = onOpen ? "button" : "div";
  return (
    <div role="listitem" className={css.cardplace}>
      <Tag className={css.card} data-row={row.id} {...(onOpen ? { type: "button" as const, onClick: onOpen } : {})}>
        <span className={css.cardtop}>
          <strong>{row.title ?? row.id.slice(-6)}</strong>
          {chip && <FieldShow field={chip.field} value={valueAt(row, chip.key)} dense />}
        </span>
        <dl className={css.facts}>
          {facts.map((column) => (
            <div key={column.key} style={{ display: "contents" }}>
              <dt>{column.name}</dt>
              <dd data-field={column.key}>
                <FieldShow field={column.field} value={valueAt(row, column.key)} dense={!WHOLE.has(shownAs(app, form, column.field).type)} />
              </dd>
            </div>
          ))}
        </dl>
      </Tag>
      {actions && <div className={css.cardactions}>{actions}</div>}
    </div>
  );
}
