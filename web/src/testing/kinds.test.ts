/** The kinds these pages draw and the kinds the server knows stay in step. */
import { readdirSync } from "node:fs";
import { join } from "node:path";

import { expect, it } from "vitest";

import { knownFieldTypes } from "../engines/record/registry";

const SERVER = join(process.cwd(), "../dougong/engines");
const keys = (folder: string): string[] => readdirSync(join(SERVER, folder)).filter((file) => file.endsWith(".py") && !file.startsWith("_")).map((file) => file.slice(0, -3));

it("every field type of the server is drawn", () => {
  const known = new Set(knownFieldTypes());
  expect(keys("record/field_types").filter((key) => !known.has(key))).toEqual([]);
});
