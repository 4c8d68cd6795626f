/** A hostile expression costs its budget and a clear problem: steps are counted here, never seconds. */

import { expect, it } from "vitest";

import { Env, EvaluationProblem, compile, parseMoment, zoneOf } from ".";
import type { CallNode, Node } from "./ast";
import { wildcard } from "./patterns";

const UTC = zoneOf("UTC");
const text = (value: string): Node => ({ t: "lit", k: "text", v: value });
const number = (value: string): Node => ({ t: "lit", k: "number", v: value });
const call = (f: string, ...a: Node[]): CallNode => ({ t: "call", k: f === "SPLIT" ? { list: "text" } : "text", f, a });

function outcome(node: Node): unknown {
  const now = parseMoment("2026-03-05T00:00:00Z", UTC);
  if (now === null) throw new Error("no moment");
  try {
    return compile(node)(new Env({ values: {}, now, zone: UTC }));
  } catch (problem) {
    if (problem instanceof EvaluationProblem) return problem.code;
    throw problem;
  }
}

const long = call("REPT", text("a"), number("100000"));
const many = (node: Node, times: number): Node => call("AND", ...Array.from({ length: times }, () => node));
const always = (node: Node): Node => call("NOT", call("ISBLANK", node));

it.each([
  ["texts that are turned over", always(call("PROPER", long)), 120],
  ["lists that are made", always(call("SPLIT", call("REPT", text("a,"), number("9000")), text(","))), 70],
  ["wildcards in long texts", always(call("SEARCH", text(`*a*a*a*a?${"a".repeat(200)}`), long)), 80],
])("%s cost their steps", (_, node, times) => {
  expect(outcome(many(node, times))).toBe("too_many_steps");
});

it("wildcards end at once where many stars could stand anywhere", () => {
  const stars = wildcard(`${"*a".repeat(100)}*b`, false);
  expect(stars?.matches("a".repeat(50_000))).toBe(false);
  expect(stars?.search("a".repeat(50_000))).toBe(-1);
});

it.each([
  ["a*c", "abc", true],
  ["a*c", "abcd", false],
  ["*b", "abab", true],
  ["a?", "a", false],
  ["a*a", "a", false],
  ["~*", "*", true],
  ["*", "", true],
  ["?😀*", "a😀b", true],
])("%s meets %s as a whole: %s", (pattern, subject, expected) => {
  expect(wildcard(pattern, false)?.matches(subject)).toBe(expected);
});

it("a text that would grow too long is never made", () => {
  expect(outcome(call("CONCAT", long, long))).toBe("text_too_long");
});
