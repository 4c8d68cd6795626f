/** A value of a trial as people read it: an option, a person or a record by its name, figures grouped, moments in the app's zone. */
import type { KindJson } from "../../engines/expression";
import { dateTime, duration, percent, thousands, trimZeros } from "../../kit/format";
import type { FormulaField } from "./names";
import { show } from "./trial";

export interface Telling {
  /** What people and records are called, by their ids. */
  readonly names: ReadonlyMap<string, string>;
  /** The fields that were read: their options are known by name. */
  readonly fields: readonly FormulaField[];
  readonly zone: string;
  readonly word: (key: string) => string;
}

/** `of`: the path that was read, where the value is that of a field. */
export function told(value: unknown, kind: KindJson, telling: Telling, of?: string): string {
  const { names, word } = telling;
  if (value === null || value === undefined) return word("blank");
  if (Array.isArray(value)) return `[${value.map((one) => told(one, inner(kind), telling, of)).join(", ")}]`;
  if (typeof value === "boolean") return word(value ? "yes" : "no");
  const text = show(value, "");
  switch (typeof kind === "string" ? kind : Object.keys(kind)[0]) {
    case "option":
      return optionName(text, telling, of) ?? text;
    case "number":
      return thousands(trimZeros(text));
    case "money":
      return thousands(trimZeros(text, 2));
    case "percent":
      return percent(text);
    case "duration":
      return duration(Number(text), { d: word("unit.d"), h: word("unit.h"), m: word("unit.m"), s: word("unit.s") });
    case "datetime":
      return dateTime(text, telling.zone);
    default:
      return names.get(text) ?? text;
  }
}

const inner = (kind: KindJson): KindJson => (typeof kind === "string" ? kind : (kind.list ?? kind));

function optionName(value: string, { fields }: Telling, of: string | undefined): string | undefined {
  const own = fields.find((one) => one.path === of);
  const stored = JSON.stringify(value);
  return [own, ...fields].flatMap((one) => one?.values ?? []).find((one) => one.insert === stored)?.label;
}
