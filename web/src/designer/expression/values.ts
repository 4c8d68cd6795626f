/** The values a field can be asked for by their names: options, yes and no, oneself, periods. */
import { PERIODS } from "../../engines/record/conditions";
import { optionsOf, shownAs } from "../../engines/record/fields";
import type { App, Field } from "../../platform/api/types";
import { formNamed } from "../document/appview";
import type { FormulaField } from "./names";
import type { Token } from "./tokens";

export interface FieldValue {
  /** As it is written into the formula: `"won"`, `TRUE`, `ME()`, `this_month`. */
  readonly insert: string;
  /** As it is shown, in the person's language. */
  readonly label: string;
  /** What it holds where it stands right behind `IN`: days, or several people; or it is the name of a field. */
  readonly of?: "period" | "several" | "field";
}

/** What the token at an index, or one that is typed there, may be as an argument; null where the place takes no such names. */
export type Choices = (tokens: readonly Token[], index: number) => readonly FieldValue[] | null;
export const NO_CHOICES: Choices = () => null;

/** Names a word or, for `period.today`, what the member's pages call it. */
export type Word = (key: string) => string;

export const quoted = (value: string): string => `"${value.replaceAll('"', '""')}"`;
const FLOW_STATES = ["running", "returned", "approved", "rejected", "withdrawn", "terminated"];
const CHOSEN = new Set(["select", "multiselect", "tags"]);

export function valuesOf(field: Field, app: App | undefined, form: string | undefined, word: Word): FieldValue[] {
  const own = app && formNamed(app, form);
  const like = app && own ? shownAs(app, own, field) : field;
  const options = app && CHOSEN.has(like.type) ? optionsOf(app, like) : [];
  if (options.length > 0) return options.map((one) => ({ insert: quoted(one.value), label: one.name }));
  switch (like.type) {
    case "flow_state":
      return FLOW_STATES.map((one) => ({ insert: quoted(one), label: word(`flow_state.${one}`) }));
    case "boolean":
      return ["yes", "no"].map((one, at) => ({ insert: at === 0 ? "TRUE" : "FALSE", label: labelAt(like, at) || word(one) }));
    case "user":
    case "users":
      return [{ insert: "ME()", label: word("me") }, { insert: "TEAM()", label: word("my_team"), of: "several" }];
    case "department":
    case "departments":
      return [{ insert: "DEPARTMENT()", label: word("my_department") }];
    case "date":
    case "datetime":
      return [
        ...(like.type === "date" ? [{ insert: "TODAY()", label: word("period.today") }] : [{ insert: "NOW()", label: word("now") }]),
        ...periods(word),
      ];
    default:
      return [];
  }
}

const labelAt = (field: Field, at: number): string => (Array.isArray(field.labels) ? String(field.labels[at] ?? "") : "");

/** The words for periods, as they are written and as they are called. */
export const periods = (word: Word): FieldValue[] => PERIODS.map((one) => ({ insert: one, label: word(`period.${one}`), of: "period" }));

/** Fields with the values they can be asked for. */
export const withValues = (fields: readonly FormulaField[], app: App | undefined, form: string | undefined, word: Word): FormulaField[] =>
  fields.map((one) => {
    const values = one.field ? valuesOf(one.field, app, form, word) : [];
    return values.length > 0 ? { ...one, values } : one;
  });
