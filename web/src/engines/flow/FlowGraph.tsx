/** A running flow as a picture: which nodes are done, where it stands, who is asked. */
import "@xyflow/react/dist/base.css";

import { type Edge, Handle, type Node, type NodeProps, Position, ReactFlow } from "@xyflow/react";
import { Bell, CircleDashed, FilePen, type LucideIcon, Stamp, Timer, User, Workflow, Zap } from "lucide-react";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";

import type { Flow, FlowNode } from "../../platform/api/types";
import { useDark } from "../../ui/appearance";
import css from "./flow.module.css";
import { layout, SPACING } from "./layout";

interface Face extends Record<string, unknown> {
  node: FlowNode;
}

const HEADS: Record<string, { colour: string; icon: LucideIcon }> = {
  start: { colour: "#5b6780", icon: User },
  approval: { colour: "#b4530f", icon: Stamp },
  fill: { colour: "#0f766e", icon: FilePen },
  cc: { colour: "#2b5ce6", icon: Bell },
  action: { colour: "#7040c9", icon: Zap },
  wait: { colour: "#5b6780", icon: Timer },
  subflow: { colour: "#5b6780", icon: Workflow },
};
const OTHER = { colour: "#5b6780", icon: CircleDashed };

function Card({ data }: NodeProps<Node<Face>>) {
  const { t } = useTranslation();
  const { node } = data;
  const { colour, icon: Icon } = HEADS[node.type] ?? OTHER;
  const who = node.who?.map((one) => one.title).filter(Boolean).join(", ");
  return (
    <>
      <Handle type="target" position={Position.Top} isConnectable={false} style={{ opacity: 0 }} />
      {node.type === "end" ? (
        <div className={`${css.card ?? ""} ${css.end ?? ""}`} data-state={node.state} data-node={node.key}>
          {node.name || t("flow.end")}
        </div>
      ) : (
        <div className={css.card} data-state={node.state} data-node={node.key} style={{ "--head": colour } as React.CSSProperties}>
          <header>
            <Icon size={13} aria-hidden />
            <span>{node.name || t(`node.${node.type}`, node.type)}</span>
          </header>
          <p title={who}>{who || t(`node_state.${node.state}`, node.state)}</p>
        </div>
      )}
      <Handle type="source" position={Position.Bottom} isConnectable={false} style={{ opacity: 0 }} />
    </>
  );
}

const TYPES = { card: Card };
const MARGIN = 56;
const LEAST = 220;
const MOST = 640;

export default function FlowGraph({ graph }: { graph: NonNullable<Flow["graph"]> }) {
  const { t } = useTranslation();
  const dark = useDark();
  const nodes = useMemo<Node<Face>[]>(() => {
    const places = layout(graph);
    return graph.nodes.map((node) => {
      const place = places.get(node.key) ?? { x: 0, y: 0 };
      return { id: node.key, type: "card", data: { node }, position: place, width: SPACING.width, draggable: false, selectable: false, ariaLabel: `${node.name}: ${t(`node_state.${node.state}`, node.state)}` };
    });
  }, [graph, t]);
  const edges = useMemo<Edge[]>(
    () =>
      graph.edges.map((edge, index) => ({
        id: String(index), source: edge.from, target: edge.to, type: "smoothstep", label: edge.name ?? edge.when ?? undefined, focusable: false,
        // words stand above the lines of the other edges
        zIndex: edge.name ?? edge.when ? 1 : 0,
        style: { stroke: edge.state === "live" ? "var(--brand-ink)" : "var(--line-2)", strokeWidth: edge.state === "live" ? 2 : 1.2, strokeDasharray: edge.state === "dead" ? "4 4" : undefined },
        labelStyle: { fill: "var(--ink-2)", fontSize: 11 }, labelBgStyle: { fill: "var(--surface)" },
      })),
    [graph],
  );
  // as tall as the flow, so that its words are read without zooming
  const tall = Math.max(0, ...nodes.map((node) => node.position.y)) + SPACING.height + MARGIN;
  return (
    <div className={css.canvas} style={{ height: Math.min(MOST, Math.max(LEAST, tall)) }} data-testid="flow-graph">
      <ReactFlow nodes={nodes} edges={edges} nodeTypes={TYPES} colorMode={dark ? "dark" : "light"} fitView fitViewOptions={{ padding: 0.12, maxZoom: 1 }} nodesConnectable={false} nodesDraggable={false} elementsSelectable={false} zoomOnScroll={false} preventScrolling={false} minZoom={0.3} />
    </div>
  );
}
