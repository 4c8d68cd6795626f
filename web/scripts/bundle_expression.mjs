// Bundles the browser back end of the expression language into one module, to be run and weighed by itself:
//   node scripts/bundle_expression.mjs OUT.mjs

import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "vite";

import { leanDecimal } from "./lean_decimal.mjs";

const web = resolve(dirname(fileURLToPath(import.meta.url)), "..");
const out = resolve(process.argv[2] ?? "expression.mjs");
const built = await build({
  root: web,
  configFile: false,
  plugins: [leanDecimal()],
  logLevel: "error",
  build: {
    write: false,
    minify: true,
    target: "es2022",
    modulePreload: false,
    rollupOptions: {
      input: resolve(web, "src/engines/expression/index.ts"),
      preserveEntrySignatures: "strict",
      output: { format: "es" },
    },
  },
});
const { code } = (Array.isArray(built) ? built[0] : built).output[0];
mkdirSync(dirname(out), { recursive: true });
writeFileSync(out, code);
process.stdout.write(`${gzipSync(code, { level: 9 }).length}\n`);
