/**
 * Canonical trees as closures: compiled once, then run for every change on a form. Blanks, lists and rows are settled by
 * the kinds in the tree, which the server has checked; nothing here parses.
 */

import { GRAMMAR, isEnvelope, itemKind, kindName, type CallNode, type Envelope, type Node } from "./ast";
import { zoneOf } from "./dates";
import { ZERO } from "./decimal";
import type { Env } from "./env";
import { functionOf, isWeighed } from "./functions";
import { equal } from "./operators";
import { before, path } from "./paths";
import type { Fn, Later } from "./registry";
import { isList, toValue, type Value } from "./values";

type Call = (...args: unknown[]) => Value;
type Apply = (env: Env, values: (Value | undefined)[]) => Value;

/** The expression needs the server: a function that does not live in the browser, or a newer grammar. */
export class NotInBrowser extends Error {}

const UTC = zoneOf("UTC");

/** The closure of a stored expression. Running it throws EvaluationProblem and nothing else. Throws NotInBrowser. */
export function compile(found: Envelope | Node): Later {
  if (!isEnvelope(found)) return compileNode(found);
  if (found.grammar > GRAMMAR) throw new NotInBrowser(`grammar ${String(found.grammar)}`);
  return compileNode(found.ast);
}

/** Whether the browser can compute it; else the server is asked. */
export function runsHere(found: Envelope | Node): boolean {
  const node = isEnvelope(found) ? found.ast : found;
  if (isEnvelope(found) && found.grammar > GRAMMAR) return false;
  if (node.t !== "call" && node.t !== "list") return true;
  if (node.t === "call" && !PAST.has(node.f) && functionOf(node.f) === undefined) return false;
  return node.a.every(runsHere);
}

/** The first names of the paths an expression reads: the fields whose change asks for it again. */
export function depends(found: Envelope): ReadonlySet<string> {
  return new Set(found.depends.map((read) => read.split(".")[0] ?? read));
}

function compileNode(node: Node): Later {
  switch (node.t) {
    case "lit": {
      const value = toValue(node.v, node.k, UTC);
      return () => value;
    }
    case "path":
      return path(node);
    case "list":
      return listOf(node.a);
    case "call":
      return callOf(node);
  }
}

function listOf(items: readonly Node[]): Later {
  const closures = items.map(compileNode);
  if (items.every((item) => item.t === "lit")) {
    const fixed = items.map((item) => (item.t === "lit" ? toValue(item.v, item.k, UTC) : null));
    return () => fixed;
  }
  return (env) => closures.map((closure) => closure(env));
}

const PAST: ReadonlySet<string> = new Set(["OLD", "CHANGED", "WAS"]);

function callOf(node: CallNode): Later {
  if (PAST.has(node.f)) return past(node);
  const found = functionOf(node.f);
  if (found === undefined) throw new NotInBrowser(node.f);
  const args = node.a.map(compileNode);
  if (node.e !== undefined) return eachRow(node, node.e, found, args);
  const call = found.call as Call;
  if (found.lazy === true) return (env) => call(env, ...args);
  const [one, two] = args;
  if (!isWeighed(node.f) && found.takes === "o" && found.env !== true && one !== undefined && !shiftsDate(node)) {
    if (args.length === 1) return (env) => call(one(env));
    if (args.length === 2 && two !== undefined) return (env) => call(one(env), two(env));
    return (env) => call(...args.map((arg) => arg(env)));
  }
  const apply = applied(found, node);
  return (env) =>
    apply(
      env,
      args.map((arg) => arg(env)),
    );
}

const isDated = (node: Node): boolean => ["date", "datetime"].includes(kindName(itemKind(node.k)));

/** `+` or `-` with a date or a moment on one side, which the kinds tell: without it the result is blank. */
const shiftsDate = (node: CallNode): boolean => (node.f === "+" || node.f === "-") && node.a.some(isDated);

// so many characters, read or written, cost a step; an item of a list that is made or judged costs two
const CHARACTERS = 32;
const ITEM = 2 * CHARACTERS;

const weight = (value: Value | undefined): number =>
  typeof value === "string" ? value.length : value !== undefined && isList(value) ? value.length * ITEM : 0;

/** The function over values, with the steps that long texts and lists cost. */
function applied(found: Fn, node: CallNode): Apply {
  const apply = withBlanks(found, node);
  if (!isWeighed(node.f)) return apply;
  return (env, values) => {
    const result = apply(env, values);
    let length = weight(result);
    for (const value of values) length += weight(value);
    if (length >= CHARACTERS) env.spend(Math.floor(length / CHARACTERS));
    return result;
  };
}

/** The function with its rule for blanks. */
function withBlanks(found: Fn, node: CallNode): Apply {
  const call = found.call as Call;
  const run: Apply = found.env === true ? (env, values) => call(env, ...values) : (_, values) => call(...values);
  const shifts = shiftsDate(node);
  if (!shifts && (found.takes === "o" || found.takes === "")) return run;
  const letters = node.a.map((arg, at) =>
    shifts && isDated(arg) ? "x" : (found.takes[Math.min(at, found.takes.length - 1)] ?? "o"),
  );
  return (env, values) => {
    for (let at = 0; at < values.length; at += 1) {
      if (values[at] !== null) continue;
      const letter = letters[at];
      if (letter === "x") return null;
      values[at] = FILLED[letter ?? "o"];
    }
    return run(env, values);
  };
}

/** What a blank argument counts as. */
const FILLED: Readonly<Record<string, Value | undefined>> = { n: ZERO, t: "", l: [], o: null, "?": undefined };

/** The call for every row: arguments that are lists along `each` go row by row, the others stay. */
function eachRow(node: CallNode, each: string, found: Fn, args: readonly Later[]): Later {
  const along = node.a.map((arg) => isAlong(arg, each));
  const call = found.call as Call;
  const apply: Apply =
    found.lazy === true
      ? (env, values) => call(env, ...values.map((value) => () => value ?? null))
      : applied(found, node);
  return (env) => {
    const values = args.map((arg) => arg(env));
    let count = 0;
    // a list that stays is gone through for every row
    let whole = 0;
    values.forEach((value, at) => {
      if (!isList(value)) return;
      if (along[at] === true) count = Math.max(count, value.length);
      else whole += value.length;
    });
    env.spend(count * (1 + whole));
    const results: Value[] = [];
    for (let row = 0; row < count; row += 1) {
      results.push(
        apply(
          env,
          values.map((value, at) => (along[at] === true ? (isList(value) ? (value[row] ?? null) : null) : value)),
        ),
      );
    }
    return results;
  };
}

/** Whether this argument of a call made along `each` has one value a row: a path behind it, or such a call. */
function isAlong(node: Node, each: string): boolean {
  if (node.t === "path") return node.p.join(".").startsWith(`${each}.`);
  return node.t === "call" && node.e === each;
}

function past(node: CallNode): Later {
  const [field, given] = node.a;
  if (field?.t !== "path") throw new NotInBrowser(node.f);
  const [then, now] = [before(field), path(field)];
  if (node.f === "OLD") return then;
  if (node.f === "CHANGED") return (env) => !equal(then(env), now(env));
  const value = given === undefined ? () => null : compileNode(given);
  return (env) => equal(then(env), value(env));
}
