/** The plus on an edge: what can be put there. */
import { GitBranch, Plus } from "lucide-react";

import { Menu } from "../../ui";
import { useSay, useSchema } from "../context";
import { freeKey, keysOf } from "../document/keys";
import { type JsonObject, listAt } from "../document/pointer";
import { fresh } from "../schema/fresh";
import { useWords } from "../words";
import { addBranch, insertNode } from "./edits";
import { useFlow } from "./FlowCanvas";
import css from "./flows.module.css";
import { iconOfNode } from "./icons";

const STARTS: Record<string, JsonObject> = { approval: { who: [{ by: "superior", level: 1 }] }, fill: { who: [{ by: "initiator" }] }, cc: { who: [{ by: "initiator" }] }, wait: { for: "1d" } };
const ORDER = ["approval", "fill", "cc", "action", "wait", "subflow", "gate"];

export function AddMenu({ edge }: { edge: number }) {
  const say = useSay();
  const words = useWords();
  const schema = useSchema();
  const { flow, doing } = useFlow();
  const kinds = [...schema.kinds("nodes").keys()].filter((kind) => kind !== "end" && kind !== "gate").sort((a, b) => (ORDER.indexOf(a) + 1 || 99) - (ORDER.indexOf(b) + 1 || 99));
  const keys = keysOf(flow.nodes);
  const put = (type: string) => {
    const key = freeKey(type, keys);
    const node = { ...fresh(schema, schema.kinds("nodes").get(type) ?? "", keys, type), type, key, name: words.kind("nodes", type), ...STARTS[type] };
    doing.edit((now) => insertNode(now, edge, node));
    doing.select(key);
  };
  const branch = () => {
    const made = addBranch(flow, edge, freeKey("gate", keys));
    doing.edit(() => made.flow);
    doing.select(`~${String(made.edge)}`);
  };
  const from = String(listAt(flow, "/edges")[edge]?.from ?? "");
  return (
    <Menu
      small icon={Plus} kind="primary" className={css.plusbutton} label={say("flows.insert")} align="start" data-action="insert" data-edge={edge} data-after={from}
      items={[
        ...kinds.map((kind) => ({ key: `insert-${kind}`, label: words.kind("nodes", kind), icon: iconOfNode(kind), onPress: () => put(kind) })),
        { key: "insert-branch", label: say("flows.branch"), icon: GitBranch, apart: true, onPress: branch },
      ]}
    />
  );
}
