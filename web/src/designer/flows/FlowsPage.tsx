/** Flows: one at a time, drawn as blocks; what is selected has its settings at the right. */
import { Ellipsis, Play, Plus, Trash2 } from "lucide-react";
import { useState } from "react";

import { Button, Empty, IconButton, Menu, Select } from "../../ui";
import type { Simulation } from "../api";
import { useAt, useDocument, useGo, useSay, useStore } from "../context";
import { freeKey, keysOf } from "../document/keys";
import { nameOf } from "../document/names";
import { isObject, type JsonObject, join, listAt } from "../document/pointer";
import { useMayGo } from "../panel/Used";
import { FlowCanvas } from "./FlowCanvas";
import css from "./flows.module.css";
import { FlowSettings } from "./FlowSettings";
import { TrialPanel } from "./TrialPanel";

export interface FlowDoing {
  select: (key: string | null) => void;
  edit: (change: (flow: JsonObject) => JsonObject) => void;
}

export default function FlowsPage({ place: [key, selected] }: { place: string[] }) {
  const say = useSay();
  const store = useStore();
  const go = useGo();
  const document = useDocument();
  const mayGo = useMayGo();
  const flows = listAt(document, "/flows");
  const add = () => {
    const made = freeKey("approval", keysOf(document.flows));
    const form = String(listAt(document, "/forms")[0]?.key ?? "");
    store.insert("/flows", { key: made, name: say("flows.new", { n: flows.length + 1 }), form, start: { on: "submit" }, nodes: [{ key: "superior", type: "approval", name: say("flows.superior"), who: [{ by: "superior", level: 1 }] }], edges: [{ from: "start", to: "superior" }, { from: "superior", to: "end" }] });
    go(`${store.app}/flows/${made}`);
  };
  const at = key === undefined ? 0 : flows.findIndex((one) => one.key === key);
  const index = at < 0 ? 0 : at;
  const flow = flows[index];
  if (!flow) return <Empty title={say("flows.none")} actions={<Button kind="primary" icon={Plus} onClick={add} data-action="add-flow">{say("flows.add")}</Button>}>{say("flows.none_text")}</Empty>;
  const drop = async () => {
    if (!(await mayGo(join("/flows", index), nameOf(flow)))) return;
    store.remove(join("/flows", index));
    go(`${store.app}/flows`);
  };
  return <OneFlow key={String(flow.key)} index={index} selected={selected ?? null} onAdd={add} onDrop={() => void drop()} />;
}

function useDoing(index: number): { flow: JsonObject; pointer: string; doing: FlowDoing } {
  const store = useStore();
  const go = useGo();
  const pointer = join("/flows", index);
  const value = useAt(pointer);
  const flow = isObject(value) ? value : {};
  return {
    flow,
    pointer,
    doing: {
      select: (key) => go(`${store.app}/flows/${String(flow.key)}${key ? `/${key}` : ""}`, true),
      edit: (change) => store.edit((document) => ({ ...document, flows: listAt(document, "/flows").map((one, at) => (at === index ? change(one) : one)) })),
    },
  };
}

interface OneProps {
  index: number;
  selected: string | null;
  onAdd: () => void;
  onDrop: () => void;
}

function OneFlow({ index, selected, onAdd, onDrop }: OneProps) {
  const say = useSay();
  const store = useStore();
  const go = useGo();
  const document = useDocument();
  const { flow, pointer, doing } = useDoing(index);
  const [trying, setTrying] = useState(false);
  const [tried, setTried] = useState<{ flow: JsonObject; way: Simulation } | null>(null);
  const flows = listAt(document, "/flows");
  // a way that was found for another drawing says nothing about this one
  const way = trying && tried?.flow === flow ? tried.way : null;
  const formName = (key: unknown): string => nameOf(listAt(document, "/forms").find((form) => form.key === key));
  return (
    <div className={css.page}>
      <div className={css.stage}>
        <div className={css.which}>
          <Select label={say("flows.which")} clearable={false} value={String(flow.key)} options={flows.map((one) => ({ value: String(one.key), label: nameOf(one), hint: formName(one.form) }))} onChange={(next) => next && go(`${store.app}/flows/${next}`)} />
          <IconButton icon={Plus} kind="default" label={say("flows.add")} onClick={onAdd} data-action="add-flow" />
          <Menu kind="default" icon={Ellipsis} label={say("more_actions")} items={[{ key: "drop-flow", label: say("flows.delete"), icon: Trash2, danger: true, onPress: onDrop }]} />
        </div>
        <div className={css.tryout}><Button icon={Play} on={trying} aria-pressed={trying} onClick={() => setTrying(!trying)} data-action="try-flow">{say("trial.title")}</Button></div>
        <FlowCanvas flow={flow} pointer={pointer} selected={selected} doing={doing} way={way} />
      </div>
      {trying ? (
        <TrialPanel flow={flow} way={way} onWay={(found) => setTried(found && { flow, way: found })} onClose={() => setTrying(false)} onShow={doing.select} />
      ) : (
        <FlowSettings flow={flow} pointer={pointer} selected={selected} doing={doing} />
      )}
    </div>
  );
}
