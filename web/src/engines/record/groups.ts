/** Rows under heads: those that follow each other with one value of a column. */
import type { Json, Row } from "../../platform/api/types";
import type { Column } from "./columns";
import { isRef, valueAt } from "./fields";

export type GridLine = { row: Row } | { key: string; value: Json; count: number; last: boolean };

const keyOf = (value: Json): string => (isRef(value) ? (value.id ?? "") : value === null ? "" : JSON.stringify(value));

export function grouped(rows: Row[], column: Column | undefined, closed: ReadonlySet<string>): GridLine[] {
  if (!column) return rows.map((row) => ({ row }));
  const lines: GridLine[] = [];
  let head: { key: string; value: Json; count: number; last: boolean } | undefined;
  for (const row of rows) {
    const value = valueAt(row, column.key);
    const key = keyOf(value);
    if (head?.key !== key) {
      if (head) head.last = false;
      head = { key, value, count: 0, last: true };
      lines.push(head);
    }
    head.count += 1;
    if (!closed.has(key)) lines.push({ row });
  }
  return lines;
}
