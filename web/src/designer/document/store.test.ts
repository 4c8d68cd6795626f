import { beforeEach, expect, it, vi } from "vitest";

import { DraftStore } from "./store";

const sent: unknown[] = [];

beforeEach(() => {
  sent.length = 0;
  localStorage.clear();
  vi.stubGlobal("fetch", (_path: string, options: { method?: string; body?: string }) => {
    if (options.method === "PUT") sent.push(JSON.parse(options.body ?? "{}"));
    const answer = options.method === "PUT" ? { rev: sent.length + 1 } : { problems: [] };
    return Promise.resolve(new Response(JSON.stringify(answer), { headers: { "Content-Type": "application/json" } }));
  });
});

it("is saved again when undo leads back to what the server has", async () => {
  const store = new DraftStore("shop", "ann", { name: "a" }, 1, null, 0);
  store.set("/name", "b");
  expect(await store.flush()).toBe(true);
  store.set("/hint", "c");
  store.undo();
  expect(store.read().state).toBe("dirty");
  expect(await store.flush()).toBe(true);
  expect(sent).toHaveLength(1);
});

it("remembers on the device what could not be sent, and has it again", () => {
  const store = new DraftStore("shop", "ann", { name: "a" }, 1, null, 0);
  store.set("/name", "b");
  store.remember();
  const again = new DraftStore("shop", "ann", { name: "a" }, 1, null, 0);
  again.restore({ document: { name: "b" }, base: { name: "a" }, rev: 1 });
  expect(again.document).toEqual({ name: "b" });
  // somebody saved meanwhile: a person has to choose
  const later = new DraftStore("shop", "ann", { name: "z" }, 2, null, 0);
  later.restore({ document: { name: "b" }, base: { name: "a" }, rev: 1 });
  expect(later.read().state).toBe("conflict");
});
