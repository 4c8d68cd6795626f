/** The apps I build: what state each is in, and a new one. */
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { ArrowLeft, ArrowRight, Download, Ellipsis, LayoutGrid, PencilRuler, Plus, RotateCw, Users } from "lucide-react";
import { useState } from "react";

import { ago } from "../../kit/format";
import { currentLocale } from "../../platform/i18n";
import { useMe } from "../../platform/queries";
import { Button, buttonClass, Chip, Empty, Menu, SkeletonLines } from "../../ui";
import { iconOf } from "../../ui/icons";
import { type AppDraftInfo, designer } from "../api";
import { useSay } from "../context";
import { shown } from "../document/names";
import css from "./apps.module.css";
import { Builders } from "./Builders";
import { NewApp } from "./NewApp";

const ZONE = Intl.DateTimeFormat().resolvedOptions().timeZone;

export const appsQuery = { queryKey: ["designer-apps"], queryFn: designer.apps };

export function AppList() {
  const say = useSay();
  const apps = useQuery(appsQuery);
  const [making, setMaking] = useState(false);
  const items = apps.data?.items ?? [];
  const create = <Button kind="primary" icon={Plus} onClick={() => setMaking(true)} data-action="new-app">{say("apps.new")}</Button>;
  return (
    <div className={css.page} data-testid="designer-apps">
      <header className={css.top}>
        <Link to="/" className={buttonClass("plain")} aria-label={say("back_to_work")}><ArrowLeft size={18} aria-hidden /></Link>
        <h1>{say("apps.title")}</h1>
        {create}
      </header>
      <main className={css.main}>
        <p className={css.lead}>{say("apps.lead")}</p>
        {apps.isPending && <SkeletonLines lines={5} />}
        {apps.isError && <Empty kind="error" title={say("apps.failed")} actions={<Button icon={RotateCw} onClick={() => void apps.refetch()}>{say("again")}</Button>} />}
        {apps.isSuccess && !items.length && <Empty icon={PencilRuler} title={say("apps.none")} actions={create}>{say("apps.none_text")}</Empty>}
        <ul className={css.grid}>
          {items.map((app) => <AppCard key={app.key} app={app} />)}
        </ul>
      </main>
      {making && <NewApp apps={items} onClose={() => setMaking(false)} />}
    </div>
  );
}

function AppCard({ app }: { app: AppDraftInfo }) {
  const say = useSay();
  const Icon = iconOf(app.icon, LayoutGrid);
  const name = shown(app.name) || app.key;
  const me = useMe();
  const [naming, setNaming] = useState(false);
  const take = () => {
    const link = document.createElement("a");
    link.href = `/api/designer/apps/${app.key}/export`;
    link.download = `${app.key}_app.json`;
    link.click();
  };
  return (
    <li className={css.card} data-app={app.key}>
      <Link to="/designer/$" params={{ _splat: app.key }} className={css.open}>
        <span className={css.icon}><Icon size={20} aria-hidden /></span>
        <span className={css.name}>{name}</span>
        <span className={css.meta}>{say("apps.updated", { ago: ago(app.updated_at, currentLocale(), ZONE) })}</span>
      </Link>
      <div className={css.foot}>
        {app.version ? <Chip color="green">{say("apps.version", { n: app.version })}</Chip> : <Chip color="gray">{say("apps.never")}</Chip>}
        {app.changed && app.version > 0 && <Chip color="orange">{say("apps.changed")}</Chip>}
        <span className={css.rest} />
        <Menu small icon={Ellipsis} label={say("more_of", { name })} data-action="app-menu" items={[...(me.builder ? [{ key: "builders", label: say("builders.do"), icon: Users, onPress: () => setNaming(true) }] : []), { key: "export", label: say("apps.export"), icon: Download, onPress: take }]} />
        {app.version > 0 && <Link to="/app/$app" params={{ app: app.key }} className={css.use}>{say("apps.use")}<ArrowRight size={14} aria-hidden /></Link>}
      </div>
      {naming && <Builders app={app.key} name={name} onClose={() => setNaming(false)} />}
    </li>
  );
}
