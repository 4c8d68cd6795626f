/** What the server says about work: history, flows, to-dos, reports, notices, imports. */
import type { components } from "./schema";
import type { Json, OptionDef, Page, Ref, Row } from "./types";

type Shape = components["schemas"];

export type Related = Shape["Related"];
export type HistoryEntry = Omit<Shape["HistoryEntry"], "changes"> & {
  changes: (Omit<Shape["FieldChange"], "old" | "new"> & { old: Json; new: Json })[];
};
export type Comment = Shape["Comment"];
export type SearchHit = Shape["SearchHit"];
export type StoredFile = Shape["StoredFile"];
export type Notification = Shape["Notification"];
export type FlowNode = Shape["FlowNode"];
export type FlowEdge = Shape["FlowEdge"];
export type FlowLogEntry = Shape["FlowLogEntry"];
export type Flow = Shape["Flow"];

export type TaskFact = Shape["TaskFact"];

export interface TaskInfo {
  id: string;
  name: string;
  kind: "approval" | "fill" | "cc" | string;
  state?: string;
  node: string | { key: string; name: string };
  /** Null for a task outside any flow. */
  flow: { id: string; name: string; state: string } | null;
  record: { app: string; form: string; id: string; title: string | null };
  initiator: Ref | null;
  since: string;
  due: string | null;
  can: string[];
  /** Telling fields of the record; a flow that was started has none. */
  facts?: TaskFact[];
}

export interface TaskPage extends Page<TaskInfo> {
  counts: { todo: number; done: number; started: number; cc: number };
}

export interface Task extends Omit<TaskInfo, "record" | "flow"> {
  record: Row & { app: string; form: string };
  fields: Record<string, "hide" | "read" | "edit" | "require">;
  flow: Flow | null;
  returns_to?: { key: string; name: string }[];
}

export interface ReportColumn {
  key: string;
  name: string;
  type: string;
  role: "dimension" | "measure";
  decimals?: number;
  /** The step of a date bucket. */
  unit?: string;
  /** Of an instant: the time zone of the app. */
  zone?: string;
  options?: OptionDef[];
}

export interface ChartSettings {
  type: string;
  colors?: Record<string, string>;
  labels?: boolean;
  legend?: boolean;
  [setting: string]: unknown;
}

export interface ReportAnswer {
  columns: ReportColumn[];
  rows: Json[][];
  totals: Record<string, Json>;
  encoding: Record<string, string[]>;
  chart: ChartSettings;
  notes: string[];
  fresh_at: string;
}

export interface DashboardFilter {
  key: string;
  field: string;
  name: string;
  type: string | null;
  form?: string | null;
  default?: Json;
  on?: Record<string, string>;
  options?: OptionDef[];
}

export interface Tile {
  report?: string;
  view?: string;
  text?: string;
  name: string;
  chart?: ChartSettings | null;
  form?: string | null;
  at: number[];
  /** Shared filter -> field of this tile; null: it does not apply. */
  filters?: Record<string, string | null>;
  drill?: string[];
  allowed?: boolean;
}

export interface Dashboard {
  key: string;
  name: string;
  description?: string;
  refresh?: number | null;
  filters: DashboardFilter[];
  tiles: Tile[];
}

export type ColumnMapping = string | null | { field: string; match?: string; values?: Record<string, string>; format?: string; missing?: "error" | "create" | "blank" };

export interface ImportJob {
  id: string;
  state: "mapping" | "checked" | "running" | "done" | "failed" | "reverted";
  sheets?: string[];
  sheet?: string | null;
  header_row?: number;
  columns: { name: string; samples: Json[]; guess: ColumnMapping }[];
  mapping: Record<string, ColumnMapping>;
  mode?: string;
  key?: string[];
  counts: { create: number; update: number; skip: number; error: number };
  problems: { row: number; column: string | null; code: string; message: string }[];
  problems_file?: string | null;
  done?: number;
  total?: number;
}

