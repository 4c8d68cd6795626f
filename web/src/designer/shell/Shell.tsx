/** One open app: its draft, its top bar, and the page of the chosen tab. */
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { RotateCw } from "lucide-react";
import { lazy, Suspense, useEffect, useState } from "react";

import { Refusal } from "../../platform/api/client";
import { useMe } from "../../platform/queries";
import { Button, buttonClass, Empty, Notice, SkeletonLines, toast } from "../../ui";
import { designer } from "../api";
import { DesignerProvider, useDraft, useGo, useSay, useStore } from "../context";
import { openDraft } from "../document/store";
import { Schema } from "../schema/model";
import { useTrail } from "./ProblemList";
import css from "./shell.module.css";
import { TopBar } from "./TopBar";

const PAGES = {
  forms: lazy(() => import("../forms/FormsPage")),
  flows: lazy(() => import("../flows/FlowsPage")),
  rules: lazy(() => import("../parts/RulesPage")),
  reports: lazy(() => import("../parts/ReportsPage")),
  dashboards: lazy(() => import("../parts/DashboardsPage")),
  access: lazy(() => import("../parts/AccessPage")),
  more: lazy(() => import("../parts/MorePage")),
  versions: lazy(() => import("../publish/VersionsPage")),
  json: lazy(() => import("../json/JsonPage")),
};

export type TabKey = keyof typeof PAGES;
export const TABS = Object.keys(PAGES) as TabKey[];
export const isTab = (key: string | undefined): key is TabKey => key !== undefined && key in PAGES;

const schemaQuery = { queryKey: ["designer-schema"], queryFn: async () => new Schema(await designer.schema()), staleTime: Infinity };

export function Shell({ app, place }: { app: string; place: string[] }) {
  const say = useSay();
  const schema = useQuery(schemaQuery);
  const me = useMe();
  const open = async () => {
    const { store: opened, restored } = await openDraft(app, me.id);
    if (restored) toast("info", say("save.restored"));
    return opened;
  };
  const store = useQuery({ queryKey: ["designer-draft", app], queryFn: open, staleTime: Infinity, gcTime: 0, refetchOnWindowFocus: false });
  const error = schema.error ?? store.error;
  if (error) {
    const missing = error instanceof Refusal && [403, 404].includes(error.status);
    return (
      <Empty kind="error" title={say(missing ? "shell.missing" : "shell.failed")} actions={<><Button icon={RotateCw} onClick={() => void Promise.all([schema.refetch(), store.refetch()])}>{say("again")}</Button><Link to="/designer/$" params={{ _splat: "" }} className={buttonClass("default")}>{say("back_to_apps")}</Link></>}>
        {error instanceof Refusal && !error.offline ? error.message : undefined}
      </Empty>
    );
  }
  if (!schema.data || !store.data)
    return (
      <div className={css.shell} aria-busy="true">
        <div className={css.bar} />
        <div className={css.wait}><SkeletonLines lines={8} /></div>
      </div>
    );
  return (
    <DesignerProvider value={{ schema: schema.data, store: store.data }}>
      <Opened place={place} />
    </DesignerProvider>
  );
}

function Opened({ place: [tab, ...rest] }: { place: string[] }) {
  const say = useSay();
  const go = useGo();
  const store = useStore();
  useKeys();
  useEffect(() => {
    if (!isTab(tab)) go(`${store.app}/forms`, true);
  }, [tab, go, store.app]);
  if (!isTab(tab)) return null;
  const Page = PAGES[tab];
  return (
    <div className={css.shell} data-testid="designer">
      <TopBar tab={tab} />
      <Trouble />
      <main className={css.main} aria-label={say(`tab.${tab}`)}>
        <Suspense fallback={<div className={css.wait}><SkeletonLines lines={8} /></div>}>
          <Page place={rest} />
        </Suspense>
      </main>
    </div>
  );
}

/** What keeps the draft from being kept, and what to press. */
function Trouble() {
  const say = useSay();
  const store = useStore();
  const { state, refusal } = useDraft();
  const [busy, setBusy] = useState(false);
  const trail = useTrail(store.document);
  const combine = async () => {
    setBusy(true);
    try {
      const both = await store.combine();
      toast(both.length ? "info" : "success", both.length ? say("save.combined_but", { where: both.slice(0, 3).map(trail).join(say("condition.comma")) }) : say("save.combined"));
    } catch (error) {
      toast("error", error instanceof Refusal && !error.offline ? error.message : say("apps.failed"));
    } finally {
      setBusy(false);
    }
  };
  if (state === "conflict")
    return (
      <div className={css.trouble}>
        <Notice kind="warning">
          {say("save.conflict_text")}{" "}
          <Button small kind="primary" busy={busy} onClick={() => void combine()} data-action="combine">{say("save.combine")}</Button>{" "}
          <Button small onClick={() => void store.reload()} data-action="take-theirs">{say("save.theirs")}</Button>{" "}
          <Button small kind="danger" onClick={() => void store.overwrite()} data-action="keep-mine">{say("save.mine")}</Button>
        </Notice>
      </div>
    );
  if (state === "refused") return <div className={css.trouble}><Notice kind="error">{say("save.refused_text", { why: refusal ?? "" })}</Notice></div>;
  if (state === "offline") return <div className={css.trouble}><Notice kind="warning">{say("save.offline_text")}</Notice></div>;
  return null;
}

/** Ctrl Z and Ctrl Y outside of inputs, Ctrl S anywhere; leaving with something unsaved asks first. */
function useKeys(): void {
  const store = useStore();
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
      const key = event.key.toLowerCase();
      const typing = (event.target as Element).closest("input, textarea, [contenteditable='true'], [role=dialog]");
      if (key === "s") void store.flush();
      else if (typing) return;
      else if (key === "z" && !event.shiftKey) store.undo();
      else if (key === "y" || (key === "z" && event.shiftKey)) store.redo();
      else return;
      event.preventDefault();
    };
    const onLeave = (event: BeforeUnloadEvent) => {
      if (store.read().state !== "saved") event.preventDefault();
    };
    document.addEventListener("keydown", onKey);
    window.addEventListener("beforeunload", onLeave);
    window.addEventListener("pagehide", store.remember);
    return () => {
      document.removeEventListener("keydown", onKey);
      window.removeEventListener("beforeunload", onLeave);
      window.removeEventListener("pagehide", store.remember);
      void store.leave();
    };
  }, [store]);
}
