/** What lies one step further than the fields of a form: behind references of references, and what is known of people. */
import type { App, Field } from "../../platform/api/types";
import type { FormulaField } from "./names";

/** What a formula may ask of a person and of a department, and of what kind it is. */
const PEOPLE: Readonly<Record<string, readonly (readonly [string, string])[]>> = {
  user: [["name", "text"], ["username", "text"], ["department", "department"], ["superior", "user"]],
  department: [["name", "text"], ["parent", "department"], ["head", "user"]],
};
const UNREAD = ["note", "divider", "subtable"];
/** What every record has, in the order in which it is looked for. */
const SYSTEM = ["owner", "department", "created_at", "created_by", "updated_at", "updated_by", "flow_state"];

/** The fields and those behind them; `word` names what is known of people. */
export function deeper(fields: readonly FormulaField[], app: App | undefined, word: (key: string) => string): FormulaField[] {
  const known = new Set(fields.map((field) => field.path));
  const hints = new Map(fields.flatMap((one) => (one.field && one.hint ? [[one.field.type, one.hint] as const] : [])));
  const system = SYSTEM.flatMap((key) => fields.find((one) => one.path === key)?.field ?? []);
  const ofPeople = (one: FormulaField): FormulaField[] => {
    const type = one.field?.type ?? "";
    return (PEOPLE[type] ?? []).map(([key, of]) => below(one, { key, type: of, name: word(`${type}.${key}`) } as Field));
  };
  const ofRecords = (one: FormulaField): FormulaField[] => {
    const { field } = one;
    const form = field?.type === "reference" ? app?.forms.find((other) => other.key === field.form) : undefined;
    const own = (form?.fields ?? []).filter((next) => !UNREAD.includes(next.type));
    return form ? [...own, ...system.filter((next) => !own.some((other) => other.key === next.key))].map((next) => below(one, next)) : [];
  };
  const behind = fields.flatMap((one) => [...ofPeople(one), ...ofRecords(one)]);
  // the name of somebody's department is two steps away, also behind a record
  const further = [...fields.flatMap(ofPeople), ...behind.filter((one) => SYSTEM.includes(one.path.split(".").at(-1) ?? ""))].flatMap(ofPeople);
  const far = [...behind, ...further].filter((one) => !known.has(one.path));
  return [...fields, ...far.map((one) => ({ ...one, hint: hints.get(one.field?.type ?? "") ?? "" }))];
}

function below(one: FormulaField, next: Field): FormulaField {
  const [path, label] = [`${one.path}.${next.key}`, `${one.label} / ${next.name}`];
  return { path, label, far: true, field: { ...next, key: path, name: label } };
}
