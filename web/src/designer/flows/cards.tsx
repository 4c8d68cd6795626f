/** The faces of a flow: start, nodes, branches and ends. */
import { ChevronRight, CircleAlert, TriangleAlert } from "lucide-react";

import { currentLocale } from "../../platform/i18n";
import { useAppView, useDraft, useSay } from "../context";
import { nameOf, shown } from "../document/names";
import { isObject, join } from "../document/pointer";
import { problemsUnder } from "../document/problems";
import { useConditionWords } from "../panel/ConditionControl";
import { timeWords, useSummary } from "../panel/useSummary";
import { useWords } from "../words";
import { useFlow } from "./FlowCanvas";
import css from "./flows.module.css";
import type { DrawnNode } from "./graph";
import { iconOfNode } from "./icons";

interface CardProps {
  drawn: DrawnNode;
}

function Trouble({ pointer }: { pointer: string }) {
  const { problems } = useDraft();
  const here = problemsUnder(problems, pointer);
  const worst = here.find((one) => one.severity === "error") ?? here[0];
  if (!worst) return null;
  const Icon = worst.severity === "error" ? CircleAlert : TriangleAlert;
  return <span className={css.trouble} data-severity={worst.severity} title={worst.message[currentLocale()]}><Icon size={15} aria-label={worst.message[currentLocale()]} /></span>;
}

export function StartCard() {
  const say = useSay();
  const words = useWords();
  const { flow, selected, doing, pointer } = useFlow();
  const app = useAppView();
  const start = isObject(flow.start) ? flow.start : {};
  const form = app.forms.find((one) => one.key === flow.form)?.name ?? String(flow.form ?? "");
  return (
    <button type="button" className={css.card} data-kind="start" data-node="start" aria-pressed={selected === "start"} onClick={() => doing.select("start")}>
      <span className={css.head}><StartIcon />{say("flows.start")}</span>
      <span className={css.text}><span>{say("flows.starts", { form, on: words.value("on", String(start.on ?? "submit")) })}</span><Trouble pointer={join(pointer, "start")} /><ChevronRight size={15} aria-hidden /></span>
    </button>
  );
}

const StartIcon = () => {
  const Icon = iconOfNode("start");
  return <Icon size={14} aria-hidden />;
};

export function NodeCard({ drawn: { part, key, index } }: CardProps) {
  const say = useSay();
  const words = useWords();
  const { flow, selected, doing, pointer, way } = useFlow();
  const stop = way?.path.find((one) => one.node === key && one.state !== "skipped");
  const asked = stop?.who.map((one) => one.title ?? "").filter(Boolean) ?? [];
  const summary = useSummary(typeof flow.form === "string" ? flow.form : undefined);
  const type = String(part.type);
  const Icon = iconOfNode(type);
  const who = Array.isArray(part.who) ? part.who.map((one) => summary(one, "participants")) : [];
  const deeds = Array.isArray(part.do) ? part.do.map((one) => summary(one, "actions")) : [];
  const several = typeof part.mode === "string" && part.mode !== "any" ? [words.value("mode", part.mode)] : [];
  const said = [...(who.length ? [who.join(say("condition.comma"))] : []), ...several, ...deeds, ...(typeof part.for === "string" ? [say("flows.waits", { time: timeWords(part.for, say as never) })] : []), ...(typeof part.until === "string" ? [part.until] : [])].join(" · ");
  return (
    <button type="button" className={css.card} data-kind={type} data-node={key} aria-pressed={selected === key} onClick={() => doing.select(key)}>
      <span className={css.head}><Icon size={14} aria-hidden /><span>{nameOf(part) === key ? words.kind("nodes", type) : nameOf(part)}</span></span>
      <span className={css.text}><span>{asked.length ? <b>{asked.join(say("condition.comma"))}</b> : said || (["approval", "fill", "cc"].includes(type) ? say("flows.nobody") : words.kind("nodes", type))}</span><Trouble pointer={join(pointer, "nodes", index)} /><ChevronRight size={15} aria-hidden /></span>
    </button>
  );
}

export function BranchCard({ drawn: { part, key, index, priority } }: CardProps) {
  const say = useSay();
  const words = useWords();
  const { flow, selected, doing, pointer } = useFlow();
  const inWords = useConditionWords(typeof flow.form === "string" ? flow.form : undefined);
  const condition = inWords(part.when);
  const outcome = typeof part.on === "string" ? words.value("outcome", part.on) : "";
  const name = shown(part.name) || (part.otherwise ? say("flows.otherwise") : outcome || say("flows.condition", { n: priority }));
  const text = part.otherwise ? say("flows.otherwise_text") : condition || (outcome ? say("flows.when_outcome", { outcome }) : say("flows.no_condition"));
  return (
    <button type="button" className={css.branch} data-node={key} data-outcome={typeof part.on === "string" ? part.on : undefined} aria-pressed={selected === key} onClick={() => doing.select(key)}>
      <span className={css.branchhead}><strong>{name}</strong><small>{part.otherwise ? say("flows.default") : typeof part.on === "string" && !condition ? "" : say("flows.priority", { n: priority })}</small></span>
      <span className={css.text}><span>{text}</span><Trouble pointer={join(pointer, "edges", index)} /></span>
    </button>
  );
}

export function EndCard({ drawn: { part, key, index } }: CardProps) {
  const say = useSay();
  const words = useWords();
  const { selected, doing, pointer } = useFlow();
  const result = String(part.result ?? "approved");
  const text = index < 0 ? say("flows.end") : nameOf(part) === key ? `${say("flows.end")} · ${words.value("outcome", result)}` : nameOf(part);
  if (index < 0) return <div className={css.end} data-node={key} data-result={result}>{text}</div>;
  return (
    <button type="button" className={css.end} data-node={key} data-result={result} aria-pressed={selected === key} onClick={() => doing.select(key)}>
      {text}
      <Trouble pointer={join(pointer, "nodes", index)} />
    </button>
  );
}
