import { expect, it } from "vitest";

import { spanOf, spans } from "./lines";

it("every value is found where it stands in the text", () => {
  const text = JSON.stringify({ a: [1, { "b/c": "x\"y" }], d: {}, e: [] }, null, 2);
  const places = spans(text);
  const slice = (pointer: string) => text.slice(places.get(pointer)?.from, places.get(pointer)?.to);
  expect(slice("/a/0")).toBe("1");
  expect(slice("/a/1/b~1c")).toBe('"x\\"y"');
  expect(slice("/e")).toBe("[]");
  expect(places.get("")).toEqual({ from: 0, to: text.length });
});

it("what is missing is shown at the part around it", () => {
  const places = spans('{"a": {"b": 1}}');
  expect(spanOf(places, "/a/x/y")).toEqual(places.get("/a"));
});
