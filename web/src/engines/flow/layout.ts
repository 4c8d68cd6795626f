/**
 * Places for the nodes of a flow: rows by the longest way from the start, branches left to right in the order of their
 * edges (that is their priority), parents above the middle of their branches.
 */
export interface Graph {
  nodes: { key: string }[];
  edges: { from: string; to: string }[];
}

export interface Place {
  x: number;
  y: number;
}

export interface Spacing {
  width: number;
  height: number;
  gapX: number;
  gapY: number;
}

export const SPACING: Spacing = { width: 184, height: 60, gapX: 28, gapY: 46 };

/** Row of every node; a cycle (the checker refuses it) is cut where it closes. */
function rowsOf({ nodes, edges }: Graph): Map<string, number> {
  const rows = new Map<string, number>();
  const visiting = new Set<string>();
  const row = (key: string): number => {
    const known = rows.get(key);
    if (known !== undefined) return known;
    if (visiting.has(key)) return 0;
    visiting.add(key);
    const above = edges.filter((edge) => edge.to === key).map((edge) => row(edge.from) + 1);
    visiting.delete(key);
    const own = Math.max(0, ...above);
    rows.set(key, own);
    return own;
  };
  nodes.forEach((node) => row(node.key));
  return rows;
}

export function layout(graph: Graph, spacing: Spacing = SPACING): Map<string, Place> {
  const rows = rowsOf(graph);
  const step = spacing.width + spacing.gapX;
  const x = new Map<string, number>();
  const seen = new Set<string>();
  let right = 0;
  // a walk in depth: every leaf takes the next free column, a parent the middle of what hangs below it
  const visit = (key: string): number => {
    seen.add(key);
    const below = graph.edges.filter((edge) => edge.from === key && !seen.has(edge.to) && rows.get(edge.to) === (rows.get(key) ?? 0) + 1).map((edge) => edge.to);
    const places = below.filter((next) => !seen.has(next)).map((next) => visit(next));
    const own = places.length ? ((places[0] ?? 0) + (places.at(-1) ?? 0)) / 2 : right++ * step;
    x.set(key, own);
    return own;
  };
  for (const node of [...graph.nodes].sort((a, b) => (rows.get(a.key) ?? 0) - (rows.get(b.key) ?? 0))) if (!seen.has(node.key) && (rows.get(node.key) === 0 || !graph.edges.some((edge) => edge.to === node.key))) visit(node.key);
  // joins that no branch took stand below the middle of those that lead there
  for (const node of [...graph.nodes].sort((a, b) => (rows.get(a.key) ?? 0) - (rows.get(b.key) ?? 0))) {
    const above = graph.edges.filter((edge) => edge.to === node.key).map((edge) => x.get(edge.from)).filter((one): one is number => one !== undefined);
    const [only] = graph.edges.filter((edge) => edge.to === node.key);
    // an only child stays below its parent, wherever that went
    const follows = above.length === 1 && graph.edges.filter((edge) => edge.from === only?.from).length === 1;
    if (!x.has(node.key) || above.length > 1 || follows) x.set(node.key, above.length ? above.reduce((sum, one) => sum + one, 0) / above.length : right++ * step);
  }
  apart(graph, rows, x, step);
  return new Map(graph.nodes.map((node) => [node.key, { x: x.get(node.key) ?? 0, y: (rows.get(node.key) ?? 0) * (spacing.height + spacing.gapY) }]));
}

/** Nodes of one row never lie on each other. */
function apart({ nodes }: Graph, rows: Map<string, number>, x: Map<string, number>, step: number): void {
  const byRow = Map.groupBy(nodes, (node) => rows.get(node.key) ?? 0);
  for (const row of byRow.values()) {
    const sorted = [...row].sort((a, b) => (x.get(a.key) ?? 0) - (x.get(b.key) ?? 0));
    sorted.forEach((node, index) => {
      const before = sorted[index - 1];
      const least = before ? (x.get(before.key) ?? 0) + step : -Infinity;
      if ((x.get(node.key) ?? 0) < least) x.set(node.key, least);
    });
  }
}
