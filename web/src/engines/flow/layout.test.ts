import { expect, it } from "vitest";

import { layout, SPACING } from "./layout";

const graph = (edges: string[]) => {
  const pairs = edges.map((edge) => edge.split(">")).map(([from = "", to = ""]) => ({ from, to }));
  return { nodes: [...new Set(pairs.flatMap((edge) => [edge.from, edge.to]))].map((key) => ({ key })), edges: pairs };
};

it("keeps branches in the order of their priority, left to right", () => {
  const places = layout(graph(["start>a", "a>b", "a>c", "a>d", "b>end", "c>end", "d>end"]));
  const [b, c, d] = ["b", "c", "d"].map((key) => places.get(key)?.x ?? 0);
  expect([b, c, d]).toEqual([...[b, c, d]].sort((left, right) => (left ?? 0) - (right ?? 0)));
  expect(places.get("a")?.x).toBe(c);
  expect(places.get("end")?.y).toBe(3 * (SPACING.height + SPACING.gapY));
});

it("never lays two nodes on each other", () => {
  const places = [...layout(graph(["start>a", "start>b", "a>c", "b>c", "a>d", "b>d", "c>end", "d>end", "start>end"])).values()];
  for (const one of places) for (const other of places) if (one !== other && one.y === other.y) expect(Math.abs(one.x - other.x)).toBeGreaterThanOrEqual(SPACING.width);
});

it("keeps an only child below its parent, also where that is a join", () => {
  const places = layout(graph(["start>a", "a>b", "a>c", "b>c", "b>no", "c>end"]));
  expect(places.get("end")?.x).toBe(places.get("c")?.x);
});

it("survives a ring", () => expect(layout(graph(["start>a", "a>b", "b>a"])).size).toBe(3));
