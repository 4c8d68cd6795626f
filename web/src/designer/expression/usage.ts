/** How a function is called, in the words of the person: `IF(条件, 结果[, 否则])`. */
import type { FunctionHelp } from "./questions";
import { show } from "./trial";

/** `name` says what a parameter is called in the person's language. */
export function usageOf(help: FunctionHelp, name: (parameter: string) => string): string {
  const parts = help.signature.split(/,\s*(?![^(]*\))/).filter(Boolean);
  const said = parts.reduce((before, part) => before + saidOf(part, before === "", name), "");
  return `${help.key}(${said})`;
}

function saidOf(part: string, first: boolean, name: (parameter: string) => string): string {
  const repeated = part.startsWith("...");
  const names = part.replace(/^\.\.\.\(?|\)$/g, "").split(/,\s*/);
  const words = names.map((one) => name(one.split(/[?:]/)[0] ?? one)).join(", ") + (repeated ? ", …" : "");
  const separated = first ? words : `, ${words}`;
  return names.some((one) => one.includes("?:")) ? `[${separated}]` : separated;
}

/** An example, the values of the fields it reads and, where nothing else is needed, what it gives. */
export interface Example {
  readonly text: string;
  readonly given: readonly string[];
  readonly result: string | null;
}

/** Values as they are told beside an example: `lines.price = 3, 5`. */
function givenOf(at: string, value: unknown, blank: string): string[] {
  const several = Array.isArray(value) ? (value as unknown[]) : null;
  const first = several ? several[0] : value;
  if (typeof first !== "object" || first === null) return [`${at} = ${several ? several.map((one) => show(one, blank)).join(", ") || blank : show(value, blank)}`];
  const behind = Object.keys(first).filter((key) => key !== "id");
  const below = (key: string, one: unknown): unknown => (one as Record<string, unknown>)[key];
  return behind.flatMap((key) => givenOf(`${at}.${key}`, several ? several.map((one) => below(key, one)) : below(key, value), blank));
}

/** A few different examples: the first, then those that give something, without fields first. */
export function examplesOf(help: FunctionHelp, most: number, blank: string): Example[] {
  const all = help.examples.map((text, at): Example => {
    const result = help.results?.[at] ?? null;
    const all = Object.entries(result?.given ?? {}).flatMap(([name, value]) => givenOf(name, value, blank));
    // of rows only the columns that are read, unless they are named otherwise
    const read = all.filter((one) => text.includes(one.slice(0, one.indexOf(" = "))));
    const given = read.length > 0 ? read : all;
    return { text, given, result: result === null ? null : show(result.value, blank) };
  });
  const different = all.filter((one, at) => all.findIndex((other) => other.text === one.text) === at);
  const rest = different.slice(1);
  const rank = (one: Example): number => (one.result === null ? 2 : one.given.length === 0 ? 0 : 1);
  return [...different.slice(0, 1), ...rest.sort((a, b) => rank(a) - rank(b))].slice(0, most);
}
