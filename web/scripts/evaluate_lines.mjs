// Evaluates expressions given as JSON lines on stdin, one answer a line; for tests that compare the back ends:
//   node scripts/evaluate_lines.mjs BUNDLE.mjs < {"envelope", "values", "now", "zone", "me", "old", "row"} ...

import { createInterface } from "node:readline";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";

const { compile, Env, EvaluationProblem, parseMoment, toJson, zoneOf } = await import(
  pathToFileURL(resolve(process.argv[2] ?? "expression.mjs")).href
);

function answer({ envelope, values, now, zone, me, old, row }) {
  try {
    const env = new Env({ values, me, old, row, now: parseMoment(now, zoneOf("UTC")), zone: zoneOf(zone) });
    return { value: toJson(compile(envelope)(env)) };
  } catch (problem) {
    // as in a database, what cannot be computed is blank
    if (problem instanceof EvaluationProblem) return { value: null, problem: problem.code };
    return { fault: String(problem) };
  }
}

const answers = [];
for await (const line of createInterface({ input: process.stdin })) {
  if (line) answers.push(JSON.stringify(answer(JSON.parse(line))));
}
process.stdout.write(answers.join("\n") + "\n");
