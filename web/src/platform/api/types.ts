/** What the server says, as the HTTP contract has it: people, apps, records. */
import type { components } from "./schema";

export * from "./work_types";

type Shape = components["schemas"];

/** Somebody or something by id and title; a record one may not read is hidden. */
export type Ref = Shape["Titled"];

export interface Page<T> {
  items: T[];
  next: string | null;
  total?: number | null;
  /** Null where there is nothing to sum up. */
  sums?: Record<string, string | null>;
}

/** People chosen for steps of a flow, by node. */
export type Picks = Record<string, string[]>;

export type FoundProblem = Shape["FoundProblem"];

export interface Me {
  id: string;
  username: string;
  name: string;
  department: Ref | null;
  locale: "zh-CN" | "en" | null;
  admin: boolean;
  builder: boolean;
  csrf?: string;
}

export interface AppInfo {
  key: string;
  name: string;
  icon?: string | null;
  version?: number | null;
  can_build?: boolean;
}

export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

/** A kind of value: "number", {"list": ...}, {"record": "account"} ... */
export type Kind = string | { [name: string]: Kind };

/** A compiled expression; engines/expression knows what is inside. */
export interface Envelope {
  grammar: number;
  kind: Kind;
  ast: unknown;
  depends: string[];
}

export interface OptionDef {
  value: string;
  name: string;
  color?: string | null;
  retired?: boolean;
  disabled?: boolean;
}

export interface Field {
  key: string;
  type: string;
  name: string;
  right?: "read" | "edit";
  kind?: Kind;
  required?: boolean;
  readonly?: boolean;
  hint?: string | null;
  computed?: boolean;
  default?: Json;
  options?: OptionDef[];
  option_set?: string;
  form?: string;
  fields?: Field[];
  expressions?: Record<string, Envelope>;
  /** The rest of the definition of its own type. */
  [setting: string]: unknown;
}

export interface Linkage {
  when: Envelope;
  show?: string[];
  hide?: string[];
  require?: string[];
  readonly?: string[];
  set?: Record<string, Envelope>;
  options?: Record<string, string[]>;
}

export interface Check {
  key: string;
  when: Envelope;
  message: string;
  fields?: string[];
  severity?: "error" | "warning";
}

export interface Stage {
  value: string;
  name?: string | null;
  probability?: number | string | null;
  outcome?: "open" | "won" | "lost" | string;
  checklist?: { key: string; name: string }[];
  require?: string[];
  guide?: string | null;
  to?: string[];
}

export interface Pipeline {
  key: string;
  name?: string | null;
  field: string;
  when?: Envelope | null;
  stages: Stage[];
  moves?: "any" | "forward" | "listed";
}

export interface ButtonDef {
  key: string;
  name: string;
  icon?: string | null;
  when?: Envelope | null;
  ask?: Field[];
  confirm?: string | null;
  style?: "default" | "primary" | "danger";
}

export interface ViewColumn {
  field: string;
  width?: number | null;
  name?: string | null;
  summary?: "sum" | "avg" | "min" | "max" | "count" | null;
}

export interface View {
  key: string;
  type: string;
  name: string;
  columns?: (string | ViewColumn)[];
  /** What stands in the columns that lie behind references, by their paths. */
  paths?: Record<string, Field>;
  filter?: unknown;
  sort?: string[];
  group?: string | null;
  cover?: string | null;
  start?: string | null;
  end?: string | null;
  color_when?: unknown;
}

export type LayoutField = string | { field: string; span?: number };

export interface Section {
  section: string;
  key?: string | null;
  columns?: number;
  fields: LayoutField[];
  collapsed?: boolean;
}

export interface TabBlock {
  tabs: { name: string; key?: string | null; content: (Section | LayoutField)[] }[];
}

export type LayoutPart = Section | TabBlock | LayoutField;

export interface Form {
  key: string;
  name: string;
  icon?: string | null;
  title?: string | null;
  can: string[];
  fields: Field[];
  linkage?: Linkage[];
  checks?: Check[];
  pipelines?: Pipeline[];
  buttons?: ButtonDef[];
  views?: View[];
  layout?: LayoutPart[];
  flows?: { key: string; name: string }[];
}

export interface MenuItemDef {
  key?: string;
  form?: string;
  view?: string;
  page?: string;
  dashboard?: string;
  report?: string;
  name?: string | null;
  icon?: string | null;
  url?: string | null;
}

export interface MenuGroup extends MenuItemDef {
  group?: string;
  items?: MenuItemDef[];
}

export interface ReportInfo {
  key: string;
  name: string;
  chart: string;
  form?: string | null;
}

export interface PageDef {
  key: string;
  name?: string | null;
  blocks: { at?: number[]; view?: string; report?: string; dashboard?: string; button?: string; text?: string; frame?: string }[];
}

export interface App {
  key: string;
  name: string;
  icon?: string | null;
  version: number;
  locale: string;
  timezone: string;
  /** The days that are worked, where a formula of its forms asks. */
  calendar?: { week: boolean[]; exceptions: string[] } | null;
  currency: string;
  can_build?: boolean;
  menu: MenuGroup[];
  /** The page it opens with, where it has one. */
  home?: { key: string } | null;
  forms: Form[];
  reports: ReportInfo[];
  dashboards: { key: string; name: string; icon?: string | null }[];
  pages?: PageDef[];
  option_sets?: { key: string; options: OptionDef[] }[];
}

export type Values = Record<string, Json>;

export interface Row {
  id: string;
  rev: number;
  title: string | null;
  values: Values;
  created_at?: string;
  created_by?: Ref | null;
  updated_at?: string;
  updated_by?: Ref | null;
  owner?: Ref | null;
  department?: Ref | null;
  flow_state?: string | null;
  draft?: boolean;
  can?: string[];
  checklist?: Record<string, Record<string, boolean>>;
  ignored?: string[];
  warnings?: FoundProblem[];
}
