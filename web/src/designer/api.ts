/** The calls of the designer. */
import { call, get, post } from "../platform/api/client";
import type { App, Json, Ref, ReportAnswer } from "../platform/api/types";
import type { JsonObject } from "./document/pointer";
import type { DraftProblem } from "./document/problems";

export interface AppDraftInfo {
  key: string;
  name: Json;
  icon: string | null;
  /** The published number, 0: never. */
  version: number;
  label: string | null;
  rev: number;
  changed: boolean;
  updated_at: string;
}

export interface BothLanguages {
  "zh-CN": string;
  en: string;
}

export interface PlanStep {
  id: string;
  op: string;
  pointer: string;
  class: "instant" | "rewrites" | "loses";
  what: BothLanguages;
  rows: number;
  lost: number;
  confirm: boolean;
  samples: string[];
}

export interface PlanTest {
  name?: Json;
  ok?: boolean;
  passed?: boolean;
  message?: Json;
}

export interface Plan {
  plan_id: string;
  draft_rev: number;
  base_version: number;
  rollback_of: number | null;
  steps: PlanStep[];
  affects: { kind: string; key: string | null; pointer: string; by: string[]; count: number }[];
  tests: PlanTest[];
  problems: DraftProblem[];
}

export interface VersionInfo {
  n: number;
  note: string;
  published_at: string;
  published_by: Ref | null;
  base: number | null;
  rollback_of: number | null;
}

export interface Difference {
  kind: "added" | "removed" | "changed" | "moved" | string;
  pointer: string;
  text: BothLanguages;
  before: Json;
  after: Json;
}

/** One stop of a rehearsed flow. */
export interface Stop {
  node: string;
  name: string;
  type: string;
  state: string;
  mode: string | null;
  who: (Ref & { passed?: boolean })[];
  why: string | null;
}

export interface Simulation {
  path: Stop[];
  /** Places among the flow's edges that were taken. */
  edges: number[];
  result: string | null;
  problems: { pointer: string; code: string; severity: "error" | "warning"; message: string }[];
}

export interface Backtest {
  looked: number;
  matched: number;
  changed: number;
  samples: { record: Ref; at: string | null; diff: Record<string, [Json, Json]>; messages: string[]; effects: string[] }[];
}

export interface Usage {
  pointer: string;
  kind: string;
  within: { kind: string; key: string } | null;
}

export interface TriedRecord {
  id: string;
  title: string | null;
  values: Record<string, Json>;
}

const at = (app: string, path: string): string => `/api/designer/apps/${app}${path}`;

export const designer = {
  schema: () => get<JsonObject>("/api/designer/schema"),
  apps: () => get<{ items: AppDraftInfo[] }>("/api/designer/apps"),
  create: (body: { document?: JsonObject; template?: string; key?: string; name?: Json }) => post<{ app: string; rev: number; problems: DraftProblem[] }>("/api/designer/apps", body),
  draft: (app: string) => get<{ document: JsonObject; rev: number }>(at(app, "/draft")),
  save: (app: string, document: JsonObject, rev: number) => call<{ rev: number }>("PUT", at(app, "/draft"), { body: { document, rev } }),
  check: (app: string) => post<{ problems: DraftProblem[] }>(at(app, "/draft/check")),
  plan: (app: string) => post<Plan>(at(app, "/draft/plan")),
  publish: (app: string, plan: string, confirm: string[], note: string) => post<{ version: number }>(at(app, "/draft/publish"), { plan_id: plan, confirm, note }),
  versions: (app: string) => get<{ items: VersionInfo[]; current: number }>(at(app, "/versions")),
  version: (app: string, n: number) => get<VersionInfo & { document: JsonObject }>(at(app, `/versions/${String(n)}`)),
  diff: (app: string, a: string, b: string) => get<{ items: Difference[] }>(at(app, `/versions/${a}/diff/${b}`)),
  rollback: (app: string, n: number) => post<Plan>(at(app, `/versions/${String(n)}/rollback`)),
  used: (app: string, pointer: string) => get<{ items: Usage[] }>(at(app, "/where-used"), { pointer }),
  /** Three ways together: ``base`` is what both drew over, ``mine`` my document; what both changed stays the other's. */
  merge: (app: string, base: JsonObject, mine: JsonObject, rev: number) => post<{ document: JsonObject; conflicts: string[]; rev: number }>(at(app, "/merge"), { base, document: mine, save: true, rev }),
  /** Everything approved, nothing stored. ``as``: the member whose rights count. */
  simulate: (app: string, flow: string, body: { record?: string; values?: Record<string, Json>; initiator?: string; as?: string }) => post<Simulation>(at(app, `/flows/${flow}/simulate`), body),
  backtest: (app: string, rule: string, body: { since?: string; limit?: number; as?: string }) => post<Backtest>(at(app, `/rules/${rule}/backtest`), body),
  records: (app: string, form: string, q: string, as?: string) => get<{ items: TriedRecord[] }>(at(app, `/forms/${form}/records`), { q, as }),
  /** The draft as somebody with one role alone would get the app. */
  shown: (app: string, role: string) => get<App>(at(app, "/draft/shown"), { role }),
  builders: (app: string) => get<{ items: Ref[] }>(at(app, "/builders")),
  setBuilders: (app: string, users: string[]) => call<{ users: string[] }>("PUT", at(app, "/builders"), { body: { users } }),
  /** ``as``: the member whose rights count; without, mine. */
  preview: (app: string, report: Json, as?: string) => post<ReportAnswer>(at(app, "/reports/preview"), { report, filters: [], ...(as ? { as } : {}) }),
};
