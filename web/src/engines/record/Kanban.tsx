/** Records in lanes by a choice; dragging one (or "move to" in its menu) changes the choice. */
import { DndContext, DragOverlay, KeyboardSensor, MouseSensor, TouchSensor, useDraggable, useDroppable, useSensor, useSensors } from "@dnd-kit/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { MoveRight } from "lucide-react";
import { type ReactNode, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";

import { money, trimZeros } from "../../kit/format";
import { type ListQuery, records } from "../../platform/api/resources";
import type { Field, OptionDef, Row } from "../../platform/api/types";
import { recordKeys } from "../../platform/queries";
import { Button, Chip, cx, Menu, SkeletonLines } from "../../ui";
import type { Column } from "./columns";
import { allOf, type Tree } from "./conditions";
import { useFieldScope } from "./context";
import { isBlank, optionsOf, titleKey, valueAt } from "./fields";
import css from "./grid.module.css";
import { FieldShow } from "./shows/FieldShow";

interface KanbanProps {
  group: Field;
  columns: Column[];
  query: ListQuery;
  onOpen: (row: Row) => void;
  onMove: (row: Row, to: string) => void;
  movable: boolean;
  /** A lane could not be read: what the server said of it. */
  onTrouble: (error: Error) => void;
}

const FACTS = 3;
// a tile has room for the currency
const WHOLE = new Set(["money", "percent"]);

function currencyOf(usual: string, columns: Column[], key: string): string {
  const own = columns.find((column) => column.key === key)?.field.currency;
  return typeof own === "string" ? own : usual;
}

export default function Kanban({ group, columns, query, onOpen, onMove, movable, onTrouble }: KanbanProps) {
  const { app } = useFieldScope();
  const [lifted, setLifted] = useState<Row | null>(null);
  const sensors = useSensors(useSensor(MouseSensor, { activationConstraint: { distance: 6 } }), useSensor(TouchSensor, { activationConstraint: { delay: 220, tolerance: 8 } }), useSensor(KeyboardSensor));
  const lanes = optionsOf(app, group).filter((option) => !option.retired);
  return (
    <DndContext
      sensors={sensors}
      onDragStart={({ active }) => setLifted((active.data.current?.row as Row | undefined) ?? null)}
      onDragCancel={() => setLifted(null)}
      onDragEnd={({ active, over }) => {
        setLifted(null);
        const row = active.data.current?.row as Row | undefined;
        if (row && over && row.values[group.key] !== over.id) onMove(row, String(over.id));
      }}
    >
      <div className={css.board} data-testid="kanban">
        {lanes.map((lane) => (
          <Lane key={lane.value} lane={lane} lanes={lanes} group={group} columns={columns} query={query} onOpen={onOpen} onMove={onMove} movable={movable} onTrouble={onTrouble} />
        ))}
      </div>
      <DragOverlay>{lifted && <div className={cx(css.tile, css.lifted)}><TileFace row={lifted} columns={columns} group={group} /></div>}</DragOverlay>
    </DndContext>
  );
}

function Lane({ lane, lanes, group, columns, query, onOpen, onMove, movable, onTrouble }: KanbanProps & { lane: OptionDef; lanes: OptionDef[] }) {
  const { t } = useTranslation();
  const { app, form } = useFieldScope();
  const { setNodeRef, isOver } = useDroppable({ id: lane.value });
  const mine: ListQuery = { ...query, limit: 20, count: "exact", filter: allOf(query.filter as Tree | null, { field: group.key, op: "is", value: lane.value }) };
  const list = useInfiniteQuery({
    queryKey: recordKeys.list(app.key, form.key, mine),
    queryFn: ({ pageParam, signal }) => records.list(app.key, form.key, { ...mine, cursor: pageParam }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
  });
  const { error } = list;
  useEffect(() => {
    if (error) onTrouble(error);
  }, [error, onTrouble]);
  const rows = list.data?.pages.flatMap((page) => page.items) ?? [];
  const [first] = list.data?.pages ?? [];
  const sum = Object.entries(first?.sums ?? {}).find((pair): pair is [string, string] => pair[1] !== null && columns.some((column) => column.key === pair[0] && column.field.type === "money"));
  return (
    <section ref={setNodeRef} className={css.lane} data-over={isOver} data-lane={lane.value} aria-label={lane.name}>
      <header className={css.lanehead}>
        <Chip color={lane.color}>{lane.name}</Chip>
        <span>{first?.total}</span>
        {sum && <small>{money(trimZeros(sum[1]), currencyOf(app.currency, columns, sum[0]))}</small>}
      </header>
      <div className={css.lanebody}>
        {list.isPending && <SkeletonLines lines={3} />}
        {rows.map((row) => (
          <Tile key={row.id} row={row} movable={movable && row.can?.includes("update") !== false} onOpen={() => onOpen(row)}>
            <TileFace
              row={row}
              columns={columns}
              group={group}
              onOpen={() => onOpen(row)}
              menu={
                movable && (
                  <Menu small icon={MoveRight} label={t("kanban.move")} items={lanes.filter((one) => one.value !== lane.value).map((one) => ({ key: one.value, label: one.name, onPress: () => onMove(row, one.value) }))} />
                )
              }
            />
          </Tile>
        ))}
        {list.hasNextPage && (
          <Button kind="link" small busy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
            {t("ui.more")}
          </Button>
        )}
      </div>
    </section>
  );
}

function Tile({ row, movable, onOpen, children }: { row: Row; movable: boolean; onOpen: () => void; children: ReactNode }) {
  const { setNodeRef, listeners, isDragging } = useDraggable({ id: row.id, data: { row }, disabled: !movable });
  return (
    <div
      ref={setNodeRef}
      {...listeners}
      className={css.tile}
      data-row={row.id}
      data-dragging={isDragging}
      onClick={onOpen}
    >
      {children}
    </div>
  );
}

function TileFace({ row, columns, group, menu, onOpen }: { row: Row; columns: Column[]; group: Field; menu?: ReactNode; onOpen?: () => void }) {
  const { form } = useFieldScope();
  const title = titleKey(form);
  const facts = columns.filter((column) => column.key !== group.key && column.key !== title && !isBlank(valueAt(row, column.key))).slice(0, FACTS);
  return (
    <>
      <span className={css.tilehead}>
        <strong>{onOpen ? <button type="button" className={css.title} onClick={(event) => { event.stopPropagation(); onOpen(); }}>{row.title ?? row.id.slice(-6)}</button> : (row.title ?? row.id.slice(-6))}</strong>
        {menu}
      </span>
      {facts.map((column) => (
        <span key={column.key} className={css.tilefact}>
          <span>{column.name}</span>
          <span>
            <FieldShow field={column.field} value={valueAt(row, column.key)} dense={!WHOLE.has(column.field.type)} />
          </span>
        </span>
      ))}
    </>
  );
}
