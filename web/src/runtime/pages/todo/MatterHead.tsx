/** What a matter is called, where it stands and who began it; and all there is to see of one that was passed on. */
import { Link } from "@tanstack/react-router";
import { ArrowLeft, ExternalLink } from "lucide-react";
import { lazy, Suspense } from "react";
import { useTranslation } from "react-i18next";

import { FlowLog } from "../../../engines/flow/FlowLog";
import { FlowStateShow } from "../../../engines/record/shows/linked";
import { ago } from "../../../kit/format";
import type { Task, TaskFact } from "../../../platform/api/types";
import { currentLocale } from "../../../platform/i18n";
import { buttonClass, IconButton } from "../../../ui";
import { factText } from "./facts";
import css from "./todo.module.css";

const FlowGraph = lazy(() => import("../../../engines/flow/FlowGraph"));

interface HeadProps {
  task: Task;
  facts?: TaskFact[];
  zone: string;
  onBack?: () => void;
  /** Whether its record may be opened. */
  readable?: boolean;
}

export function MatterHead({ task, facts, zone, onBack, readable }: HeadProps) {
  const { t } = useTranslation();
  const { record, flow } = task;
  const node = typeof task.node === "string" ? task.name : task.node.name;
  return (
    <header className={css.matterhead}>
      <h2>
        {onBack && <IconButton icon={ArrowLeft} label={t("ui.back")} onClick={onBack} />}
        {record.title ?? flow?.name ?? task.name}
        {flow && <FlowStateShow field={{ key: "state", type: "flow_state", name: "" }} value={flow.state} />}
      </h2>
      <div className={css.sub}>
        {flow && <span>{flow.name}</span>}
        <span>{t("todo.node", { name: node })}</span>
        {task.initiator && <span>{t("todo.by", { who: task.initiator.title, when: ago(flow?.started_at ?? task.since, currentLocale(), zone) })}</span>}
        {readable && (
          <Link to="/app/$app/form/$form/record/$id" params={{ app: record.app, form: record.form, id: record.id }} search={{ tab: undefined }} className={buttonClass("link", true)}>
            <ExternalLink size={14} aria-hidden />
            {t("todo.open_record")}
          </Link>
        )}
      </div>
      {Boolean(facts?.length) && (
        <div className={css.headfacts}>
          {facts?.map((fact) => (
            <span key={fact.key} data-fact={fact.key}>
              <small>{fact.name}</small> {fact.type === "money" ? <strong>{factText(fact, zone)}</strong> : factText(fact, zone)}
            </span>
          ))}
        </div>
      )}
    </header>
  );
}

/** Without its record: that is with others now, or gone. */
export function PassedOn({ task, zone, onBack }: HeadProps) {
  const { t } = useTranslation();
  const { flow } = task;
  return (
    <div className={css.matter} data-task={task.id}>
      <MatterHead task={task} zone={zone} onBack={onBack} />
      <p className={css.sub}>{t("todo.passed_on")}</p>
      {flow?.graph && (
        <div className={css.graph}>
          <Suspense>
            <FlowGraph graph={flow.graph} />
          </Suspense>
        </div>
      )}
      <FlowLog log={flow?.log ?? []} zone={zone} />
    </div>
  );
}
