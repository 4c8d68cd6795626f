/** Both languages are complete, and every key the pages use exists. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { describe, expect, it } from "vitest";

const HERE = join(process.cwd(), "src/platform/i18n");
const SOURCE = join(process.cwd(), "src");

type Tree = { [key: string]: string | Tree };

const flat = (tree: Tree, prefix = ""): Record<string, string> =>
  Object.assign({}, ...Object.entries(tree).map(([key, value]) => (typeof value === "string" ? { [prefix + key]: value } : flat(value, `${prefix}${key}.`)))) as Record<string, string>;

const read = (file: string): Record<string, string> => flat(JSON.parse(readFileSync(join(HERE, file), "utf8")) as Tree);
const holes = (text: string): string[] => [...text.matchAll(/\{\{(\w+)\}\}/g)].map((found) => found[1] ?? "").sort();
const pairs = readdirSync(HERE).filter((file) => file.endsWith("zh-CN.json")).map((file) => [file, file.replace("zh-CN", "en")] as const);

describe.each(pairs)("%s and %s", (zhFile, enFile) => {
  const zh = read(zhFile);
  const en = read(enFile);
  it("say the same things", () => expect(Object.keys(en).sort()).toEqual(Object.keys(zh).sort()));
  it("leave nothing empty", () => expect([...Object.entries(zh), ...Object.entries(en)].filter(([, text]) => !text.trim())).toEqual([]));
  it("fill in the same details", () => expect(Object.keys(zh).filter((key) => holes(zh[key] ?? "").join() !== holes(en[key] ?? "").join() && !["list.total", "report.behind"].includes(key))).toEqual([]));
});

function sources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return entry.name === "designer" ? [] : sources(path);
    return /\.tsx?$/.test(entry.name) && !/\.test\.tsx?$/.test(entry.name) ? [path] : [];
  });
}

it("every key that a page uses is there", () => {
  const known = new Set(Object.keys(read("zh-CN.json")));
  const missing = sources(SOURCE).flatMap((file) => [...readFileSync(file, "utf8").matchAll(/\b(?:t|say)\(\s*"([a-z_]+\.[\w.-]+)"/g)].map((found) => found[1] ?? "").filter((key) => !known.has(key)).map((key) => `${file.slice(SOURCE.length)}: ${key}`));
  expect(missing).toEqual([]);
});
