/** Drawing and editing flows. */
import { describe, expect, it } from "vitest";

import { type JsonObject, listAt } from "../document/pointer";
import { addBranch, addRejected, addSibling, deleteBranch, deleteNode, insertNode, moveBranch } from "./edits";
import { draw } from "./graph";

const line = (): JsonObject => ({ key: "f", form: "x", nodes: [{ key: "boss", type: "approval" }], edges: [{ from: "start", to: "boss" }, { from: "boss", to: "end" }] });
const said = (flow: JsonObject): string[] => listAt(flow, "/edges").map((one) => `${String(one.from)}>${String(one.to)}${one.when !== undefined ? ` if ${String(one.when)}` : ""}${one.otherwise ? " else" : ""}${one.on ? ` on ${String(one.on)}` : ""}`);

const branched = (): JsonObject => ({
  key: "f", form: "x",
  nodes: [{ key: "boss", type: "approval" }, { key: "big", type: "approval" }, { key: "small", type: "fill" }, { key: "tell", type: "cc" }],
  edges: [{ from: "start", to: "boss" }, { from: "boss", to: "big", when: "a > 1" }, { from: "boss", to: "small", otherwise: true }, { from: "big", to: "tell" }, { from: "small", to: "tell" }, { from: "tell", to: "end" }],
});

describe("drawing", () => {
  it("a straight flow stands in one column", () => {
    const { nodes, edges } = draw(line());
    expect(new Set(nodes.map((one) => one.place.x)).size).toBe(1);
    expect(edges.map((one) => one.index)).toEqual([0, 1]);
  });
  it("branches stand left to right by priority, parents above their middle", () => {
    const { nodes } = draw(branched());
    const at = (key: string) => nodes.find((one) => one.key === key)?.place ?? { x: Number.NaN, y: Number.NaN };
    expect(at("~1").x).toBeLessThan(at("~2").x);
    expect(at("~1").y).toBe(at("~2").y);
    expect(at("boss").x).toBeCloseTo((at("~1").x + at("~2").x) / 2);
    expect(at("tell").y).toBeGreaterThan(at("big").y);
    expect(nodes.filter((one) => one.kind === "branch").map((one) => one.priority)).toEqual([1, 2]);
  });
  it("a way out after refusals stands right of the main way, and nothing lies on anything", () => {
    const flow = addRejected(addRejected(branched(), "big", { key: "refused", type: "end", result: "rejected" }), "boss", { key: "over", type: "end", result: "rejected" });
    const { nodes } = draw({ ...flow, edges: listAt(flow, "/edges").map((one) => (one.to === "over" ? { ...one, to: "refused" } : one)), nodes: listAt(flow, "/nodes").filter((one) => one.key !== "over") });
    const at = (key: string) => nodes.find((one) => one.key === key)?.place ?? { x: Number.NaN, y: Number.NaN };
    expect(at("refused").x).toBeGreaterThan(at("tell").x);
    expect(at("tell").x).toBeCloseTo(at("boss").x);
    const clashes = nodes.flatMap((a, index) => nodes.slice(index + 1).filter((b) => a.place.y === b.place.y && Math.abs(a.place.x - b.place.x) < 228).map((b) => `${a.key} ${b.key}`));
    expect(clashes).toEqual([]);
  });
  it("what leads nowhere does not break it", () => {
    expect(draw({ key: "f", edges: [{ from: "start", to: "gone" }] }).edges).toEqual([]);
  });
});

describe("edits", () => {
  it("a node is put on an edge and taken off again", () => {
    const more = insertNode(line(), 1, { key: "tell", type: "cc" });
    expect(said(more)).toEqual(["start>boss", "boss>tell", "tell>end"]);
    expect(said(deleteNode(more, "boss"))).toEqual(["start>tell", "tell>end"]);
  });
  it("a branch keeps the old way for everything else", () => {
    const { flow, edge } = addBranch(line(), 1, "gate");
    expect(said(flow)).toEqual(["start>boss", "boss>end if ", "boss>end else"]);
    expect(edge).toBe(1);
    expect(said(addSibling(flow, 1).flow)).toEqual(["start>boss", "boss>end if ", "boss>end if ", "boss>end else"]);
    expect(said(deleteBranch(flow, 1))).toEqual(said(line()));
  });
  it("a branch inside a branch stands behind a gate", () => {
    expect(said(addBranch(branched(), 1, "gate").flow).slice(1, 5)).toEqual(["boss>gate if a > 1", "gate>big if ", "gate>big else", "boss>small else"]);
  });
  it("a branch that goes takes along what only it led to", () => {
    const left = deleteBranch(branched(), 1);
    expect(listAt(left, "/nodes").map((one) => one.key)).toEqual(["boss", "small", "tell"]);
    expect(said(left)).toEqual(["start>boss", "boss>small", "small>tell", "tell>end"]);
  });
  it("branches change places", () => {
    const { flow, edge } = moveBranch(branched(), 2, -1);
    expect(said(flow).slice(1, 3)).toEqual(["boss>small else", "boss>big if a > 1"]);
    expect(edge).toBe(1);
  });
  it("a refusal gets a way of its own, which goes with its node", () => {
    const flow = addRejected(line(), "boss", { key: "refused", type: "end", result: "rejected" });
    expect(said(flow)).toEqual(["start>boss", "boss>end", "boss>refused on rejected"]);
    expect(said(deleteNode(flow, "boss"))).toEqual(["start>end"]);
    expect(listAt(deleteNode(flow, "boss"), "/nodes")).toEqual([]);
  });
});
