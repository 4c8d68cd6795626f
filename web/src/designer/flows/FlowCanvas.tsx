/** The canvas: cards by kind, branch cards with their condition in words, a plus on every edge. */
import "@xyflow/react/dist/base.css";

import { Background, BaseEdge, Controls, type Edge, EdgeLabelRenderer, type EdgeProps, Handle, MiniMap, type Node, type NodeProps, Position, ReactFlow, ReactFlowProvider, useReactFlow, useStore } from "@xyflow/react";
import { createContext, useContext, useEffect, useMemo, useRef, useState } from "react";

import { useDark } from "../../ui/appearance";
import type { Simulation } from "../api";
import { useSay } from "../context";
import type { JsonObject } from "../document/pointer";
import { BranchCard, EndCard, NodeCard, StartCard } from "./cards";
import css from "./flows.module.css";
import type { FlowDoing } from "./FlowsPage";
import { draw, type DrawnNode, WIDTH } from "./graph";
import { AddMenu } from "./AddMenu";

interface Here {
  flow: JsonObject;
  pointer: string;
  selected: string | null;
  doing: FlowDoing;
  /** A rehearsal to be drawn over it. */
  way: Simulation | null;
}

const Context = createContext<Here | null>(null);
export function useFlow(): Here {
  const here = useContext(Context);
  if (!here) throw new Error("outside of a flow");
  return here;
}

/** Whether the rehearsed way leads through a part: "on", "off", or nothing where none is shown. */
function useStanding(drawn: DrawnNode): "on" | "off" | undefined {
  const { way } = useFlow();
  if (!way) return undefined;
  const on = drawn.kind === "start" || (drawn.kind === "branch" ? way.edges.includes(drawn.index) : way.path.some((stop) => stop.node === drawn.key && stop.state !== "skipped"));
  return on ? "on" : "off";
}

/** Room above the start for what floats over the canvas. */
const TOP = 72;
const FIT = { maxZoom: 1, minZoom: 0.55, padding: 0.12 };

type Drawn = Node<{ drawn: DrawnNode }, "card">;

/** Brings what is chosen into sight, where it lies outside; a flow that is taller than its canvas begins at its start. */
function Sight({ chosen, tall }: { chosen: DrawnNode | undefined; tall: number }) {
  const { flowToScreenPosition, getViewport, getZoom, setCenter, setViewport } = useReactFlow();
  const box = useStore((state) => state.domNode);
  const fitted = useStore((state) => !state.fitViewQueued);
  const begun = useRef(false);
  const [ready, setReady] = useState(false);
  useEffect(() => {
    if (!fitted || !box || begun.current) return;
    begun.current = true;
    const begin = async () => {
      const { x, zoom } = getViewport();
      if (tall * zoom > box.clientHeight) await setViewport({ x, y: TOP, zoom });
      setReady(true);
    };
    void begin();
  }, [fitted, box, tall, getViewport, setViewport]);
  const place = chosen?.place;
  const [x, y] = [place?.x, place?.y];
  useEffect(() => {
    if (x === undefined || y === undefined || !box || !ready) return;
    const frame = box.getBoundingClientRect();
    const top = flowToScreenPosition({ x, y });
    const end = flowToScreenPosition({ x: x + WIDTH, y: y + 110 });
    if (top.x < frame.left || top.y < frame.top || end.x > frame.right || end.y > frame.bottom) void setCenter(x + WIDTH / 2, y + 40, { zoom: getZoom() });
  }, [x, y, box, ready, flowToScreenPosition, getZoom, setCenter]);
  return null;
}

function CardNode({ data: { drawn } }: NodeProps<Drawn>) {
  const standing = useStanding(drawn);
  const Card = { start: StartCard, end: EndCard, node: NodeCard, branch: BranchCard }[drawn.kind];
  return (
    <div style={{ width: WIDTH }} className={css.slot} data-way={standing}>
      {drawn.kind !== "start" && <Handle type="target" position={Position.Top} isConnectable={false} />}
      <Card drawn={drawn} />
      {drawn.kind !== "end" && <Handle type="source" position={Position.Bottom} isConnectable={false} />}
    </div>
  );
}

/** Down, across between two rows, down: with round corners. */
function way(points: [number, number][]): string {
  const round = 8;
  return points
    .map(([x, y], index) => {
      const [before, after] = [points[index - 1], points[index + 1]];
      if (!before) return `M ${String(x)} ${String(y)}`;
      if (!after) return `L ${String(x)} ${String(y)}`;
      const toward = ([fromX, fromY]: [number, number]): string => {
        const long = Math.hypot(fromX - x, fromY - y) || 1;
        const part = Math.min(round, long / 2) / long;
        return `${String(x + (fromX - x) * part)} ${String(y + (fromY - y) * part)}`;
      };
      return `L ${toward(before)} Q ${String(x)} ${String(y)} ${toward(after)}`;
    })
    .join(" ");
}

const TURN = 22;

/** Ways to different places never share a line: those to an end cross lower. */
const TURN_TO_END = 11;

function PlusEdge({ id, sourceX, sourceY, targetX, targetY, data }: EdgeProps<Edge<{ index: number | null; via: number | null; ends: boolean }>>) {
  const { way: rehearsed } = useFlow();
  const taken = rehearsed?.edges.includes(Number(id.slice(1)));
  const down = data?.via ?? sourceX;
  const across = data?.index === null ? sourceY + TURN : targetY - (data?.ends ? TURN_TO_END : TURN);
  const points: [number, number][] = [[sourceX, sourceY]];
  if (Math.abs(down - sourceX) > 1) points.push([sourceX, sourceY + TURN], [down, sourceY + TURN]);
  if (Math.abs(targetX - down) > 1) points.push([down, across], [targetX, across]);
  points.push([targetX, targetY]);
  const [plusX, plusY] = down === sourceX ? [sourceX, sourceY + 20] : [down, sourceY + TURN + 28];
  return (
    <>
      <BaseEdge id={id} path={way(points)} className={rehearsed ? (taken ? css.taken : css.untaken) : undefined} />
      {data && data.index !== null && !rehearsed && (
        <EdgeLabelRenderer>
          <div className={`${css.plus ?? ""} nodrag nopan`} style={{ transform: `translate(-50%, -50%) translate(${String(plusX)}px, ${String(plusY)}px)` }}>
            <AddMenu edge={data.index} />
          </div>
        </EdgeLabelRenderer>
      )}
    </>
  );
}

const NODE_TYPES = { card: CardNode };
const EDGE_TYPES = { plus: PlusEdge };
const MINI: Record<string, string> = { start: "var(--flow-start)", end: "var(--line-2)", branch: "var(--line-2)", approval: "var(--flow-approval)", fill: "var(--flow-fill)", cc: "var(--flow-cc)", action: "var(--flow-action)" };

export function FlowCanvas(here: Here) {
  const say = useSay();
  const dark = useDark();
  const { flow, doing } = here;
  const { nodes, edges } = useMemo(() => {
    const drawing = draw(flow);
    const ends = new Set(drawing.nodes.filter((one) => one.kind === "end").map((one) => one.key));
    return {
      nodes: drawing.nodes.map((drawn): Drawn => ({ id: drawn.key, type: "card", position: drawn.place, initialWidth: WIDTH, initialHeight: 74, data: { drawn }, draggable: false, selectable: false, focusable: false })),
      edges: drawing.edges.map((one): Edge => ({ id: one.id, type: "plus", source: one.from, target: one.to, data: { index: one.index, via: one.via, ends: ends.has(one.to) }, focusable: false, selectable: false })),
    };
  }, [flow]);
  return (
    <Context value={here}>
      <ReactFlowProvider>
        <div className={css.canvas} data-testid="flow-canvas" role="region" aria-label={say("flows.canvas")}>
          <ReactFlow
            nodes={nodes} edges={edges} nodeTypes={NODE_TYPES} edgeTypes={EDGE_TYPES} colorMode={dark ? "dark" : "light"}
            nodesDraggable={false} nodesConnectable={false} elementsSelectable={false} nodesFocusable={false} edgesFocusable={false} disableKeyboardA11y
            fitView fitViewOptions={FIT} minZoom={0.25} maxZoom={1.5} panOnScroll onPaneClick={() => doing.select(null)}
          >
            <Sight key={String(flow.key)} chosen={nodes.find((one) => one.id === here.selected)?.data.drawn} tall={Math.max(0, ...nodes.map((one) => one.position.y)) + 110} />
            <Background gap={20} size={1} />
            <Controls showInteractive={false} aria-label={say("flows.zoom")} />
            {nodes.length > 6 && <MiniMap pannable ariaLabel={say("flows.map")} nodeColor={(node) => { const { drawn } = (node as Drawn).data; return MINI[drawn.kind === "node" ? String(drawn.part.type) : drawn.kind] ?? "var(--flow-action)"; }} />}
          </ReactFlow>
        </div>
      </ReactFlowProvider>
    </Context>
  );
}
