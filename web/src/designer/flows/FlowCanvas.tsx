/** The canvas: cards by kind, branch cards with their condition in words, a plus on every edge. */
import "@xyflow/react/dist/base.css";

import { Background, BaseEdge, Controls, type Edge, EdgeLabelRenderer, type EdgeProps, getSmoothStepPath, Handle, MiniMap, type Node, type NodeProps, Position, ReactFlow, ReactFlowProvider } from "@xyflow/react";
import { createContext, useContext, useMemo } from "react";

import { useDark } from "../../ui/appearance";
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
}

const Context = createContext<Here | null>(null);
export function useFlow(): Here {
  const here = useContext(Context);
  if (!here) throw new Error("outside of a flow");
  return here;
}

type Drawn = Node<{ drawn: DrawnNode }, "card">;

function CardNode({ data: { drawn } }: NodeProps<Drawn>) {
  const Card = { start: StartCard, end: EndCard, node: NodeCard, branch: BranchCard }[drawn.kind];
  return (
    <div style={{ width: WIDTH }} className={css.slot}>
      {drawn.kind !== "start" && <Handle type="target" position={Position.Top} isConnectable={false} />}
      <Card drawn={drawn} />
      {drawn.kind !== "end" && <Handle type="source" position={Position.Bottom} isConnectable={false} />}
    </div>
  );
}

function PlusEdge({ id, sourceX, sourceY, targetX, targetY, sourcePosition, targetPosition, data }: EdgeProps<Edge<{ index: number | null }>>) {
  const [path] = getSmoothStepPath({ sourceX, sourceY, targetX, targetY, sourcePosition, targetPosition, borderRadius: 8, centerY: sourceY + (data?.index === null ? 22 : Math.max(34, (targetY - sourceY) / 2)) });
  return (
    <>
      <BaseEdge id={id} path={path} />
      {data && data.index !== null && (
        <EdgeLabelRenderer>
          <div className={`${css.plus ?? ""} nodrag nopan`} style={{ transform: `translate(-50%, -50%) translate(${String(sourceX)}px, ${String(sourceY + 20)}px)` }}>
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
    return {
      nodes: drawing.nodes.map((drawn): Drawn => ({ id: drawn.key, type: "card", position: drawn.place, initialWidth: WIDTH, initialHeight: 74, data: { drawn }, draggable: false, selectable: false, focusable: false })),
      edges: drawing.edges.map((one): Edge => ({ id: one.id, type: "plus", source: one.from, target: one.to, data: { index: one.index }, focusable: false, selectable: false })),
    };
  }, [flow]);
  return (
    <Context value={here}>
      <ReactFlowProvider>
        <div className={css.canvas} data-testid="flow-canvas" role="region" aria-label={say("flows.canvas")}>
          <ReactFlow
            nodes={nodes} edges={edges} nodeTypes={NODE_TYPES} edgeTypes={EDGE_TYPES} colorMode={dark ? "dark" : "light"}
            nodesDraggable={false} nodesConnectable={false} elementsSelectable={false} nodesFocusable={false} edgesFocusable={false} disableKeyboardA11y
            fitView fitViewOptions={{ maxZoom: 1, minZoom: 0.55, padding: 0.12 }} minZoom={0.25} maxZoom={1.5} panOnScroll onPaneClick={() => doing.select(null)}
          >
            <Background gap={20} size={1} />
            <Controls showInteractive={false} aria-label={say("flows.zoom")} />
            {nodes.length > 6 && <MiniMap pannable ariaLabel={say("flows.map")} nodeColor={(node) => { const { drawn } = (node as Drawn).data; return MINI[drawn.kind === "node" ? String(drawn.part.type) : drawn.kind] ?? "var(--flow-action)"; }} />}
          </ReactFlow>
        </div>
      </ReactFlowProvider>
    </Context>
  );
}
