/** What lies one step further than the fields of a form: behind references of references, and what is known of people. */
import type { App, Field } from "../../platform/api/types";
import type { FormulaField } from "./names";

/** What a formula may ask of a person and of a department, and of what kind it is. */
const PEOPLE: Readonly<Record<string, readonly (readonly [string, string])[]>> = {
  user: [["name", "text"], ["username", "text"], ["department", "department"], ["superior", "user"]],
  department: [["name", "text"], ["parent", "department"], ["head", "user"]],
};
const UNREAD = ["note", "divider", "subtable"];

/** The fields and those behind them; `word` names what is known of people. */
export function deeper(fields: readonly FormulaField[], app: App | undefined, word: (key: string) => string): FormulaField[] {
  const known = new Set(fields.map((field) => field.path));
  const ofPeople = (one: FormulaField): FormulaField[] => {
    const type = one.field?.type ?? "";
    return (PEOPLE[type] ?? []).map(([key, of]) => below(one, { key, type: of, name: word(`${type}.${key}`) } as Field));
  };
  const ofRecords = (one: FormulaField): FormulaField[] => {
    const { field } = one;
    const form = field?.type === "reference" ? app?.forms.find((other) => other.key === field.form) : undefined;
    return (form?.fields ?? []).filter((next) => !UNREAD.includes(next.type)).map((next) => below(one, next));
  };
  const behind = fields.flatMap((one) => [...ofPeople(one), ...ofRecords(one)]);
  // the name of somebody's department is two steps away
  const further = fields.flatMap(ofPeople).flatMap(ofPeople);
  return [...fields, ...[...behind, ...further].filter((one) => !known.has(one.path))];
}

function below(one: FormulaField, next: Field): FormulaField {
  const [path, label] = [`${one.path}.${next.key}`, `${one.label} / ${next.name}`];
  return { path, label, far: true, field: { ...next, key: path, name: label } };
}
