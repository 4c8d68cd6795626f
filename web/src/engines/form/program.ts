/**
 * What a form does while it is filled in: formulas, what shows, what is required, what may not be touched.
 *
 * The same expressions run on the server; here they only save the person a round trip. A value that the browser cannot
 * compute (a roll-up, a serial number, a person's superior) stays as the server said it.
 */
import type { App, Envelope, Field, Form, Json, Linkage, Pipeline, Values } from "../../platform/api/types";
import { isBlank } from "../record/fields";
import { compile, Env, type EnvOptions, toJson } from "./expressions";
import { type Linked, type Reach, reachOf, type Wanted, withLinked } from "./linked";
import { cellPath, rowKey } from "./paths";

export interface FormRow {
  id?: string;
  key?: string;
  values: Values;
}

export interface Shape {
  values: Values;
  hidden: ReadonlySet<string>;
  required: ReadonlySet<string>;
  readonly: ReadonlySet<string>;
  /** By field: the options that linkage leaves. */
  allowed: ReadonlyMap<string, string[]>;
  /** Keys of checks that hold. */
  failing: ReadonlySet<string>;
  /** Records that formulas look into and that are not here yet. */
  wanted: Wanted[];
}

export type Surroundings = Omit<EnvOptions, "values" | "row">;

const RUNS = new WeakMap<Envelope, ReturnType<typeof compile>>();

/** Compiled once, however often a key is pressed. */
function compiled(envelope: Envelope): ReturnType<typeof compile> {
  let run = RUNS.get(envelope);
  if (!run) RUNS.set(envelope, (run = compile(envelope as never)));
  return run;
}

/** Functions that only the server knows make no value here. */
const UNKNOWN = Symbol("unknown");
type Result = Json | typeof UNKNOWN;

export const rows = (value: Json | undefined): FormRow[] => (Array.isArray(value) ? (value as unknown as FormRow[]) : []);

export class Program {
  private readonly app: App;
  private readonly form: Form;
  private readonly reach: Reach;
  private readonly computed: Field[];

  constructor(app: App, form: Form) {
    this.app = app;
    this.form = form;
    this.computed = inOrder(form.fields);
    this.reach = reachOf(this.paths());
  }

  run(values: Values, linked: Linked, around: Surroundings): Shape {
    const run = new Run(this.app, this.form, this.reach, linked, around, values);
    run.compute(this.computed);
    for (const rule of this.form.linkage ?? []) run.link(rule);
    run.show(this.form.fields);
    for (const check of this.form.checks ?? []) if (run.holds(check.when)) run.failing.add(check.key);
    return run.shape();
  }

  /** The pipeline that applies: the first whose condition holds. */
  pipeline(values: Values, around: Surroundings): Pipeline | undefined {
    const run = new Run(this.app, this.form, this.reach, new Map(), around, values);
    return this.form.pipelines?.find((one) => !one.when || run.holds(one.when));
  }

  /** Whether a button shows. */
  holds(when: Envelope | null | undefined, values: Values, linked: Linked, around: Surroundings): boolean {
    return !when || new Run(this.app, this.form, this.reach, linked, around, values).holds(when);
  }

  defaults(around: Surroundings): Values {
    const values: Values = {};
    for (const field of this.form.fields) {
      const run = new Run(this.app, this.form, this.reach, new Map(), around, values);
      const found = defaultOf(field, (envelope) => run.value(envelope, null));
      if (found !== null) values[field.key] = titled(field, found, around);
    }
    return values;
  }

  rowDefaults(table: Field, values: Values, around: Surroundings): Values {
    const run = new Run(this.app, this.form, this.reach, new Map(), around, values);
    const made: Values = {};
    for (const field of table.fields ?? []) {
      const found = defaultOf(field, (envelope) => run.value(envelope, { table: table.key, index: rows(values[table.key]).length, row: { values: made } }));
      if (found !== null) made[field.key] = titled(field, found, around);
    }
    return made;
  }

  private *paths(): Iterable<string> {
    const of = function* (fields: Field[], prefix: string): Iterable<string> {
      for (const field of fields) {
        for (const envelope of Object.values(field.expressions ?? {})) for (const path of envelope.depends) yield fields.some((one) => one.key === path.split(".")[0]) ? prefix + path : path;
        if (field.type === "lookup" && typeof field.through === "string" && typeof field.field === "string") yield `${prefix}${field.through}.${field.field}`;
        if (field.fields) yield* of(field.fields, `${field.key}.`);
      }
    };
    yield* of(this.form.fields, "");
    const loose = [...(this.form.linkage ?? []), ...(this.form.checks ?? []), ...(this.form.buttons ?? []), ...(this.form.pipelines ?? [])];
    for (const { when } of loose) yield* when?.depends ?? [];
  }
}

function defaultOf(field: Field, evaluate: (envelope: Envelope) => Result): Json {
  const envelope = field.expressions?.default;
  if (envelope) {
    const made = evaluate(envelope);
    return made === UNKNOWN ? null : made;
  }
  const given = field.default;
  if (given === undefined || given === null) return null;
  if (typeof given !== "object" || Array.isArray(given)) return given;
  return "value" in given ? (given.value ?? null) : "formula" in given ? null : given;
}

/** Who fills in, and his department, are shown by their names from the first moment on. */
function titled(field: Field, value: Json, { me }: Surroundings): Json {
  const department = me?.department;
  const known = [
    ...(me?.name && ["user", "users"].includes(field.type) ? [{ id: me.id, title: me.name }] : []),
    ...(department && typeof department === "object" && department.title && ["department", "departments"].includes(field.type) ? [{ id: department.id, title: department.title }] : []),
  ];
  const called = (one: Json): Json => known.find((each) => each.id === one) ?? one;
  return Array.isArray(value) ? value.map(called) : called(value);
}

/** Computed fields so that each comes after those it reads; a ring (the checker refuses it) stays in document order. */
function inOrder(fields: Field[]): Field[] {
  const computed = fields.filter((field) => field.type === "subtable" || sourceOf(field));
  const done: Field[] = [];
  const visit = (field: Field, way: Field[]): void => {
    if (done.includes(field) || way.includes(field)) return;
    for (const name of readsOf(field)) {
      const before = computed.find((one) => one.key === name);
      if (before) visit(before, [...way, field]);
    }
    done.push(field);
  };
  computed.forEach((field) => visit(field, []));
  return done;
}

const sourceOf = (field: Field): Envelope | "lookup" | undefined => (field.type === "lookup" ? "lookup" : ["formula", "barcode"].includes(field.type) ? field.expressions?.formula : undefined);

function readsOf(field: Field): string[] {
  if (field.type === "lookup") return [String(field.through)];
  const own = Object.values(field.expressions ?? {}).flatMap((envelope) => envelope.depends);
  // in a row a name is first a field of the row, whatever the record calls by the same name
  const columns = new Set((field.fields ?? []).map((one) => one.key));
  const inner = (field.fields ?? []).flatMap((one) => Object.values(one.expressions ?? {}).flatMap((envelope) => envelope.depends));
  const first = (path: string): string => path.split(".")[0] ?? "";
  return [...own.map(first), ...inner.map(first).filter((name) => !columns.has(name))];
}

interface At {
  table: string;
  index: number;
  row: FormRow;
}

class Run {
  readonly hidden = new Set<string>();
  readonly required = new Set<string>();
  readonly readonly = new Set<string>();
  readonly failing = new Set<string>();
  private readonly allowed = new Map<string, string[]>();
  private readonly shown = new Map<string, boolean>();
  private readonly wanted = new Map<string, Wanted>();
  private flat: Record<string, unknown> | null = null;

  constructor(
    private readonly app: App,
    private readonly form: Form,
    private readonly reach: Reach,
    private readonly linked: Linked,
    private readonly around: Surroundings,
    private values: Values,
  ) {}

  shape(): Shape {
    return { values: this.values, hidden: this.hidden, required: this.required, readonly: this.readonly, allowed: this.allowed, failing: this.failing, wanted: [...this.wanted.values()] };
  }

  compute(fields: Field[]): void {
    for (const field of fields) {
      if (field.type === "subtable") this.computeRows(field);
      else this.put(field.key, this.made(field, null));
    }
  }

  private computeRows(table: Field): void {
    const inner = inOrder((table.fields ?? []).filter((field) => field.type !== "subtable"));
    if (!inner.length) return;
    const before = rows(this.values[table.key]);
    const after = before.map((row, index) => {
      let next = row;
      for (const field of inner) {
        const made = this.made(field, { table: table.key, index, row: next });
        if (made !== UNKNOWN && made !== (next.values[field.key] ?? null)) next = { ...next, values: { ...next.values, [field.key]: made } };
      }
      return next;
    });
    if (after.some((row, index) => row !== before[index])) this.put(table.key, after as unknown as Json);
  }

  private made(field: Field, at: At | null): Result {
    const source = sourceOf(field);
    if (source === undefined) return UNKNOWN;
    if (source !== "lookup") return rounded(this.value(source, at), field);
    const env = this.env(at);
    const behind = env[String(field.through)] as Record<string, unknown> | string | null | undefined;
    if (behind === null || behind === undefined || behind === "") return null;
    if (typeof behind !== "object" || !(String(field.field) in behind)) return UNKNOWN;
    return (behind[String(field.field)] ?? null) as Json;
  }

  private put(key: string, made: Result): void {
    if (made === UNKNOWN || made === (this.values[key] ?? null)) return;
    this.values = { ...this.values, [key]: made };
    this.flat = null;
  }

  link(rule: Linkage): void {
    const on = this.holds(rule.when);
    for (const name of rule.show ?? []) this.shown.set(name, (this.shown.get(name) ?? false) || on);
    if (!on) return;
    for (const name of rule.hide ?? []) this.hidden.add(name);
    for (const name of rule.require ?? []) this.required.add(name);
    for (const name of rule.readonly ?? []) this.readonly.add(name);
    for (const [name, options] of Object.entries(rule.options ?? {})) this.allowed.set(name, options);
    for (const [name, envelope] of Object.entries(rule.set ?? {})) this.put(name, this.value(envelope, null));
  }

  show(fields: Field[]): void {
    for (const [name, on] of this.shown) if (!on) this.hidden.add(name);
    for (const field of fields) {
      this.mark(field, field.key, null);
      if (!field.fields) continue;
      rows(this.values[field.key]).forEach((row, index) => {
        for (const one of field.fields ?? []) {
          const path = cellPath(field.key, rowKey(row), one.key);
          this.mark(one, path, { table: field.key, index, row });
          const column = `${field.key}.${one.key}`;
          if (this.hidden.has(column)) this.hidden.add(path);
          if (this.required.has(column)) this.required.add(path);
          if (this.readonly.has(column)) this.readonly.add(path);
        }
      });
    }
  }

  private mark(field: Field, path: string, at: At | null): void {
    const when = field.expressions ?? {};
    if (when.visible_when && !this.holds(when.visible_when, at)) this.hidden.add(path);
    if (field.required || (when.required_when && this.holds(when.required_when, at, false))) this.required.add(path);
    if (field.readonly || (when.readonly_when && this.holds(when.readonly_when, at, false))) this.readonly.add(path);
  }

  /** ``otherwise`` is what counts when only the server can tell. */
  holds(envelope: Envelope, at: At | null = null, otherwise = true): boolean {
    const made = this.value(envelope, at);
    return made === UNKNOWN ? otherwise : made === true;
  }

  value(envelope: Envelope, at: At | null): Result {
    try {
      const env = new Env({ ...this.around, values: this.env(at) as never, row: at ? at.index + 1 : null });
      return toJson(compiled(envelope)(env)) as Json;
    } catch {
      // what the browser cannot evaluate the server will
      return UNKNOWN;
    }
  }

  private env(at: At | null): Record<string, unknown> {
    this.flat ??= this.flatten();
    if (!at) return this.flat;
    const fields = this.form.fields.find((field) => field.key === at.table)?.fields ?? [];
    return { ...this.flat, ...this.behind(fields, { id: at.row.id ?? null, ...at.row.values }, this.reach[at.table] ?? {}) };
  }

  private flatten(): Record<string, unknown> {
    const flat: Record<string, unknown> = { ...this.values };
    for (const field of this.form.fields)
      if (field.type === "subtable") flat[field.key] = rows(this.values[field.key]).map((row) => this.behind(field.fields ?? [], { id: row.id ?? null, ...row.values }, this.reach[field.key] ?? {}));
    return this.behind(this.form.fields, flat, this.reach);
  }

  private behind(fields: Field[], values: Record<string, unknown>, reach: Reach): Record<string, unknown> {
    const found = withLinked(this.app, fields, values, reach, this.linked);
    for (const one of found.wanted) this.wanted.set(`${one.app}/${one.form}/${one.id}`, one);
    return found.values;
  }
}

/** A computed number as it will be stored. */
function rounded(made: Result, field: Field): Result {
  const places = typeof field.decimals === "number" ? field.decimals : field.kind === "money" ? 2 : 6;
  if (typeof made !== "string" || !["number", "money", "percent"].includes(String(field.kind)) || isBlank(made)) return made;
  return roundText(made, places);
}

/** Half away from zero, exactly. */
export function roundText(text: string, places: number): string {
  const found = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text);
  if (!found) return text;
  const fraction = (found[3] ?? "").padEnd(places + 1, "0");
  let digits = BigInt((found[2] ?? "0") + fraction.slice(0, places));
  if ((fraction[places] ?? "0") >= "5") digits += 1n;
  const shown = digits.toString().padStart(places + 1, "0");
  const whole = shown.slice(0, shown.length - places);
  return `${found[1] && digits ? "-" : ""}${whole}${places ? `.${shown.slice(shown.length - places)}` : ""}`;
}
