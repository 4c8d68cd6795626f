/**
 * The state of one form on the screen. A field listens to its own part only, so that a key pressed in one of a hundred
 * fields draws that field and what depends on it.
 */
import { randomId } from "../../kit/ids";
import type { App, Field, Form, FoundProblem, Json, Values } from "../../platform/api/types";
import { isComputed, isShownOnly } from "../record/fields";
import type { Linked, Wanted } from "./linked";
import { cellPath, placeProblems, rowKey } from "./paths";
import { type FormRow, Program, rows, type Shape, type Surroundings } from "./program";
import { type Placed, type Say, validate } from "./validate";

/** What a flow's node allows with a field, above the person's own right. */
export type NodeRights = Record<string, "hide" | "read" | "edit" | "require">;

export interface FieldState {
  value: Json;
  hidden: boolean;
  required: boolean;
  editable: boolean;
  problem: FoundProblem | undefined;
  allowed: string[] | undefined;
}

export interface StoreOptions {
  app: App;
  form: Form;
  values: Values;
  /** The record as it is stored; null for a new one. */
  stored: Values | null;
  /** Its id; absent for a new one. */
  record?: string;
  around: Omit<Surroundings, "old">;
  rights?: NodeRights;
  /** Nothing may be typed. */
  locked?: boolean;
  say: Say;
  /** Fetches what formulas look into. */
  fetch?: (wanted: Wanted) => Promise<Values | null>;
  onChange?: (values: Values) => void;
}

const NEW_ROW = "new-";

export class FormStore {
  readonly app: App;
  readonly form: Form;
  private readonly options: StoreOptions;
  private readonly program: Program;
  private typed: Values;
  private linked = new Map<string, Values | null>();
  private asked = new Set<string>();
  private fromServer: Placed[] = [];
  private own: Placed[] = [];
  private judged = false;
  private readonly listeners = new Set<() => void>();
  private readonly states = new Map<string, FieldState>();
  shape: Shape;
  /** Anything was changed since it was opened. */
  touched = false;
  version = 0;

  constructor(options: StoreOptions) {
    this.options = options;
    this.app = options.app;
    this.form = options.form;
    this.program = new Program(options.app, options.form);
    this.typed = options.stored ? options.values : { ...this.program.defaults(this.around), ...options.values };
    this.shape = this.run();
  }

  private get around(): Surroundings {
    return { ...this.options.around, old: this.options.stored };
  }

  get record(): string | undefined {
    return this.options.record;
  }

  get values(): Values {
    return this.shape.values;
  }

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  };

  set(key: string, value: Json): void {
    this.setMany({ [key]: value });
  }

  setMany(values: Values): void {
    this.typed = { ...this.shape.values, ...values };
    this.touched = true;
    this.forget((path) => Object.keys(values).includes(path.split("/")[0] ?? "") && !path.includes("/"));
    this.refresh();
    this.options.onChange?.(this.values);
  }

  setCell(table: string, row: string, key: string, value: Json): void {
    this.setRow(table, row, { [key]: value });
  }

  setRow(table: string, row: string, values: Values): void {
    const next = rows(this.values[table]).map((one) => (rowKey(one) === row ? { ...one, values: { ...one.values, ...values } } : one));
    const gone = Object.keys(values).map((key) => cellPath(table, row, key));
    this.forget((path) => gone.includes(path));
    this.setMany({ [table]: next as unknown as Json });
  }

  addRow(table: Field, after?: number, copy?: Values): void {
    const before = rows(this.values[table.key]);
    const row: FormRow = { key: NEW_ROW + randomId(), values: copy ?? this.program.rowDefaults(table, this.values, this.around) };
    const at = after === undefined ? before.length : after + 1;
    this.setMany({ [table.key]: [...before.slice(0, at), row, ...before.slice(at)] as unknown as Json });
  }

  dropRow(table: string, row: string): void {
    this.setMany({ [table]: rows(this.values[table]).filter((one) => rowKey(one) !== row) as unknown as Json });
  }

  moveRow(table: string, row: string, by: number): void {
    const all = [...rows(this.values[table])];
    const from = all.findIndex((one) => rowKey(one) === row);
    const [moved] = all.splice(from, 1);
    if (!moved) return;
    all.splice(Math.max(0, from + by), 0, moved);
    this.setMany({ [table]: all as unknown as Json });
  }

  /** Whether the person may type here at all, whatever linkage says. */
  mayEdit = (path: string, field: Field): boolean => {
    const [top = ""] = path.split("/");
    const owner = this.form.fields.find((one) => one.key === top) ?? field;
    const node = this.options.rights?.[top];
    if (this.options.locked || isShownOnly(field) || isComputed(field)) return false;
    if (this.options.rights && (node === undefined || node === "read" || node === "hide")) return false;
    if (owner.right === "read" || field.right === "read") return false;
    return !this.shape.readonly.has(path);
  };

  state(path: string, field: Field, value: Json): FieldState {
    const before = this.states.get(path);
    const node = path.includes("/") ? undefined : this.options.rights?.[path];
    const next: FieldState = {
      value,
      hidden: node === "hide" || this.shape.hidden.has(path),
      required: node === "require" || this.shape.required.has(path),
      editable: this.mayEdit(path, field),
      problem: this.problemsAt(path)[0],
      allowed: this.shape.allowed.get(path.includes("/") ? `${path.split("/")[0] ?? ""}.${field.key}` : path),
    };
    if (before && (Object.keys(next) as (keyof FieldState)[]).every((key) => before[key] === next[key])) return before;
    this.states.set(path, next);
    return next;
  }

  private problemsAt(path: string): FoundProblem[] {
    return [...this.fromServer, ...this.own].filter((one) => one.path === path).map((one) => one.problem);
  }

  get problems(): Placed[] {
    return [...this.fromServer, ...this.own];
  }

  /** Judges everything; from now on problems come and go as they are mended. */
  check(): Placed[] {
    this.judged = true;
    this.fromServer = [];
    this.refresh();
    return this.own.filter((one) => one.problem.severity !== "warning");
  }

  refuse(problems: FoundProblem[]): void {
    const placed = placeProblems(problems, (table) => rows(this.values[table]));
    this.fromServer = [...placed].flatMap(([path, found]) => found.map((problem) => ({ path: this.form.fields.some((field) => field.key === path.split("/")[0]) ? path : "", problem })));
    this.refresh();
  }

  private forget(where: (path: string) => boolean): void {
    this.fromServer = this.fromServer.filter((one) => !where(one.path));
  }

  /** What is sent: what was typed, with new rows stripped of their page-only names. Computed and locked fields stay out. */
  outgoing(): Values {
    const out: Values = {};
    for (const field of this.form.fields) {
      if (!this.mayEdit(field.key, field)) continue;
      const value = this.values[field.key] ?? null;
      const before = this.options.stored?.[field.key] ?? null;
      if (this.options.stored && JSON.stringify(value) === JSON.stringify(before)) continue;
      if (!this.options.stored && value === null) continue;
      out[field.key] = field.type === "subtable" ? (rows(value).map((row) => this.outgoingRow(field, row)) as unknown as Json) : value;
    }
    return out;
  }

  /** What was typed into a stored record, as the page holds it; of a new record everything. */
  changes(): Values {
    const stored = this.options.stored;
    if (!stored) return this.values;
    const changed = (key: string) => JSON.stringify(this.values[key] ?? null) !== JSON.stringify(stored[key] ?? null);
    return Object.fromEntries(this.form.fields.filter((field) => this.mayEdit(field.key, field) && changed(field.key)).map((field) => [field.key, this.values[field.key] ?? null]));
  }

  private outgoingRow(table: Field, row: FormRow): { id?: string; values: Values } {
    const inner = (table.fields ?? []).filter((field) => !isComputed(field) && !isShownOnly(field));
    const values = Object.fromEntries(inner.filter((field) => field.key in row.values).map((field) => [field.key, row.values[field.key] ?? null]));
    return row.id ? { id: row.id, values } : { values };
  }

  holds(when: Parameters<Program["holds"]>[0]): boolean {
    return this.program.holds(when, this.values, this.linked, this.around);
  }

  private run(): Shape {
    const shape = this.program.run(this.typed, this.linked as Linked, this.around);
    if (this.options.rights) for (const [key, right] of Object.entries(this.options.rights)) if (right === "require") (shape.required as Set<string>).add(key);
    for (const one of shape.wanted) void this.fetch(one);
    return shape;
  }

  private async fetch(wanted: Wanted): Promise<void> {
    const key = `${wanted.app}/${wanted.form}/${wanted.id}`;
    if (this.asked.has(key) || !this.options.fetch) return;
    this.asked.add(key);
    const found = await this.options.fetch(wanted).catch(() => null);
    this.linked = new Map(this.linked).set(key, found);
    this.refresh();
  }

  private refresh(): void {
    this.shape = this.run();
    this.own = this.judged ? validate(this.form, this.shape, this.mayEdit, this.options.say, this.options.stored) : [];
    this.version += 1;
    this.listeners.forEach((notify) => notify());
  }
}
