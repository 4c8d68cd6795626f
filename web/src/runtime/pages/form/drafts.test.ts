import { expect, test } from "vitest";

import { collisions, dropDraft, keepDraft, readDraft } from "./drafts";

test("what is kept comes back as it was, and is gone once dropped", () => {
  expect(keepDraft("d", { rev: 3, values: { name: "A" }, base: { name: "B" } })).toBe(true);
  expect(readDraft("d")).toMatchObject({ rev: 3, values: { name: "A" }, base: { name: "B" } });
  dropDraft("d");
  expect(readDraft("d")).toBeNull();
});

test("only a field that both changed to different values has to be decided", () => {
  const base = { name: "old", city: "A", note: null, level: "a" };
  const mine = { name: "mine", note: "same words" };
  const theirs = { name: "theirs", city: "B", note: "same words", level: "a" };
  expect(collisions(base, mine, theirs, Object.keys(base))).toEqual({ both: ["name"], theirs: ["city"] });
});

test("a record that was only renamed meanwhile is no change of the field", () => {
  const base = { owner: { id: "1", title: "A" } };
  expect(collisions(base, { owner: { id: "2", title: "C" } }, { owner: { id: "1", title: "B" } }, ["owner"])).toEqual({ both: [], theirs: [] });
});
