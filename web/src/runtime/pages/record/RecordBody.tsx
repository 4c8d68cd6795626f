/** One record, whole: title and stages, buttons, facts, what points to it, and what happened. */
import { useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";

import { parseMoment, zoneOf } from "../../../engines/form/expressions";
import { FactsView } from "../../../engines/form/FactsView";
import { Program } from "../../../engines/form/program";
import { FieldScopeProvider } from "../../../engines/record/context";
import { FlowStateShow } from "../../../engines/record/shows/linked";
import { FieldShow } from "../../../engines/record/shows/FieldShow";
import { dateTime } from "../../../kit/format";
import { records } from "../../../platform/api/resources";
import type { App, Form, Related, Row } from "../../../platform/api/types";
import { formOf, recordKeys, useMe } from "../../../platform/queries";
import { Card, Chip, cx, Tabs, usePhone } from "../../../ui";
import type { Tab } from "../../../ui/Tabs";
import { around, useFormStore } from "../form/useFormStore";
import { RecordButtons } from "./Buttons";
import { Comments } from "./Comments";
import { FlowPanel } from "./FlowPanel";
import css from "./record.module.css";
import { RelatedList } from "./RelatedList";
import { StageBar } from "./StageBar";
import { Timeline } from "./Timeline";
import { useMove } from "./useMove";

interface BodyProps {
  app: App;
  form: Form;
  row: Row;
  drawer?: boolean;
  tab?: string;
  onTab: (tab: string) => void;
  onGone: () => void;
}

export function RecordBody(props: BodyProps) {
  const { app, form, row, drawer } = props;
  const scope = useMemo(() => ({ app, form }), [app, form]);
  const phone = usePhone();
  const narrow = Boolean(drawer) || phone;
  return (
    <FieldScopeProvider value={scope}>
      <div className={drawer ? css.drawer : css.page} data-record={row.id}>
        <Head key={`${row.id}-${String(row.rev)}`} {...props} />
        {narrow ? (
          <Content {...props} narrow />
        ) : (
          <div className={css.columns}>
            <Content {...props} narrow={false} />
            <Aside id={row.id} form={form} />
          </div>
        )}
      </div>
    </FieldScopeProvider>
  );
}

function Head({ app, form, row, onGone }: BodyProps) {
  const { t } = useTranslation();
  const person = useMe();
  const store = useFormStore(app, form, { values: row.values, stored: row.values, locked: true });
  const pipeline = useMemo(() => new Program(app, form).pipeline(row.values, { ...around(app, person), old: row.values }), [app, form, row.values, person]);
  const { move, dialog } = useMove(app, form);
  const stage = pipeline && form.fields.find((field) => field.key === pipeline.field);
  const movable = (row.can ? row.can.includes("update") : form.can.includes("update")) && stage?.right !== "read";
  return (
    <header className={css.head}>
      <div className={css.title}>
        <div className={css.grow}>
          <h1>{row.title ?? form.name}</h1>
          {row.draft && <Chip>{t("flow_state.draft")}</Chip>}
          {stage && <FieldShow field={stage} value={row.values[stage.key] ?? null} />}
          {row.flow_state && <FlowStateShow field={{ key: "flow_state", type: "flow_state", name: "" }} value={row.flow_state} />}
        </div>
        <div className={css.actions}>
          <RecordButtons app={app} form={form} row={row} store={store} onGone={onGone} />
        </div>
      </div>
      {pipeline && <StageBar app={app} form={form} row={row} pipeline={pipeline} movable={movable} onMove={(to) => void move(row, pipeline.field, to)} />}
      {dialog}
    </header>
  );
}

function useHidden(app: App, form: Form, row: Row): ReadonlySet<string> {
  const person = useMe();
  return useMemo(() => {
    const now = parseMoment(new Date().toISOString(), zoneOf(app.timezone));
    return now ? new Program(app, form).run(row.values, new Map(), { ...around(app, person), old: row.values }).hidden : new Set<string>();
  }, [app, form, row, person]);
}

const relatedKey = (one: Related) => `related-${one.form}-${one.field}`;

/** Two lists of one form, or a list of the same form, also say by which field. */
function relatedName(one: Related, all: Related[], form: Form): string {
  const twice = one.form === form.key || all.filter((other) => other.form === one.form).length > 1;
  return twice && one.field_name ? `${one.name} · ${one.field_name}` : one.name;
}

function Content({ app, form, row, drawer, tab, onTab, narrow }: BodyProps & { narrow: boolean }) {
  const { t } = useTranslation();
  const related = useQuery({ queryKey: [...recordKeys.one(app.key, form.key, row.id), "related"], queryFn: () => records.related(app.key, form.key, row.id) });
  const hidden = useHidden(app, form, row);
  const shown = (related.data?.items ?? []).filter((one) => formOf(app, one.form));
  const flows = Boolean(form.flows?.length || row.flow_state);
  const tabs: Tab[] = [
    { key: "facts", label: t("record.facts") },
    ...shown.map((one) => ({ key: relatedKey(one), label: relatedName(one, shown, form), count: one.count })),
    ...(flows ? [{ key: "flow", label: t("record.flow") }] : []),
    ...(narrow ? [{ key: "timeline", label: t("record.timeline") }, { key: "comments", label: t("record.comments") }] : []),
  ];
  const open = tabs.some((one) => one.key === tab) ? (tab ?? "facts") : "facts";
  const chosen = shown.find((one) => relatedKey(one) === open);
  const other = chosen && formOf(app, chosen.form);
  return (
    <section className={css.main}>
      <Tabs label={t("record.parts")} tabs={tabs} value={open} onChange={onTab} />
      <div className={css.panel} role="tabpanel">
        {open === "facts" && (
          <>
            <FactsView form={form} values={row.values} hidden={hidden} columns={drawer ? 2 : 2} />
            <System app={app} row={row} />
          </>
        )}
        {chosen && other && <RelatedList key={open} app={app} form={other} related={chosen} to={row} />}
        {open === "flow" && <FlowPanel id={row.id} />}
        {open === "timeline" && <Timeline id={row.id} />}
        {open === "comments" && <Comments id={row.id} />}
      </div>
    </section>
  );
}

function System({ app, row }: { app: App; row: Row }) {
  const { t } = useTranslation();
  return (
    <div className={css.system}>
      {row.owner?.title && <span>{t("system.owner")} {row.owner.title}</span>}
      {row.created_at && <span>{t("record.created", { who: row.created_by?.title ?? "", when: dateTime(row.created_at, app.timezone) })}</span>}
      {row.updated_at && row.updated_at !== row.created_at && <span>{t("record.updated", { who: row.updated_by?.title ?? "", when: dateTime(row.updated_at, app.timezone) })}</span>}
    </div>
  );
}

function Aside({ id, form }: { id: string; form: Form }) {
  const { t } = useTranslation();
  const [tab, setTab] = useState("timeline");
  return (
    <aside className={cx(css.aside)} aria-label={t("record.timeline")} data-form={form.key}>
      <Card flush>
        <div style={{ padding: "8px 16px 16px" }}>
          <Tabs label={t("record.timeline")} tabs={[{ key: "timeline", label: t("record.timeline") }, { key: "comments", label: t("record.comments") }]} value={tab} onChange={setTab} />
          <div style={{ paddingTop: 16 }}>{tab === "timeline" ? <Timeline id={id} /> : <Comments id={id} />}</div>
        </div>
      </Card>
    </aside>
  );
}
