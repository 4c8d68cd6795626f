/** Edits of a flow that leave it whole: what is put in is connected, what nothing leads to any more is gone. */
import type { Json } from "../../platform/api/types";
import { isObject, type JsonObject, listAt } from "../document/pointer";
import { END, isBranch, outcomeOf, START } from "./graph";

const edgesOf = (flow: JsonObject): JsonObject[] => listAt(flow, "/edges");
const nodesOf = (flow: JsonObject): JsonObject[] => listAt(flow, "/nodes");

/** Puts a node on an edge: what the edge says stays before it. */
export function insertNode(flow: JsonObject, edge: number, node: JsonObject): JsonObject {
  const edges = edgesOf(flow);
  const old = edges[edge];
  if (!old || typeof node.key !== "string") return flow;
  return { ...flow, nodes: [...nodesOf(flow), node], edges: edges.toSpliced(edge, 1, { ...old, to: node.key }, { from: node.key, to: old.to ?? END }) };
}

/** What came in goes on to where the node led when all was well. */
export function deleteNode(flow: JsonObject, key: string): JsonObject {
  const edges = edgesOf(flow);
  const node = nodesOf(flow).find((one) => one.key === key);
  const out = edges.filter((one) => one.from === key);
  const usual = node?.type === "approval" ? "approved" : "done";
  const on = out.find((one) => outcomeOf(one, node) === usual && (one.otherwise === true || !one.when)) ?? out.find((one) => outcomeOf(one, node) === usual) ?? out[0];
  const next: Json = on?.to ?? END;
  const left = edges.filter((one) => one.from !== key).map((one) => (one.to === key ? { ...one, to: next } : one));
  return prune({ ...flow, nodes: nodesOf(flow).filter((one) => one.key !== key), edges: left });
}

/** Drops the nodes no way from the start leads to, with their edges and what is said of them. */
export function prune(flow: JsonObject): JsonObject {
  const edges = edgesOf(flow);
  const reached = new Set([START]);
  const waiting = [START];
  for (let here = waiting.pop(); here !== undefined; here = waiting.pop())
    for (const edge of edges.filter((one) => one.from === here)) {
      const to = String(edge.to);
      if (!reached.has(to)) waiting.push(to);
      reached.add(to);
    }
  const kept: JsonObject = { ...flow, nodes: nodesOf(flow).filter((one) => reached.has(String(one.key))), edges: edges.filter((one) => reached.has(String(one.from))) };
  for (const name of ["split", "join"] as const) {
    const said = kept[name];
    if (isObject(said)) kept[name] = Object.fromEntries(Object.entries(said).filter(([key]) => reached.has(key)));
  }
  return kept;
}

/**
 * Another way from where an edge starts. The way that was alone becomes the one for everything else; on a way that has a
 * condition already, a gate is put in first. Gives the flow and the index of the new edge.
 */
export function addBranch(flow: JsonObject, edge: number, gate: string): { flow: JsonObject; edge: number } {
  const whole = isBranch(flow, edge) ? insertNode(flow, edge, { key: gate, type: "gate" }) : flow;
  const at = whole === flow ? edge : edge + 1;
  const edges = edgesOf(whole);
  const old = edges[at];
  if (!old) return { flow, edge };
  return { flow: { ...whole, edges: edges.toSpliced(at, 1, { from: old.from ?? START, to: old.to ?? END, when: "" }, { ...old, otherwise: true }) }, edge: at };
}

/** One more condition beside the branches of a node, before "otherwise". */
export function addSibling(flow: JsonObject, edge: number): { flow: JsonObject; edge: number } {
  const edges = edgesOf(flow);
  const old = edges[edge];
  if (!old) return { flow, edge };
  const from = nodesOf(flow).find((one) => one.key === old.from);
  const otherwise = edges.findIndex((one) => one.from === old.from && one.otherwise === true && outcomeOf(one, from) === outcomeOf(old, from));
  const at = otherwise < 0 ? edge + 1 : otherwise;
  const made: JsonObject = { from: old.from ?? START, to: edges[otherwise]?.to ?? old.to ?? END, when: "", ...(typeof old.on === "string" ? { on: old.on } : {}) };
  return { flow: { ...flow, edges: edges.toSpliced(at, 0, made) }, edge: at };
}

/** A branch goes with all that only it led to; a way left alone needs no "otherwise". */
export function deleteBranch(flow: JsonObject, edge: number): JsonObject {
  const old = edgesOf(flow)[edge];
  const left = edgesOf(flow).toSpliced(edge, 1);
  const beside = left.filter((one) => one.from === old?.from);
  const [alone] = beside;
  const plain = beside.length === 1 && alone?.otherwise === true ? left.map((one) => (one === alone ? (({ otherwise: _, ...rest }) => rest)(one) : one)) : left;
  return prune({ ...flow, edges: plain });
}

/** Changes places with the branch beside it. Gives the flow and where the edge is now. */
export function moveBranch(flow: JsonObject, edge: number, by: -1 | 1): { flow: JsonObject; edge: number } {
  const edges = [...edgesOf(flow)];
  const old = edges[edge];
  const beside = edges.flatMap((one, index) => (one.from === old?.from ? [index] : []));
  const other = beside[beside.indexOf(edge) + by];
  const swapped = other === undefined ? undefined : edges[other];
  if (!old || other === undefined || !swapped) return { flow, edge };
  edges[edge] = swapped;
  edges[other] = old;
  return { flow: { ...flow, edges }, edge: other };
}

/** What happens after a refusal: a way of its own, to an end of its own until something is put in. */
export function addRejected(flow: JsonObject, key: string, end: JsonObject): JsonObject {
  const edges = edgesOf(flow);
  const last = edges.findLastIndex((one) => one.from === key);
  return { ...flow, nodes: [...nodesOf(flow), end], edges: edges.toSpliced(last + 1, 0, { from: key, to: end.key ?? END, on: "rejected" }) };
}
