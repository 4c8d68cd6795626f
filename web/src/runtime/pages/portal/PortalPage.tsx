/** The workbench: what waits for me, my apps, what I was told. */
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { BellOff, LayoutGrid, PencilRuler, SquareCheckBig } from "lucide-react";
import { useTranslation } from "react-i18next";

import { ago } from "../../../kit/format";
import type { TaskFact } from "../../../platform/api/types";
import { currentLocale } from "../../../platform/i18n";
import { myAppsQuery, noticesQuery, tasksQuery, useMe } from "../../../platform/queries";
import { buttonClass, Card, cx, Empty, SkeletonLines } from "../../../ui";
import { iconOf } from "../../../ui/icons";
import frame from "../../frame/frame.module.css";
import { Trouble } from "../../frame/PageError";
import { usePlace } from "../../frame/trail";
import { DEVICE_ZONE } from "../../zone";
import { noticeTarget } from "../inbox/target";
import { factText, split } from "../todo/facts";
import css from "./portal.module.css";

function Todos() {
  const { t } = useTranslation();
  const todos = useInfiniteQuery({ ...tasksQuery("todo"), select: (all) => all.pages[0] });
  const items = todos.data?.items.slice(0, 6) ?? [];
  return (
    <Card
      title={todos.data ? t("portal.todo", { count: todos.data.counts.todo ?? 0 }) : t("portal.todo_unknown")}
      extra={<Link to="/todo" className={css.all}>{t("portal.all")}</Link>}
      flush
    >
      <div className={css.rows} style={{ padding: "8px 0" }} data-testid="portal-todo">
        {todos.isPending && <div style={{ padding: 20 }}><SkeletonLines lines={3} /></div>}
        {todos.isError && <Trouble error={todos.error} retry={() => void todos.refetch()} />}
        {todos.isSuccess && !items.length && <Empty icon={SquareCheckBig} title={t("portal.no_todo")}>{t("portal.no_todo_text")}</Empty>}
        {items.map((task) => (
          <Link key={task.id} to="/todo" search={{ task: task.id }} className={css.row}>
            <div>
              <strong>{task.record.title ?? task.flow?.name ?? task.name}</strong>
              <small>{[task.flow?.name, task.name, task.initiator?.title].filter(Boolean).join(" · ")}</small>
            </div>
            <Amount facts={task.facts} />
            <time dateTime={task.since}>{ago(task.since, currentLocale(), DEVICE_ZONE)}</time>
          </Link>
        ))}
      </div>
    </Card>
  );
}

function Amount({ facts }: { facts?: TaskFact[] }) {
  const { amount } = split(facts);
  return amount ? <b className={css.amount} title={amount.name}>{factText(amount, DEVICE_ZONE)}</b> : null;
}

function Notices() {
  const { t } = useTranslation();
  const notices = useQuery(noticesQuery);
  const items = notices.data?.items.slice(0, 6) ?? [];
  return (
    <Card title={t("portal.notices")} extra={<Link to="/inbox" className={css.all}>{t("portal.all")}</Link>} flush>
      <div className={css.rows} style={{ padding: "8px 0" }}>
        {notices.isPending && <div style={{ padding: 20 }}><SkeletonLines lines={3} /></div>}
        {notices.isError && <Trouble error={notices.error} retry={() => void notices.refetch()} />}
        {notices.isSuccess && !items.length && <Empty icon={BellOff} title={t("portal.no_notices")} />}
        {items.map((notice) => (
          <Link key={notice.id} {...(noticeTarget(notice) as { to: string })} className={css.row}>
            <span className={cx(css.unread, notice.read && css.read)} />
            <div>
              <strong>{notice.text}</strong>
              {notice.body && <small>{notice.body}</small>}
            </div>
            <time dateTime={notice.at}>{ago(notice.at, currentLocale(), DEVICE_ZONE)}</time>
          </Link>
        ))}
      </div>
    </Card>
  );
}

function Apps() {
  const { t } = useTranslation();
  const person = useMe();
  const mine = useQuery(myAppsQuery);
  return (
    <Card title={t("portal.apps")}>
      {mine.isPending && <SkeletonLines lines={2} />}
      {mine.isError && <Trouble error={mine.error} retry={() => void mine.refetch()} />}
      {mine.data?.items.length === 0 && (
        <Empty
          icon={LayoutGrid}
          title={t("portal.no_apps")}
          actions={person.builder && <Link to="/designer/$" params={{ _splat: "" }} className={buttonClass("primary")}><PencilRuler size={16} aria-hidden />{t("portal.build_first")}</Link>}
        >
          {t(person.builder ? "portal.no_apps_builder" : "portal.no_apps_text")}
        </Empty>
      )}
      <div className={css.apps}>
        {mine.data?.items.map((app) => {
          const Icon = iconOf(app.icon, LayoutGrid);
          return (
            <Link key={app.key} to="/app/$app" params={{ app: app.key }} className={css.app} data-app={app.key}>
              <span className={css.appicon}><Icon size={20} aria-hidden /></span>
              <div>
                <strong>{app.name}</strong>
                {app.can_build && Boolean(app.version) && <small>{t("portal.version", { n: app.version })}</small>}
              </div>
            </Link>
          );
        })}
      </div>
    </Card>
  );
}

export function PortalPage() {
  const { t } = useTranslation();
  const person = useMe();
  usePlace({ name: t("menu.workbench"), alone: true });
  const hour = new Date().getHours();
  const part = hour < 11 ? "morning" : hour < 13 ? "noon" : hour < 18 ? "afternoon" : "evening";
  return (
    <div className={frame.page}>
      <div className={css.hello}>
        <div>
          <h1>{t(`portal.${part}`, { name: person.name })}</h1>
          <p>{person.department?.title}</p>
        </div>
      </div>
      <div className={css.grid}>
        <div className={css.column}>
          <Todos />
          <Apps />
        </div>
        <Notices />
      </div>
    </div>
  );
}
