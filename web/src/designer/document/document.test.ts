/** Edits of the document, its history and its keys. */
import { describe, expect, it } from "vitest";

import { begin, record, redo, undo } from "./history";
import { freeKey, keyFrom, publishedPart, renameKey } from "./keys";
import { named, shown } from "./names";
import { getAt, insertAt, type JsonObject, moveAt, removeAt, setAt } from "./pointer";
import { placeOf } from "./problems";

const app = (): JsonObject => ({
  key: "shop",
  forms: [{ key: "order", title: "name", fields: [{ key: "name", type: "text" }, { key: "rows", type: "subtable", fields: [{ key: "price", type: "money" }] }], layout: [{ section: "name", fields: ["name", { field: "rows", span: 2 }] }] }],
  flows: [{ key: "check", nodes: [{ key: "boss", type: "approval" }], edges: [{ from: "start", to: "boss" }] }],
  calendars: [{ key: "work" }],
});

describe("edits", () => {
  it("copy only what they touch", () => {
    const before = app();
    const after = setAt(before, "/forms/0/fields/0/required", true);
    expect(getAt(after, "/forms/0/fields/0/required")).toBe(true);
    expect(getAt(before, "/forms/0/fields/0/required")).toBeUndefined();
    expect(after.flows).toBe(before.flows);
  });
  it("make what is missing on the way and take away what is set to nothing", () => {
    expect(getAt(setAt(app(), "/flows/0/split/boss", "many"), "/flows/0/split")).toEqual({ boss: "many" });
    expect(getAt(removeAt(app(), "/forms/0/fields/0"), "/forms/0/fields/0/key")).toBe("rows");
  });
  it("insert and move in lists, also in one that is not there yet", () => {
    expect(getAt(insertAt(app(), "/rules", { key: "a" }), "/rules/0/key")).toBe("a");
    expect(getAt(moveAt(app(), "/forms/0/fields", 0, 1), "/forms/0/fields/1/key")).toBe("name");
  });
});

describe("history", () => {
  it("goes back and forth", () => {
    const two = record(record(begin(1), 2, null, 0), 3, null, 1);
    expect(undo(undo(two)).present).toBe(1);
    expect(redo(undo(two)).present).toBe(3);
    expect(record(undo(two), 9, null, 2).future).toEqual([]);
  });
  it("takes typing at one place as one step", () => {
    const typed = ["a", "ab", "abc"].reduce((history, text, n) => record(history, text, "/name", n * 100), begin(""));
    expect(undo(typed).present).toBe("");
    expect(undo(record(typed, "abcd", "/name", 60_000)).present).toBe("abc");
  });
});

describe("keys", () => {
  it("are free beside their siblings", () => {
    expect(freeKey("text", ["text", "text_2"])).toBe("text_3");
    expect(keyFrom("Due date!")).toBe("due_date");
    expect(keyFrom("\u91d1\u989d")).toBeNull();
  });
  it("of published parts carry their past, and the layout and title follow", () => {
    const once = renameKey(app(), app(), "/forms/0/fields/0", "title");
    expect(getAt(once, "/forms/0/fields/0")).toEqual({ key: "title", type: "text", was: "name" });
    expect(getAt(once, "/forms/0/title")).toBe("title");
    expect(getAt(once, "/forms/0/layout/0")).toEqual({ section: "name", fields: ["title", { field: "rows", span: 2 }] });
    expect(getAt(renameKey(once, app(), "/forms/0/fields/0", "name"), "/forms/0/fields/0")).toEqual({ key: "name", type: "text" });
  });
  it("of parts that were never published just change", () => {
    expect(getAt(renameKey(app(), null, "/forms/0/fields/0", "title"), "/forms/0/fields/0")).toEqual({ key: "title", type: "text" });
  });
  it("find the published part behind a moved or renamed one", () => {
    const draft = moveAt(renameKey(app(), app(), "/forms/0/fields/0", "title"), "/forms/0/fields", 0, 1);
    expect(publishedPart(app(), draft, "/forms/0/fields/1")?.key).toBe("name");
  });
});

describe("names", () => {
  it("stay plain until there is a second language", () => {
    expect(named("A", "zh-CN", "B", "zh-CN")).toBe("B");
    expect(named("A", "en", "B", "zh-CN")).toEqual({ "zh-CN": "A", en: "B" });
    expect(named("A", "zh-CN", "", "zh-CN")).toBeUndefined();
    expect(shown({ en: "Only" }, "zh-CN")).toBe("Only");
  });
});

it("a pointer leads to its place in the designer", () => {
  expect(placeOf(app(), "/forms/0/fields/1/fields/0/min")).toBe("forms/order/rows.price");
  expect(placeOf(app(), "/forms/0/linkage/0/when")).toBe("forms/order/~linkage");
  expect(placeOf(app(), "/flows/0/nodes/0/who")).toBe("flows/check/boss");
  expect(placeOf(app(), "/flows/0/edges/0")).toBe("flows/check/~0");
  expect(placeOf(app(), "/calendars/0/hours")).toBe("more/calendars/0");
  expect(placeOf(app(), "")).toBe("more");
});
