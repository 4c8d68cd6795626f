/** The flows of a record: graph with states, log, and what may be done with the one that runs. */
import { useQuery } from "@tanstack/react-query";
import { Workflow } from "lucide-react";
import { lazy, Suspense } from "react";
import { useTranslation } from "react-i18next";

import { FlowLog } from "../../../engines/flow/FlowLog";
import { useFieldScope } from "../../../engines/record/context";
import { FlowStateShow } from "../../../engines/record/shows/linked";
import { dateTime } from "../../../kit/format";
import { flows, records } from "../../../platform/api/resources";
import type { Flow } from "../../../platform/api/types";
import { recordKeys, refreshRecords } from "../../../platform/queries";
import { Button, confirm, Empty, SkeletonLines, toast } from "../../../ui";
import { Trouble } from "../../frame/PageError";
import css from "./record.module.css";

const FlowGraph = lazy(() => import("../../../engines/flow/FlowGraph"));
const DANGER = ["withdraw", "terminate"];
const OFFERED = ["urge", "withdraw", "terminate"];

export function FlowPanel({ id }: { id: string }) {
  const { t } = useTranslation();
  const { app, form } = useFieldScope();
  const list = useQuery({ queryKey: [...recordKeys.one(app.key, form.key, id), "flows"], queryFn: () => records.flows(app.key, form.key, id) });
  if (list.isPending) return <SkeletonLines lines={5} />;
  if (list.isError) return <Trouble error={list.error} retry={() => void list.refetch()} />;
  if (!list.data.items.length) return <Empty icon={Workflow} title={t("flow.none")} />;
  return (
    <div style={{ display: "grid", gap: 24 }}>
      {list.data.items.map((flow) => (
        <FlowCard key={flow.id} flow={flow} />
      ))}
    </div>
  );
}

function FlowCard({ flow }: { flow: Flow }) {
  const { t } = useTranslation();
  const { app, form } = useFieldScope();
  const act = async (action: string) => {
    if (DANGER.includes(action) && !(await confirm({ title: t(`flow.${action}_title`), text: t(`flow.${action}_text`), yes: t(`flow.${action}`), danger: true }))) return;
    try {
      await flows.act(flow.id, action);
      toast("success", t(`flow.${action}_done`));
    } catch (error) {
      toast("error", error instanceof Error ? error.message : String(error));
    }
    await refreshRecords(app.key);
  };
  return (
    <section data-flow={flow.id}>
      <header className={css.flowhead}>
        <strong>{flow.name}</strong>
        <FlowStateShow field={{ key: "state", type: "flow_state", name: "" }} value={flow.state} />
        <small style={{ color: "var(--ink-3)" }}>
          {flow.initiator?.title} {flow.started_at && dateTime(flow.started_at, app.timezone)}
        </small>
        <span style={{ flex: 1 }} />
        {OFFERED.filter((action) => flow.can?.includes(action)).map((action) => (
          <Button key={action} small kind={DANGER.includes(action) ? "danger" : "default"} onClick={() => void act(action)} data-action={action}>
            {t(`flow.${action}`)}
          </Button>
        ))}
      </header>
      {flow.graph && (
        <div className={css.graph} data-form={form.key}>
          <Suspense fallback={<SkeletonLines />}>
            <FlowGraph graph={flow.graph} />
          </Suspense>
        </div>
      )}
      <div style={{ marginTop: 16 }}>
        <FlowLog log={flow.log ?? []} zone={app.timezone} />
      </div>
    </section>
  );
}
