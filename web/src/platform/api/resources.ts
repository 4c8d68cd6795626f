/** Every call the pages make, by resource. */
import { call, get, patch, post, put, remove, url } from "./client";
import type {
  App, AppInfo, ColumnMapping, Comment, Dashboard, Flow, HistoryEntry, ImportJob, Json, Me, Notification, Page, Picks, Ref, Related, ReportAnswer, Row, SearchHit, StoredFile, Task, TaskInfo, TaskPage, Values,
} from "./types";

const form = (app: string, key: string) => `/api/apps/${app}/forms/${key}`;

export const auth = {
  login: (username: string, password: string) => post<{ token: string; csrf: string; user: Me }>("/api/auth/login", { username, password }),
  logout: () => post<undefined>("/api/auth/logout"),
};

export interface ApiKey {
  id: string;
  name: string;
  prefix?: string;
  scopes?: string[];
  created_at?: string;
  expires_at?: string | null;
  last_used_at?: string | null;
}

export const me = {
  read: () => get<Me>("/api/me"),
  change: (body: Partial<Pick<Me, "locale" | "name">>) => patch<Me>("/api/me", body),
  apps: () => get<{ items: AppInfo[] }>("/api/me/apps"),
  password: (current: string, next: string) => post<undefined>("/api/me/password", { current, password: next }),
  keys: () => get<{ items: ApiKey[] }>("/api/me/api-keys"),
  addKey: (body: { name: string; expires_at?: string | null }) => post<ApiKey & { token: string }>("/api/me/api-keys", body),
  dropKey: (id: string) => remove<undefined>(`/api/me/api-keys/${id}`),
};

export interface PersonHit extends Ref {
  department?: Ref | null;
}

export const directory = {
  people: (q: string, limit = 30) => get<Page<PersonHit>>("/api/people", { q, limit }),
  departments: () => get<{ items: (Ref & { parent: string | null })[] }>("/api/departments"),
};

export const apps = { read: (app: string) => get<App>(`/api/apps/${app}`) };

export interface ListQuery {
  filter?: unknown;
  sort?: string;
  view?: string;
  /** What the asker began and did not hand in, instead of records. */
  drafts?: boolean;
  q?: string;
  limit?: number;
  cursor?: string | null;
  count?: "exact" | "estimate" | "none";
  fields?: string[];
  /** Fields whose sum over the whole filter is wanted. */
  sums?: string[];
}

export const records = {
  list: (app: string, key: string, query: ListQuery, signal?: AbortSignal) => call<Page<Row>>("POST", `${form(app, key)}/records/query`, { body: query, signal }),
  read: (app: string, key: string, id: string) => get<Row>(`${form(app, key)}/records/${id}`),
  /** What a reference may choose while its record is filled in. */
  choices: (app: string, key: string, asked: { field: string; row?: number; id?: string; values: Values; q?: string; limit?: number }) => post<Page<Row>>(`${form(app, key)}/choices`, asked),
  /** ``confirm``: the warnings were read, store it all the same. */
  create: (app: string, key: string, values: Values, draft = false, confirm?: boolean, idempotency?: string, picks?: Picks) => post<Row>(`${form(app, key)}/records`, { values, draft, confirm, picks }, { idempotency }),
  update: (app: string, key: string, id: string, rev: number, values: Values, confirm?: boolean) => patch<Row>(`${form(app, key)}/records/${id}`, { values, rev, confirm }),
  tick: (app: string, key: string, id: string, rev: number, checklist: Record<string, Record<string, boolean>>) => patch<Row>(`${form(app, key)}/records/${id}`, { checklist, rev }),
  submit: (app: string, key: string, id: string, confirm?: boolean, picks?: Picks) => post<Row>(`${form(app, key)}/records/${id}/submit`, { confirm, picks }),
  remove: (app: string, key: string, id: string) => remove<undefined>(`${form(app, key)}/records/${id}`),
  restore: (app: string, key: string, id: string) => post<Row>(`${form(app, key)}/records/${id}/restore`),
  bin: (app: string, key: string, cursor?: string) => get<Page<Row>>(`${form(app, key)}/records/bin`, { cursor, limit: 50 }),
  batch: (app: string, key: string, operations: unknown[], atomic = false) =>
    post<{ results: ({ id: string; rev: number } | { problems: { message: string }[] })[] }>(`${form(app, key)}/records/batch`, { operations, atomic }),
  press: (app: string, key: string, id: string, button: string, values: Values) => post<Row>(`${form(app, key)}/records/${id}/buttons/${button}`, { values }),
  related: (app: string, key: string, id: string) => get<{ items: Related[] }>(`${form(app, key)}/records/${id}/related`),
  history: (app: string, key: string, id: string, cursor?: string) => get<Page<HistoryEntry>>(`${form(app, key)}/records/${id}/history`, { cursor }),
  comments: (app: string, key: string, id: string, cursor?: string) => get<Page<Comment>>(`${form(app, key)}/records/${id}/comments`, { cursor }),
  comment: (app: string, key: string, id: string, text: string) => post<Comment>(`${form(app, key)}/records/${id}/comments`, { text }),
  flows: (app: string, key: string, id: string) => get<{ items: Flow[] }>(`${form(app, key)}/records/${id}/flows`),
};

export interface Decision {
  action_id: string;
  comment?: string;
  values?: Values;
  rev?: number;
  to?: string;
}

export const tasks = {
  list: (box: string, cursor?: string, signal?: AbortSignal) => get<TaskPage>("/api/tasks", { box, cursor, limit: 30 }, signal),
  read: (id: string) => get<Task>(`/api/tasks/${id}`),
  act: (id: string, action: string, decision: Decision) => post<{ task: TaskInfo; flow: Flow }>(`/api/tasks/${id}/${action}`, decision, { idempotency: decision.action_id }),
};

/** A step a record would come to; ``picks`` where whoever hands in chooses its people. */
export interface PickedStop {
  node: string;
  name: string;
  picks?: { many: boolean; required: boolean; among: Ref[] | null };
}

export const flows = {
  simulate: (app: string, flow: string, body: { values?: Values; record?: string }) => post<{ path: PickedStop[] }>(`/api/apps/${app}/flows/${flow}/simulate`, body),
  read: (id: string) => get<Flow>(`/api/flows/${id}`),
  act: (id: string, action: string, body: Record<string, unknown> = {}) => post<Flow>(`/api/flows/${id}/${action}`, body),
};

export interface ReportFilter {
  field: string;
  op: string;
  value: Json;
}

export const reports = {
  run: (app: string, report: string, filters: ReportFilter[], signal?: AbortSignal) => call<ReportAnswer>("POST", `/api/apps/${app}/reports/${report}/run`, { body: { filters }, signal }),
  drill: (app: string, report: string, at: Record<string, Json>, filters: ReportFilter[], cursor?: string | null, fields?: string[]) =>
    post<Page<Row> & { form?: string }>(`/api/apps/${app}/reports/${report}/drill`, { at, filters, cursor: cursor ?? undefined, fields }),
  dashboard: (app: string, dashboard: string) => get<Dashboard>(`/api/apps/${app}/dashboards/${dashboard}`),
};

export interface ImportOptions {
  sheet?: string;
  header_row?: number;
  mode?: string;
  key?: string[];
  mapping?: Record<string, ColumnMapping>;
  run?: boolean;
  skip_errors?: boolean;
}

export const imports = {
  upload(app: string, key: string, file: File, options: ImportOptions) {
    const body = new FormData();
    body.set("file", file);
    body.set("options", JSON.stringify(options));
    return call<ImportJob>("POST", `${form(app, key)}/imports`, { form: body });
  },
  read: (app: string, key: string, id: string) => get<ImportJob>(`${form(app, key)}/imports/${id}`),
  change: (app: string, key: string, id: string, options: ImportOptions) => post<ImportJob>(`${form(app, key)}/imports/${id}`, options),
  revert: (app: string, key: string, id: string) => post<ImportJob>(`${form(app, key)}/imports/${id}/revert`),
  problemsUrl: (app: string, key: string, id: string) => `${form(app, key)}/imports/${id}/problems`,
};

export interface ExportJob {
  id: string;
  state?: string;
  url?: string;
}

export const exports_ = {
  start: (app: string, key: string, body: Record<string, unknown>) => post<ExportJob>(`${form(app, key)}/exports`, body),
  url: (app: string, key: string, id: string) => `${form(app, key)}/exports/${id}`,
};

export const files = {
  upload(file: File) {
    const body = new FormData();
    body.set("file", file);
    return call<StoredFile>("POST", "/api/files", { form: body });
  },
  url: (id: string) => `/api/files/${id}`,
  shown: (id: string) => `/api/files/${id}?inline=true`,
};

export const notices = {
  list: (cursor?: string) => get<Page<Notification> & { unread: number }>("/api/notifications", { cursor, limit: 30 }),
  read: (ids: string[] | "all") => post<undefined>("/api/notifications/read", ids === "all" ? { all: true } : { ids }),
};

export const search = (q: string, signal?: AbortSignal) => get<{ items: SearchHit[] }>("/api/search", { q, limit: 12 }, signal);

export const admin = { get, post, put, patch, remove, url };
