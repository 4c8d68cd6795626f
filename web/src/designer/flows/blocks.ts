/**
 * Where the parts of a flow stand: blocks from top to bottom. The branches of a node lie side by side in their order; where
 * they meet again the way goes on below the node that split it; a second meeting place (an end after refusals) stands right.
 */
import type { Place } from "../../engines/flow/layout";

interface Lines {
  keys: string[];
  /** Where each leads, in order. */
  out: Map<string, string[]>;
  into: Map<string, string[]>;
}

export interface Size {
  width: number;
  gap: number;
  /** From the top of one row to the top of the next. */
  step: number;
}

const PASSING = 56;

function linesOf(keys: string[], edges: { from: string; to: string }[]): Lines {
  const out = new Map<string, string[]>(keys.map((key) => [key, []]));
  const into = new Map<string, string[]>(keys.map((key) => [key, []]));
  for (const { from, to } of edges) {
    out.get(from)?.push(to);
    into.get(to)?.push(from);
  }
  return { keys, out, into };
}

/** The longest way from above; a circle (the checker refuses it) is cut where it closes. */
function rows({ keys, into }: Lines): Map<string, number> {
  const found = new Map<string, number>();
  const open = new Set<string>();
  const row = (key: string): number => {
    const known = found.get(key);
    if (known !== undefined) return known;
    if (open.has(key)) return 0;
    open.add(key);
    const own = Math.max(0, ...(into.get(key) ?? []).map((above) => row(above) + 1));
    open.delete(key);
    found.set(key, own);
    return own;
  };
  keys.forEach(row);
  return found;
}

/** The last node every way to a node goes through. */
function splitters(lines: Lines, row: Map<string, number>): Map<string, string> {
  const found = new Map<string, string>();
  const depth = (key: string): number => {
    let steps = 0;
    for (let here = found.get(key); here !== undefined; here = found.get(here)) steps++;
    return steps;
  };
  const meet = (a: string, b: string): string | undefined => {
    let [left, right]: [string | undefined, string | undefined] = [a, b];
    while (left !== right) {
      if (left === undefined || right === undefined) return undefined;
      if (depth(left) >= depth(right)) left = found.get(left);
      else right = found.get(right);
    }
    return left;
  };
  for (const key of [...lines.keys].sort((a, b) => (row.get(a) ?? 0) - (row.get(b) ?? 0))) {
    const above = (lines.into.get(key) ?? []).filter((one) => (row.get(one) ?? 0) < (row.get(key) ?? 0));
    const common = above.reduce<string | undefined>((all, one, index) => (index === 0 ? one : all === undefined ? undefined : meet(all, one)), undefined);
    if (common !== undefined) found.set(key, common);
  }
  return found;
}

export interface Stand {
  places: Map<string, Place>;
  /** Where a way that only passes by on the way to a meeting place runs down: "from to" → its middle. */
  lanes: Map<string, number>;
}

export const lane = (from: string, to: string): string => `${from} ${to}`;

interface Spot {
  x: number;
  row: number;
}

interface Extent {
  left: number;
  right: number;
  /** Its last row, from its head's on. */
  bottom: number;
  /** Places from the middle of the block's head. */
  at: Map<string, Spot>;
  lanes: Map<string, number>;
}

export function blocks(keys: string[], edges: { from: string; to: string }[], { width, gap, step }: Size): Stand {
  const lines = linesOf(keys, edges);
  const row = rows(lines);
  const splitter = splitters(lines, row);
  const done = new Set<string>();
  const onward = (key: string): string[] => (lines.out.get(key) ?? []).filter((next) => (row.get(next) ?? 0) > (row.get(key) ?? 0));
  // asked of many nodes, and in a flow of many meeting places by very many ways: each is gone once
  const lengths = new Map<string, number>();
  const long = (key: string): number => {
    const known = lengths.get(key);
    if (known !== undefined) return known;
    const found = 1 + Math.max(0, ...onward(key).map(long));
    lengths.set(key, found);
    return found;
  };
  const take = (into: Pick<Extent, "at" | "lanes">, from: Extent, x: number, down: number) => {
    for (const [key, spot] of from.at) into.at.set(key, { x: x + spot.x, row: down + spot.row });
    for (const [way, at] of from.lanes) into.lanes.set(way, x + at);
  };

  const block = (key: string): Extent => {
    done.add(key);
    const at = new Map<string, Spot>([[key, { x: 0, row: 0 }]]);
    const lanes = new Map<string, number>();
    const own = { at, lanes };
    const out = lines.out.get(key) ?? [];
    const columns = out.map((to) => (splitter.get(to) === key && (lines.into.get(to) ?? []).length === 1 && !done.has(to) ? block(to) : null));
    // a way that only passes by on the way to a meeting place keeps a lane of its own
    const widths = columns.map((one) => (one ? one.right - one.left : out.length > 1 ? PASSING : 0));
    const [only] = columns;
    let x = columns.length === 1 && only ? only.left : -(widths.reduce((sum, one) => sum + one, 0) + gap * Math.max(0, columns.length - 1)) / 2;
    let [left, right, bottom] = [-width / 2, width / 2, 0];
    columns.forEach((one, index) => {
      const wide = widths[index] ?? 0;
      if (one) {
        take(own, one, x - one.left, 1);
        bottom = Math.max(bottom, 1 + one.bottom);
      } else if (out.length > 1) lanes.set(lane(key, out[index] ?? ""), x + wide / 2);
      left = Math.min(left, x);
      right = Math.max(right, x + wide);
      x += wide + gap;
    });
    // what goes on the longest is the main way and stays in the middle; the others stand beside everything
    const meets = keys.filter((one) => splitter.get(one) === key && !done.has(one)).sort((a, b) => long(b) - long(a));
    const under = bottom + 1;
    meets.forEach((one, index) => {
      const inner = block(one);
      const middle = index === 0 ? 0 : right + gap - inner.left;
      const down = Math.max(under, ...(lines.into.get(one) ?? []).map((above) => (at.get(above)?.row ?? 0) + 1));
      take(own, inner, middle, down);
      left = Math.min(left, middle + inner.left);
      right = Math.max(right, middle + inner.right);
      bottom = Math.max(bottom, down + inner.bottom);
    });
    return { left, right, bottom, ...own };
  };

  const places = new Map<string, Place>();
  const lanes = new Map<string, number>();
  let start = 0;
  for (const key of keys) {
    if (done.has(key) || splitter.has(key)) continue;
    const made = block(key);
    for (const [inner, spot] of made.at) places.set(inner, { x: start - made.left + spot.x - width / 2, y: spot.row * step });
    for (const [way, x] of made.lanes) lanes.set(way, start - made.left + x);
    start += made.right - made.left + gap;
  }
  return { places, lanes };
}
