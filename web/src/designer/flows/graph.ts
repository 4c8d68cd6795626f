/**
 * A flow as it is drawn: its start, its nodes and ends, and a card for every branch, in blocks from top to bottom with the
 * branches of a node left to right by priority.
 */
import type { Place } from "../../engines/flow/layout";
import { isObject, type JsonObject, listAt } from "../document/pointer";
import { blocks, lane } from "./blocks";

export const START = "start";
export const END = "end";
export const WIDTH = 228;
const SIZE = { width: WIDTH, gap: 40, step: 134 };

export interface DrawnNode {
  key: string;
  kind: "start" | "end" | "node" | "branch";
  /** The node, or for a branch its edge. */
  part: JsonObject;
  /** Index among the nodes or the edges of the flow. */
  index: number;
  /** Of a branch: its place among those of the same node, from 1. */
  priority: number;
  place: Place;
}

export interface DrawnEdge {
  id: string;
  from: string;
  to: string;
  /** The edge of the flow a new node is put on; null: into a branch card. */
  index: number | null;
  /** Where it runs down, if not below its start. */
  via: number | null;
}

export interface Drawing {
  nodes: DrawnNode[];
  edges: DrawnEdge[];
}

export const outcomeOf = (edge: JsonObject, from: JsonObject | undefined): string => (typeof edge.on === "string" ? edge.on : from?.type === "approval" ? "approved" : "done");
export const branchKey = (index: number): string => `~${String(index)}`;

/** Whether an edge says more than "go on". */
export function isBranch(flow: JsonObject, index: number): boolean {
  const edges = listAt(flow, "/edges");
  const edge = edges[index];
  if (!edge) return false;
  const from = listAt(flow, "/nodes").find((one) => one.key === edge.from);
  const outcome = outcomeOf(edge, from);
  const usual = from?.type === "approval" ? "approved" : "done";
  return Boolean(edge.when) || edge.when === "" || edge.otherwise === true || outcome !== usual || edges.filter((one) => one.from === edge.from && outcomeOf(one, from) === outcome).length > 1;
}

export function draw(flow: JsonObject): Drawing {
  const nodes = listAt(flow, "/nodes").filter((one) => typeof one.key === "string");
  const edges = listAt(flow, "/edges");
  const known = new Set([START, END, ...nodes.map((one) => String(one.key))]);
  const drawn: Omit<DrawnNode, "place">[] = [{ key: START, kind: "start", part: isObject(flow.start) ? flow.start : {}, index: -1, priority: 0 }];
  nodes.forEach((part, index) => drawn.push({ key: String(part.key), kind: part.type === "end" ? "end" : "node", part, index, priority: 0 }));
  if (edges.some((one) => one.to === END)) drawn.push({ key: END, kind: "end", part: { key: END, result: "approved" }, index: -1, priority: 0 });
  const lines: DrawnEdge[] = [];
  const counted = new Map<string, number>();
  edges.forEach((edge, index) => {
    const [from, to] = [String(edge.from), String(edge.to)];
    if (!known.has(from) || !known.has(to)) return;
    if (!isBranch(flow, index)) return void lines.push({ id: `e${String(index)}`, from, to, index, via: null });
    const priority = (counted.get(from) ?? 0) + 1;
    counted.set(from, priority);
    const key = branchKey(index);
    drawn.push({ key, kind: "branch", part: edge, index, priority });
    lines.push({ id: `b${String(index)}`, from, to: key, index: null, via: null }, { id: `e${String(index)}`, from: key, to, index, via: null });
  });
  const { places, lanes } = blocks(drawn.map((one) => one.key), lines, SIZE);
  return { nodes: drawn.map((one) => ({ ...one, place: places.get(one.key) ?? { x: 0, y: 0 } })), edges: lines.map((one) => ({ ...one, via: lanes.get(lane(one.from, one.to)) ?? null })) };
}
