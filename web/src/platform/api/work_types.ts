/** What the server says about work: history, flows, to-dos, reports, notices, imports. */
import type { Json, OptionDef, Page, Ref, Row } from "./types";

export interface Related {
  form: string;
  name: string;
  field: string;
  field_name?: string;
  count: number;
  totals: { field: string; name: string; value: string }[];
}

export interface HistoryEntry {
  id: string;
  at: string;
  by: Ref | null;
  kind: string;
  rev?: number;
  cause?: { kind: string; name?: string | null } | null;
  changes: { field: string; name: string; old: Json; new: Json }[];
}

export interface Comment {
  id: string;
  by: Ref | null;
  at: string;
  text: string;
}

export interface FlowNode {
  key: string;
  type: string;
  name: string;
  state: string;
  who?: Ref[];
}

export interface FlowEdge {
  from: string;
  to: string;
  state?: string;
  name?: string | null;
  when?: string | null;
}

export interface FlowLogEntry {
  at: string;
  by: Ref | null;
  node: string | null;
  node_name: string | null;
  action: string;
  comment?: string | null;
}

export interface Flow {
  id: string;
  name: string;
  state: string;
  initiator: Ref | null;
  started_at: string | null;
  ended_at: string | null;
  record?: { app: string; form: string; id: string; title: string | null };
  can?: string[];
  graph?: { nodes: FlowNode[]; edges: FlowEdge[] };
  log?: FlowLogEntry[];
}

export interface TaskInfo {
  id: string;
  name: string;
  kind: "approval" | "fill" | "cc" | string;
  state?: string;
  node: string | { key: string; name: string };
  flow: { id: string; name: string; state: string };
  record: { app: string; form: string; id: string; title: string | null };
  initiator: Ref | null;
  since: string;
  due: string | null;
  can: string[];
}

export interface TaskPage extends Page<TaskInfo> {
  counts: { todo: number; done: number; started: number; cc: number };
}

export interface Task extends Omit<TaskInfo, "record" | "flow"> {
  record: Row & { app: string; form: string };
  fields: Record<string, "hide" | "read" | "edit" | "require">;
  flow: Flow;
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

export interface Notification {
  id: string;
  at: string;
  kind: string;
  text: string;
  body: string | null;
  read: boolean;
  about: { app?: string; form?: string; record?: string; task?: string; flow?: string } | null;
}

export interface SearchHit {
  app: string;
  app_name: string;
  form: string;
  form_name: string;
  id: string;
  title: string | null;
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

export interface StoredFile {
  id: string;
  name: string;
  size: number;
  type: string;
}
