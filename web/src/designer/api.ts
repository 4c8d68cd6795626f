/** The calls of the designer. */
import { call, get, post } from "../platform/api/client";
import type { Json, Ref, ReportAnswer } from "../platform/api/types";
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
  used: (app: string, pointer: string) => get<{ items: { kind: string; pointer: string; text?: BothLanguages }[] }>(at(app, "/where-used"), { pointer }),
  /** ``as``: the member whose rights count; without, mine. */
  preview: (app: string, report: Json, as?: string) => post<ReportAnswer>(at(app, "/reports/preview"), { report, filters: [], ...(as ? { as } : {}) }),
};
