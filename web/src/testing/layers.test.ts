/** Who may import whom: kit < ui, platform < engines < designer | runtime. Engines of different kinds do not know each other's pages. */
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";

import { expect, it } from "vitest";

const SOURCE = join(process.cwd(), "src");
const RANK: Record<string, number> = { kit: 0, ui: 1, platform: 1, engines: 2, plugins: 3, designer: 4, runtime: 4, testing: 9 };
// inside engines: form stands on record, record on expression
const ENGINES: Record<string, number> = { expression: 0, record: 1, form: 2, flow: 2, rule: 2, report: 2 };

function files(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? files(join(folder, entry.name)) : /\.tsx?$/.test(entry.name) ? [join(folder, entry.name)] : []));
}

function place(file: string): { part: string; engine: string | undefined } {
  const [part = "", second] = relative(SOURCE, file).split("/");
  return { part, engine: part === "engines" ? second : undefined };
}

it("imports go down only", () => {
  const wrong: string[] = [];
  for (const file of files(SOURCE)) {
    const from = place(file);
    for (const [, target = ""] of readFileSync(file, "utf8").matchAll(/(?:from|import\()\s*"(\.[^"]+)"/g)) {
      const to = place(join(dirname(file), target));
      const up = (RANK[to.part] ?? 0) > (RANK[from.part] ?? 0);
      const aside = from.engine && to.engine && from.engine !== to.engine && (ENGINES[to.engine] ?? 0) >= (ENGINES[from.engine] ?? 0);
      const across = from.part !== to.part && RANK[to.part] === RANK[from.part] && RANK[to.part] === 4 && from.part === "designer";
      if (up || aside || across) wrong.push(`${relative(SOURCE, file)} -> ${target}`);
    }
  }
  // the designer is opened from its page, and the router is the one place that knows the types of addresses
  expect(wrong.filter((line) => !line.startsWith("runtime/pages/designer"))).toEqual([]);
});

it("what is under kit and every headless engine file has no React", () => {
  const reacting = files(SOURCE).filter((file) => /\/(kit|engines)\//.test(file) && file.endsWith(".ts") && !file.endsWith(".test.ts") && /from "react(-dom)?"/.test(readFileSync(file, "utf8")) && !/import type/.test(readFileSync(file, "utf8")));
  expect(reacting.map((file) => relative(SOURCE, file))).toEqual([]);
});
