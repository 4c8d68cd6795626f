/** Every function the browser has, by key. Loans, pinyin and patterns are left to the server. */

import type { Fn } from "../registry";
import { BUSINESS } from "./business";
import { CONDITIONAL } from "./conditional";
import { DATE } from "./date";
import { LOGIC } from "./logic";
import { NUMBER } from "./number";
import { OPERATORS } from "./operators";
import { RECORD } from "./record";
import { STATISTICS } from "./statistics";
import { TEST } from "./test";
import { TEXT } from "./text";

const FUNCTIONS: ReadonlyMap<string, Fn> = new Map(
  [OPERATORS, LOGIC, TEST, NUMBER, STATISTICS, CONDITIONAL, TEXT, BUSINESS, DATE, RECORD].flatMap((family) =>
    Object.entries(family),
  ),
);

const WEIGHED: ReadonlySet<string> = new Set(["&", ...[TEXT, BUSINESS, CONDITIONAL].flatMap(Object.keys)]);

/** Whether what a call reads and writes of texts and lists costs steps. */
export function isWeighed(key: string): boolean {
  return WEIGHED.has(key);
}

export function functionOf(key: string): Fn | undefined {
  return FUNCTIONS.get(key);
}
