/** What lies further than the fields of a form: behind references, however many, and what is known of people. */
import type { App, Field } from "../../platform/api/types";
import { dotted, type FormulaField } from "./names";
import { tokensOf } from "./tokens";

/** What a formula may ask of a person and of a department, and of what kind it is. */
const PEOPLE: Readonly<Record<string, readonly (readonly [string, string])[]>> = {
  user: [["name", "text"], ["username", "text"], ["department", "department"], ["superior", "user"]],
  department: [["name", "text"], ["parent", "department"], ["head", "user"]],
};
const ONE_OF: Readonly<Record<string, string>> = { users: "user", departments: "department", references: "reference" };
const UNREAD = ["note", "divider", "subtable"];
/** What every record has, in the order in which it is looked for. */
const SYSTEM = ["owner", "department", "created_at", "created_by", "updated_at", "updated_by", "flow_state"];

/** Names what is known of people: `user.superior`. */
type Word = (key: string) => string;

/** What every record has, as the fields of a form tell it. */
export const systemOf = (fields: readonly FormulaField[]): Field[] => SYSTEM.flatMap((key) => fields.find((one) => one.path === key)?.field ?? []);

const ofPeople = (one: FormulaField, word: Word): FormulaField[] => {
  const type = ONE_OF[one.field?.type ?? ""] ?? one.field?.type ?? "";
  return (PEOPLE[type] ?? []).map(([key, of]) => below(one, { key, type: of, name: word(`${type}.${key}`) } as Field));
};

function ofRecords(one: FormulaField, app: App | undefined, system: readonly Field[]): FormulaField[] {
  const { field } = one;
  const linked = field !== undefined && ["reference", "references"].includes(field.type);
  const form = linked ? app?.forms.find((other) => other.key === field.form) : undefined;
  const own = (form?.fields ?? []).filter((next) => !UNREAD.includes(next.type));
  return form ? [...own, ...system.filter((next) => !own.some((other) => other.key === next.key))].map((next) => below(one, next)) : [];
}

/** The fields and those behind them; `word` names what is known of people. */
export function deeper(fields: readonly FormulaField[], app: App | undefined, word: Word): FormulaField[] {
  const known = new Set(fields.map((field) => field.path));
  const hints = new Map(fields.flatMap((one) => (one.field && one.hint ? [[one.field.type, one.hint] as const] : [])));
  const system = systemOf(fields);
  const behind = fields.flatMap((one) => [...ofPeople(one, word), ...ofRecords(one, app, system)]);
  // the name of somebody's department is two steps away, also behind a record
  const near = [...fields.flatMap((one) => ofPeople(one, word)), ...behind.filter((one) => SYSTEM.includes(one.path.split(".").at(-1) ?? ""))];
  const further = near.flatMap((one) => ofPeople(one, word));
  const far = [...behind, ...further].filter((one) => !known.has(one.path));
  return [...fields, ...far.map((one) => ({ ...one, hint: hints.get(one.field?.type ?? "") ?? "" }))];
}

const indexes = new WeakMap<readonly FormulaField[], ReadonlyMap<string, FormulaField>>();

/** Fields by what they are called and, before that, by their paths. */
function indexOf(fields: readonly FormulaField[]): ReadonlyMap<string, FormulaField> {
  let found = indexes.get(fields);
  if (found === undefined) indexes.set(fields, (found = new Map([...fields.map((one) => [dotted(one.label), one] as const), ...fields.map((one) => [one.path, one] as const)])));
  return found;
}

/** What lies behind the fields that a text names and goes on from: `account.parent.parent.` and all before it. */
export function reached(text: string, fields: readonly FormulaField[], app: App | undefined, word: Word): FormulaField[] {
  if (!/[.．。｡]/.test(text)) return [];
  const system = systemOf(fields);
  const found: FormulaField[] = [];
  const named = new Map(indexOf(fields));
  const at = (path: string): FormulaField | undefined => named.get(path);
  for (const token of tokensOf(text)) {
    if (token.type !== "name" && token.type !== "function") continue;
    const parts = token.text.split(".");
    for (let length = 1; length < parts.length; length += 1) {
      const one = at(parts.slice(0, length).join("."));
      const behind = one ? [...ofPeople(one, word), ...ofRecords(one, app, system)] : [];
      for (const next of behind.filter((each) => !at(each.path))) {
        found.push(next);
        named.set(dotted(next.label), next).set(next.path, next);
      }
    }
  }
  return found;
}

function below(one: FormulaField, next: Field): FormulaField {
  const [path, label] = [`${one.path}.${next.key}`, `${one.label} / ${next.name}`];
  return { path, label, far: true, field: { ...next, key: path, name: label } };
}
