// What a first visit downloads: the entry, one page and everything both import at once; 250 kB gzip at most, and nothing
// of what only charts, flow pictures, editors and the designer need.
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

const BUDGET = 250_000;
// each file brings its headers along
const MOST_FILES = 24;
const FIRST_PAGES = ["src/runtime/pages/list/ListPage.tsx", "src/runtime/pages/form/CreatePage.tsx", "src/runtime/pages/todo/TodoPage.tsx"];
// words that only stand in the code of ECharts, React Flow, antd and CodeMirror
const FOREIGN = ["echarts", "react-flow__pane", "ant-btn", "cm-editor"];
const dist = new URL("../dist/", import.meta.url);
const manifest = JSON.parse(readFileSync(new URL(".vite/manifest.json", dist), "utf8"));
const sizes = new Map();

function size(file) {
  if (!sizes.has(file)) sizes.set(file, gzipSync(readFileSync(new URL(file, dist))).length);
  return sizes.get(file);
}

function collect(key, files = new Set(), seen = new Set()) {
  if (seen.has(key) || !manifest[key]) return files;
  seen.add(key);
  const chunk = manifest[key];
  files.add(chunk.file);
  for (const css of chunk.css ?? []) files.add(css);
  for (const next of chunk.imports ?? []) collect(next, files, seen);
  return files;
}

const entry = Object.keys(manifest).find((key) => manifest[key].isEntry);
const words = "src/platform/i18n/zh-CN.json";
let failed = false;
for (const page of FIRST_PAGES) {
  if (!manifest[page]) continue;
  const files = new Set([...collect(entry), ...collect(words), ...collect(page)]);
  const total = [...files].reduce((sum, file) => sum + size(file), 0);
  const good = total <= BUDGET && files.size <= MOST_FILES;
  failed ||= !good;
  for (const file of files) {
    const text = readFileSync(new URL(file, dist), "utf8");
    for (const word of FOREIGN.filter((one) => text.includes(one))) {
      failed = true;
      console.log(`${page} loads ${word} at once, in ${file}`);
    }
  }
  console.log(`${(total / 1000).toFixed(1).padStart(7)} kB gzip in ${files.size} files  ${page}  ${good ? "ok" : "TOO LARGE"}`);
}
if (failed) process.exit(1);
