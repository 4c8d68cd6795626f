/** The function whose brackets a place lies in, which argument stands there, and how that is told. */
import type { FunctionHelp } from "./questions";
import { placeOf } from "./subjects";
import type { Token } from "./tokens";

export interface Called {
  readonly name: string;
  readonly argument: number;
}

/** The innermost call around a place: not around a text or a bracket that belongs to no function. */
export function callAt(tokens: readonly Token[], at: number): Called | null {
  let index = tokens.findIndex((token) => token.to > at || (token.to === at && token.type !== "bracket" && token.type !== "sign"));
  if (index < 0) index = tokens.length;
  for (let place = placeOf(tokens, index); place !== null; place = placeOf(tokens, place.open)) {
    const head = tokens[place.open - 1];
    if (head?.type === "function") return { name: head.text.toUpperCase(), argument: place.argument };
  }
  return null;
}

export interface Parameter {
  readonly name: string;
  readonly type: string;
  readonly optional: boolean;
  /** It stands at the place. */
  readonly here: boolean;
  /** As often as one likes, together with those of the same group. */
  readonly repeated: boolean;
}

/** The parameters of a function; `argument`: the one that a value is being written for. */
export function parametersOf(help: FunctionHelp, argument: number): Parameter[] {
  const groups = help.signature.split(/,\s*(?![^(]*\))/).filter(Boolean);
  let first = 0;
  let round: { begin: number; size: number } | null = null;
  return groups.flatMap((group) => {
    const repeated = group.startsWith("...");
    const members = group.replace(/^\.\.\.\(?|\)$/g, "").split(/,\s*/);
    const begin = first;
    first += members.length;
    if (repeated) round = { begin, size: members.length };
    // what comes behind a group that is repeated may stand wherever the group could begin again
    const from = round ?? { begin, size: Infinity };
    return members.map((member, at) => {
      const [name = "", type = ""] = member.split(/\??:\s*/);
      const here = argument >= begin && (argument - from.begin) % from.size === at;
      return { name, type, optional: member.includes("?:"), here, repeated };
    });
  });
}
