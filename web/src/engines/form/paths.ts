/** Where a value stands on a form: "amount", or "lines/<row>/price" for a cell of a sub-table. */
import type { FoundProblem } from "../../platform/api/types";

export interface RowLike {
  id?: string;
  /** Names a row that has no id yet. */
  key?: string;
}

export const rowKey = (row: RowLike): string => row.id ?? row.key ?? "";
export const cellPath = (table: string, row: string, field: string): string => `${table}/${row}/${field}`;

/** "/values/lines/0/values/price" (or without the inner "values") -> ["lines", "0", "price"]. */
export function pointerParts(pointer: string): string[] {
  const parts = pointer.split("/").slice(1).map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"));
  if (parts[0] === "values") parts.shift();
  if (parts[2] === "values") parts.splice(2, 1);
  return parts;
}

/** Problems of the server at the place where they show: by path, and those that belong to no field. */
export function placeProblems(problems: FoundProblem[], rowsOf: (table: string) => RowLike[]): Map<string, FoundProblem[]> {
  const placed = new Map<string, FoundProblem[]>();
  for (const problem of problems) {
    const [field = "", index, inner] = pointerParts(problem.pointer);
    const row = index !== undefined && inner !== undefined ? rowsOf(field)[Number(index)] : undefined;
    const path = row && inner ? cellPath(field, rowKey(row), inner) : field;
    placed.set(path, [...(placed.get(path) ?? []), problem]);
  }
  return placed;
}
