/** One matter, whole: the record as this node shows it, where the flow stands, and the decision. */
import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";

import { FlowLog } from "../../../engines/flow/FlowLog";
import { FieldBox } from "../../../engines/form/FieldBox";
import { FactsView } from "../../../engines/form/FactsView";
import { FormView, ProblemSummary } from "../../../engines/form/FormView";
import type { FormStore } from "../../../engines/form/store";
import { FieldScopeProvider } from "../../../engines/record/context";
import { tasks } from "../../../platform/api/resources";
import type { App, Form, Task, TaskFact } from "../../../platform/api/types";
import { appQuery, formOf } from "../../../platform/queries";
import { hasWork } from "../../../platform/work";
import { Empty, Tabs } from "../../../ui";
import { PageSkeleton } from "../../frame/FrameSkeleton";
import { Trouble } from "../../frame/PageError";
import { DEVICE_ZONE } from "../../zone";
import { useFormStore } from "../form/useFormStore";
import { Decide } from "./Decide";
import { MatterHead, PassedOn } from "./MatterHead";
import css from "./todo.module.css";

const FlowGraph = lazy(() => import("../../../engines/flow/FlowGraph"));

interface MatterProps {
  id: string;
  /** What the list tells of it. */
  facts?: TaskFact[];
  onDone: () => void;
  onBack?: () => void;
}

export function Matter({ id, facts, onDone, onBack }: MatterProps) {
  const { t } = useTranslation();
  const shown = useRef<Task | null>(null);
  const task = useQuery({ queryKey: ["tasks", "one", id], queryFn: () => tasks.read(id), refetchOnWindowFocus: false, staleTime: 60_000 });
  const app = useQuery({ ...appQuery(task.data?.record.app ?? ""), enabled: task.isSuccess });
  if (task.isError) return <Trouble error={task.error} retry={() => void task.refetch()} up={{ to: "/todo", name: t("todo.back") }} gone={t("todo.gone")} />;
  // passed on to others, and not one's own to read
  if (task.data && !task.data.can.length && !Object.keys(task.data.fields).length) return <PassedOn task={task.data} zone={app.data?.timezone ?? DEVICE_ZONE} onBack={onBack} />;
  if (app.isError) return <Trouble error={app.error} retry={() => void app.refetch()} />;
  if (!task.data || !app.data) return <PageSkeleton />;
  // what is typed stands on what was opened, whatever is read again meanwhile
  if (shown.current?.id !== task.data.id || !hasWork()) shown.current = task.data;
  const form = formOf(app.data, shown.current.record.form);
  if (!form) return <Empty title={t("error.forbidden")} />;
  return <Opened key={shown.current.record.rev} app={app.data} form={form} task={shown.current} facts={facts} onDone={onDone} onBack={onBack} />;
}

function Opened({ app, form, task, facts, onDone, onBack }: { app: App; form: Form; task: Task; facts?: TaskFact[]; onDone: () => void; onBack?: () => void }) {
  const { t } = useTranslation();
  const [tab, setTab] = useState("record");
  const { record, flow } = task;
  const editable = Object.keys(task.fields).some((key) => isOpen(task, key));
  // what the node lets somebody edit is above his own right to the field
  const opened = useMemo<Form>(() => ({ ...form, fields: form.fields.map((field) => (["edit", "require"].includes(task.fields[field.key] ?? "") ? { ...field, right: "edit" as const } : field)) }), [form, task.fields]);
  const store = useFormStore(app, opened, { values: record.values, stored: record.values, record: record.id, rights: task.fields, locked: !editable });
  const scope = useMemo(() => ({ app, form: opened }), [app, opened]);
  return (
    <FieldScopeProvider value={scope}>
      <div className={css.matter} data-task={task.id}>
        <MatterHead task={task} facts={facts} zone={app.timezone} onBack={onBack} readable />
        <Tabs label={t("todo.matter")} value={tab} onChange={setTab} tabs={[{ key: "record", label: form.name }, { key: "flow", label: t("record.flow") }]} />
        <div hidden={tab !== "record"} style={{ display: tab === "record" ? "grid" : "none", gap: 16 }}>
          <ProblemSummary store={store} />
          {editable && task.kind === "fill" ? (
            <FormView store={store} />
          ) : (
            <>
              <Facts form={opened} task={task} store={store} />
              {editable && <Asked store={store} task={task} />}
            </>
          )}
        </div>
        {tab === "flow" && (
          <div style={{ display: "grid", gap: 16 }}>
            {flow?.graph && (
              <div className={css.graph}>
                <Suspense>
                  <FlowGraph graph={flow.graph} />
                </Suspense>
              </div>
            )}
          </div>
        )}
        <FlowLog log={flow?.log ?? []} zone={app.timezone} />
      </div>
      {task.can.length > 0 && <Decide task={task} store={store} onDone={onDone} />}
    </FieldScopeProvider>
  );
}

/** What this node lets somebody change, apart from what is only to be read. */
function Asked({ store, task }: { store: FormStore; task: Task }) {
  const { t } = useTranslation();
  return (
    <section className={css.ask} aria-label={t("todo.asked")}>
      <h3>{t("todo.asked")}</h3>
      <div style={{ display: "grid", gap: 16 }}>
        {store.form.fields.filter((field) => isOpen(task, field.key)).map((field) => (
          <FieldBox key={field.key} store={store} field={field} span={0} />
        ))}
      </div>
    </section>
  );
}

const isOpen = (task: Task, key: string): boolean => task.can.length > 0 && (task.fields[key] === "edit" || task.fields[key] === "require");

function Facts({ form, task, store }: { form: Form; task: Task; store: FormStore }) {
  const hidden = useMemo(() => new Set([...store.shape.hidden, ...Object.entries(task.fields).flatMap(([key, right]) => (right === "hide" || isOpen(task, key) ? [key] : []))]), [store, task]);
  return <FactsView form={form} values={store.values} hidden={hidden} />;
}
