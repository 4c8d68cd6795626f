import { expect, test } from "vitest";

import type { Row } from "../../platform/api/types";
import type { Column } from "./columns";
import { grouped } from "./groups";

const column = { key: "stage" } as Column;
const row = (id: string, stage: string | null) => ({ id, values: { stage } }) as unknown as Row;
const rows = [row("1", "a"), row("2", "a"), row("3", "b"), row("4", null)];

test("a head stands above the rows that share a value, with how many they are", () => {
  const lines = grouped(rows, column, new Set());
  expect(lines.map((line) => ("row" in line ? line.row.id : `${line.key}:${String(line.count)}`))).toEqual(['"a":2', "1", "2", '"b":1', "3", ":1", "4"]);
});

test("a closed group keeps its head and its count", () => {
  const lines = grouped(rows, column, new Set(['"a"']));
  expect(lines.map((line) => ("row" in line ? line.row.id : `${line.key}:${String(line.count)}`))).toEqual(['"a":2', '"b":1', "3", ":1", "4"]);
});
