/** The page inside of the preview: one form of the draft, as somebody with one role would fill it in. Nothing is sent. */
import { useQuery } from "@tanstack/react-query";
import { EyeOff, RotateCw, TriangleAlert } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { parseMoment, zoneOf } from "../../engines/form/expressions";
import { FormView, ProblemSummary } from "../../engines/form/FormView";
import { FormStore } from "../../engines/form/store";
import { FieldScopeProvider } from "../../engines/record/context";
import { Refusal } from "../../platform/api/client";
import type { App, Form, Me } from "../../platform/api/types";
import { useMe } from "../../platform/queries";
import { Button, Empty, Notice, SkeletonLines } from "../../ui";
import { designer } from "../api";
import { useSay } from "../context";
import css from "./preview.module.css";

export function ShownForm({ app, form, role }: { app: string; form: string; role: string }) {
  const say = useSay();
  const shown = useQuery({ queryKey: ["designer-shown", app, role], queryFn: () => designer.shown(app, role), retry: false, staleTime: 0, gcTime: 0 });
  if (shown.isPending) return <main className={css.page}><SkeletonLines lines={6} /></main>;
  const refusal = shown.error instanceof Refusal ? shown.error : null;
  if (refusal?.status === 422) return <Empty icon={TriangleAlert} title={say("preview.mend_first")}>{refusal.problems.slice(0, 3).map((one) => one.message).join(" ")}</Empty>;
  if (shown.isError && refusal?.status !== 404) return <Empty kind="error" title={say("preview.failed")} actions={<Button icon={RotateCw} onClick={() => void shown.refetch()}>{say("again")}</Button>} />;
  const found = shown.data?.forms.find((one) => one.key === form);
  if (!shown.data || !found) return <Empty icon={EyeOff} title={say("preview.unseen")}>{say("preview.unseen_text")}</Empty>;
  return <Shown key={`${form} ${role}`} app={shown.data} form={found} />;
}

function around(app: App, me: Me) {
  const zone = zoneOf(app.timezone);
  const now = parseMoment(new Date().toISOString(), zone);
  if (!now) throw new Error("the clock cannot be read");
  return { now, zone, me: { id: me.id, name: me.name, department: me.department?.id ? { id: me.department.id, title: me.department.title } : null } };
}

function Shown({ app, form }: { app: App; form: Form }) {
  const say = useSay();
  const me = useMe();
  const { t } = useTranslation();
  const creates = form.can.includes("create");
  const [store] = useState(() => new FormStore({ app, form, values: {}, stored: null, around: around(app, me), locked: !creates && !form.can.includes("update"), say: (key, details) => t(key, details ?? {}) }));
  return (
    <main className={css.page} data-testid="shown-form">
      <h1>{form.name}</h1>
      {!creates && <Notice>{say(form.can.includes("update") ? "preview.no_create" : "preview.read_only")}</Notice>}
      <FieldScopeProvider value={{ app, form }}>
        <ProblemSummary store={store} />
        <FormView store={store} />
      </FieldScopeProvider>
      {creates && <div className={css.foot}><Button kind="primary" onClick={() => store.check()} data-action="check-shown">{say("preview.check")}</Button></div>}
    </main>
  );
}
