/** The settings of what is selected on the canvas: the flow, its start, a node or a branch. */
import { ArrowLeft, ArrowRight, CircleX, Plus, Trash2 } from "lucide-react";
import { useState } from "react";

import { Button, Segments, Select, Tabs } from "../../ui";
import { useSay, useSchema, useStore } from "../context";
import { freeKey, keysOf } from "../document/keys";
import { nameOf } from "../document/names";
import { isObject, type JsonObject, join, listAt } from "../document/pointer";
import { PinnedProblems } from "../panel/PinnedProblems";
import { SchemaPanel } from "../panel/SchemaPanel";
import { useWords } from "../words";
import { addRejected, addSibling, deleteBranch, deleteNode, moveBranch } from "./edits";
import css from "./flows.module.css";
import type { FlowDoing } from "./FlowsPage";
import { END } from "./graph";

interface SideProps {
  flow: JsonObject;
  pointer: string;
  selected: string | null;
  doing: FlowDoing;
}

export function FlowSettings(props: SideProps) {
  const say = useSay();
  const { flow, pointer, selected } = props;
  const form = typeof flow.form === "string" ? flow.form : undefined;
  const node = listAt(flow, "/nodes").findIndex((one) => one.key === selected);
  const edge = selected?.startsWith("~") ? Number(selected.slice(1)) : -1;
  const isEdge = edge >= 0 && listAt(flow, "/edges")[edge] !== undefined;
  return (
    <aside className={css.side} aria-label={say("props.label")} data-testid="properties" key={selected ?? ""}>
      {node >= 0 ? (
        <NodePart {...props} index={node} form={form} />
      ) : isEdge ? (
        <BranchPart {...props} index={edge} form={form} />
      ) : selected === "start" ? (
        <div className={css.sidebody}><h2>{say("flows.start")}</h2><SchemaPanel model="FlowDef" pointer={pointer} only={["form"]} /><SchemaPanel model="StartDef" pointer={join(pointer, "start")} form={form} /></div>
      ) : (
        <div className={css.sidebody}><h2>{say("flows.whole")}</h2><SchemaPanel model="FlowDef" pointer={pointer} form={form} omit={["nodes", "edges", "split", "join", "start"]} /><PinnedProblems pointer={pointer} exact /></div>
      )}
    </aside>
  );
}

function NodePart({ flow, pointer, doing, index, form }: SideProps & { index: number; form: string | undefined }) {
  const say = useSay();
  const words = useWords();
  const schema = useSchema();
  const [tab, setTab] = useState("settings");
  const node = listAt(flow, "/nodes")[index] ?? {};
  const key = String(node.key);
  const at = join(pointer, "nodes", index);
  const model = schema.modelOf("nodes", node);
  const rights = model && schema.property(model, "fields");
  const rejected = listAt(flow, "/edges").some((one) => one.from === key && one.on === "rejected");
  const refuse = () => {
    const end = freeKey("refused", keysOf(flow.nodes));
    doing.edit((now) => addRejected(now, key, { key: end, type: "end", name: say("flows.refused"), result: "rejected" }));
  };
  const drop = () => {
    doing.edit((now) => deleteNode(now, key));
    doing.select(null);
  };
  if (!model) return <div className={css.sidebody}><PinnedProblems pointer={at} /></div>;
  return (
    <>
      {rights && <div className={css.sidetabs}><Tabs label={say("props.label")} value={tab} onChange={setTab} tabs={[{ key: "settings", label: say("flows.settings") }, { key: "fields", label: say("flows.rights") }]} /></div>}
      <div className={css.sidebody}>
        {tab === "fields" && rights ? (
          <><p className={css.note}>{say("flows.rights_text")}</p><SchemaPanel model={model} pointer={at} form={form} only={["fields"]} /></>
        ) : (
          <>
            <p className={css.kind}>{words.kind("nodes", String(node.type))}</p>
            <SchemaPanel model={model} pointer={at} form={form} omit={["fields"]} />
            <Ways flow={flow} pointer={pointer} nodeKey={key} />
            <PinnedProblems pointer={at} exact />
            {node.type === "approval" && !rejected && <Button icon={CircleX} small onClick={refuse} data-action="add-rejected">{say("flows.add_rejected")}</Button>}
            <Button kind="danger" small icon={Trash2} onClick={drop} data-action="delete-node">{say("flows.delete_node")}</Button>
          </>
        )}
      </div>
    </>
  );
}

/** How many ways go on at once, and how many have to arrive; asked only where there are several. */
function Ways({ flow, pointer, nodeKey }: { flow: JsonObject; pointer: string; nodeKey: string }) {
  const say = useSay();
  const store = useStore();
  const edges = listAt(flow, "/edges");
  const of = (name: "split" | "join") => (isObject(flow[name]) ? flow[name][nodeKey] : undefined);
  return (
    <>
      {edges.filter((one) => one.from === nodeKey && one.on !== "rejected").length > 1 && (
        <div className={css.field}>
          <span>{say("flows.split")}</span>
          <Segments label={say("flows.split")} value={String(of("split") ?? "one")} options={[{ value: "one", label: say("flows.split_one") }, { value: "many", label: say("flows.split_many") }]} onChange={(next) => store.set(join(pointer, "split", nodeKey), next === "one" ? undefined : next)} />
        </div>
      )}
      {edges.filter((one) => one.to === nodeKey).length > 1 && (
        <div className={css.field}>
          <span>{say("flows.join")}</span>
          <Segments label={say("flows.join")} value={String(of("join") ?? "all")} options={[{ value: "all", label: say("flows.join_all") }, { value: "first", label: say("flows.join_first") }]} onChange={(next) => store.set(join(pointer, "join", nodeKey), next === "all" ? undefined : next)} />
        </div>
      )}
    </>
  );
}

function BranchPart({ flow, pointer, doing, index, form }: SideProps & { index: number; form: string | undefined }) {
  const say = useSay();
  const words = useWords();
  const store = useStore();
  const edge = listAt(flow, "/edges")[index] ?? {};
  const nodes = listAt(flow, "/nodes");
  const from = nodes.find((one) => one.key === edge.from);
  const beside = listAt(flow, "/edges").flatMap((one, at) => (one.from === edge.from ? [at] : []));
  const place = beside.indexOf(index);
  const at = join(pointer, "edges", index);
  const move = (by: -1 | 1) => {
    const moved = moveBranch(flow, index, by);
    doing.edit(() => moved.flow);
    doing.select(`~${String(moved.edge)}`);
  };
  const more = () => {
    const made = addSibling(flow, index);
    doing.edit(() => made.flow);
    doing.select(`~${String(made.edge)}`);
  };
  const targets = [...nodes.filter((one) => one.key !== edge.from).map((one) => ({ value: String(one.key), label: nameOf(one) })), { value: END, label: say("flows.end") }];
  return (
    <div className={css.sidebody}>
      <h2>{say("flows.branch_part")}</h2>
      <SchemaPanel model="EdgeDef" pointer={at} form={form} only={["name"]} />
      {!edge.otherwise && <SchemaPanel model="EdgeDef" pointer={at} form={form} only={["when"]} />}
      <SchemaPanel model="EdgeDef" pointer={at} form={form} only={["otherwise"]} />
      {from?.type === "approval" && (
        <div className={css.field}>
          <span>{say("flows.on")}</span>
          <Segments label={say("flows.on")} value={String(edge.on ?? "approved")} options={["approved", "rejected"].map((one) => ({ value: one, label: words.value("outcome", one) }))} onChange={(next) => store.set(join(at, "on"), next === "approved" ? undefined : next)} />
        </div>
      )}
      <div className={css.field}>
        <label htmlFor={`${at}-to`}>{say("flows.to")}</label>
        <Select id={`${at}-to`} label={say("flows.to")} clearable={false} value={String(edge.to)} options={targets} onChange={(next) => next && store.set(join(at, "to"), next)} />
      </div>
      <PinnedProblems pointer={at} exact />
      <div className={css.buttons}>
        <Button small icon={ArrowLeft} disabled={place <= 0} onClick={() => move(-1)}>{say("flows.earlier")}</Button>
        <Button small icon={ArrowRight} disabled={place >= beside.length - 1} onClick={() => move(1)}>{say("flows.later")}</Button>
        <Button small icon={Plus} onClick={more} data-action="add-branch">{say("flows.add_branch")}</Button>
      </div>
      <Button kind="danger" small icon={Trash2} onClick={() => { doing.edit((now) => deleteBranch(now, index)); doing.select(null); }} data-action="delete-branch">{say("flows.delete_branch")}</Button>
    </div>
  );
}
