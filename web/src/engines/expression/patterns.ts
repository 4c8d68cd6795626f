/** Excel's wildcards: `*` any text, `?` one character, `~` before one of the three takes it as it is. */

import type { Env } from "./env";

const MAX_PATTERN = 1_000;
/** Characters of a text times those of a pattern that cost a step. */
const MATCHED = 2_000;

export interface Wildcard {
  /** Where it first matches (in UTF-16 units), or -1. */
  readonly search: (text: string) => number;
  /** Whether the whole text is such a one. */
  readonly matches: (text: string) => boolean;
  /** What looking through so many characters costs. */
  readonly charge: (env: Env, characters: number) => void;
}

const escaped = (sign: string): string => (/[\\^$.*+?()[\]{}|/]/.test(sign) ? `\\${sign}` : sign);

/** The parts between the stars, each of a fixed length, and how many characters they have. */
function partsOf(text: string): readonly [string[], number] {
  const signs = [...text];
  const parts = [""];
  let size = 0;
  for (let at = 0; at < signs.length; at += 1) {
    const sign = signs[at] ?? "";
    const next = signs[at + 1] ?? "";
    const asItIs = sign === "~" && next !== "" && "*?~".includes(next);
    if (asItIs) at += 1;
    if (sign === "*") parts.push("");
    else parts[parts.length - 1] += asItIs ? escaped(next) : sign === "?" ? "[^]" : escaped(sign);
    size += 1;
  }
  return [parts, size];
}

/**
 * Null for one that is too long. The parts are found one behind the other, each as early as it stands: one expression
 * for all of them would go back and forth, in time that doubles with each star.
 */
export function wildcard(text: string, ignoreCase: boolean): Wildcard | null {
  if ([...text].length > MAX_PATTERN) return null;
  const [parts, size] = partsOf(text);
  const flags = ignoreCase ? "iu" : "u";
  const [first = "", ...rest] = parts;
  const last = rest.at(-1) ?? "";
  const begin = new RegExp(first, `${flags}g`);
  const between = rest.map((part) => new RegExp(part, `${flags}g`));
  const whole = new RegExp(rest.length === 0 ? `^(?:${first})$` : `^(?:${first})`, flags);
  const end = new RegExp(`(?:${last})$`, `${flags}g`);

  /** Where the part ends that stands from `from` on at the earliest, or -1. */
  const behind = (part: RegExp, subject: string, from: number): number => {
    part.lastIndex = from;
    return part.test(subject) ? part.lastIndex : -1;
  };
  const inTurn = (found: readonly RegExp[], subject: string, from: number): number =>
    found.reduce((at, part) => (at < 0 ? at : behind(part, subject, at)), from);

  return {
    search: (subject) => {
      begin.lastIndex = 0;
      const found = begin.exec(subject);
      return found === null || inTurn(between, subject, found.index + found[0].length) < 0 ? -1 : found.index;
    },
    matches: (subject) => {
      const found = whole.exec(subject);
      if (found === null || rest.length === 0) return found !== null;
      const at = inTurn(between.slice(0, -1), subject, found[0].length);
      return at >= 0 && behind(end, subject, at) >= 0;
    },
    charge: (env, characters) => {
      env.spend(Math.floor((characters * size) / MATCHED));
    },
  };
}
