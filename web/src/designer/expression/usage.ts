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

/** An example and, where it needs no record, what it gives. */
export interface Example {
  readonly text: string;
  readonly result: string | null;
}

/** A few different examples: the first, then those that need no record. */
export function examplesOf(help: FunctionHelp, most: number, blank: string): Example[] {
  const all = help.examples.map((text, at): Example => {
    const result = help.results?.[at] ?? null;
    return { text, result: result === null ? null : show(result.value, blank) };
  });
  const different = all.filter((one, at) => all.findIndex((other) => other.text === one.text) === at);
  const rest = different.slice(1);
  return [...different.slice(0, 1), ...rest.filter((one) => one.result !== null), ...rest.filter((one) => one.result === null)].slice(0, most);
}
