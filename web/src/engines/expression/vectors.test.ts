/** The cases that every back end must agree on, run in the browser's. */

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { describe, expect, it } from "vitest";

import type { Envelope } from "./ast";
import { parseMoment, zoneOf } from "./dates";
import { Env, type Person } from "./env";
import { compile, NotInBrowser, runsHere } from "./evaluate";
import { EvaluationProblem } from "./problems";
import { toJson, type Item } from "./values";

interface Vector {
  readonly expression: string;
  readonly values?: Item;
  readonly old?: Item;
  readonly me?: Person;
  readonly row?: number;
  readonly now?: string;
  readonly zone?: string;
  readonly value?: unknown;
  readonly problem?: string;
  readonly back_ends?: readonly string[];
}

/** Compiled by the server's own parser; `make vectors` writes them beside the cases. */
interface Compiled {
  readonly case: Vector;
  readonly envelope: Envelope;
}

const FOLDER = join(import.meta.dirname, "../../../../tests/vectors");

function compiled(): Map<string, Compiled[]> {
  const folder = join(FOLDER, "expression_compiled");
  const files = readdirSync(folder).filter((name) => name.endsWith(".json"));
  return new Map(files.map((name) => [name, JSON.parse(readFileSync(join(folder, name), "utf8")) as Compiled[]]));
}
