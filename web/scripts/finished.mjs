// After the build: the service worker learns which files belong to it, and every file of some size stands there pressed
// too, by Brotli and by gzip, as small as they can. The server hands out what the browser takes and presses nothing.
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";

const brotli = promisify(brotliCompress);
const zip = promisify(gzip);
const TEXT = /\.(js|css|html|svg|webmanifest)$/;
const LEAST = 1000;
const UNKNOWN = "const FILES = [];";

async function press(path) {
  const content = await readFile(path);
  if (content.length < LEAST) return;
  await writeFile(`${path}.br`, await brotli(content, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: content.length } }));
  await writeFile(`${path}.gz`, await zip(content, { level: 9 }));
}

async function tellWorker(folder) {
  const path = join(folder, "sw.js");
  const code = await readFile(path, "utf8");
  if (!code.includes(UNKNOWN)) throw new Error("sw.js has no place for the names of the files");
  const names = (await readdir(join(folder, "assets"))).sort().map((name) => `/assets/${name}`);
  await writeFile(path, code.replace(UNKNOWN, `const FILES = ${JSON.stringify(names)};`));
}

export function finished() {
  let folder = "";
  return {
    name: "finished",
    apply: "build",
    configResolved: (config) => void (folder = resolve(config.root, config.build.outDir)),
    async writeBundle() {
      await tellWorker(folder);
      const files = (await readdir(folder, { recursive: true })).filter((name) => TEXT.test(name));
      await Promise.all(files.map((name) => press(join(folder, name))));
    },
  };
}
