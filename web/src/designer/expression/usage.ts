/** How a function is called, in the words of the person: `IF(条件, 结果[, 否则])`. */
import type { FunctionHelp } from "./questions";

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
