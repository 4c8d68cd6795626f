/** The cases that every back end must agree on, run in the browser's. */

import { execFileSync } from "node:child_process";
import { join } from "node:path";

import { expect, it } from "vitest";

import { Decimal, Env, EvaluationProblem, compile, parseMoment, toJson, zoneOf } from ".";
import type { Envelope, Item, Person } from ".";

interface Vector {
  readonly id: string;
  /** Text, or a condition tree of the builder. */
  readonly expression: unknown;
  readonly values?: Item;
  readonly old?: Item;
  readonly me?: Person;
  readonly row?: number;
  readonly now?: string;
  readonly zone?: string;
  readonly value?: unknown;
  readonly problem?: string;
}

interface Line {
  readonly case: Vector;
  readonly envelope: Envelope;
}

const ROOT = join(import.meta.dirname, "../../../..");
const PYTHON = process.env["DOUGONG_PYTHON"] ?? join(ROOT, ".venv/bin/python");

/** The server parses: the browser has no parser. */
function lines(): Line[] {
  const script = join(ROOT, "tests/vectors/compiled.py");
  const text = execFileSync(PYTHON, [script], { cwd: ROOT, encoding: "utf8", maxBuffer: 1 << 28 });
  return text
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Line);
}

function outcome(line: Line): unknown {
  const { values = {}, old, me, row, now = "2026-03-15T02:30:00Z", zone = "Asia/Shanghai" } = line.case;
  const moment = parseMoment(now, zoneOf("UTC"));
  if (moment === null) throw new Error(now);
  try {
    const env = new Env({ values, old, me, row, now: moment, zone: zoneOf(zone) });
    return { value: toJson(compile(line.envelope)(env)) };
  } catch (problem) {
    if (problem instanceof EvaluationProblem) return { problem: problem.code };
    throw problem;
  }
}

const CASES = lines();

it("there are cases to run", () => {
  expect(CASES.length).toBeGreaterThan(100);
});

const titled = CASES.map((line) => [`${line.case.id}: ${JSON.stringify(line.case.expression)}`, line] as const);

it.each(titled)("%s", (_, line) => {
  const { value, problem } = line.case;
  expect(outcome(line)).toEqual(problem === undefined ? { value } : { problem });
});

it("a number is decimal to the last digit", () => {
  expect(new Decimal("0.1").plus("0.2").toFixed()).toBe("0.3");
});
