/** The to-do centre: what waits at the left, the whole matter at the right; after a decision the next opens by itself. */
import { useInfiniteQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { PartyPopper, SquareCheckBig } from "lucide-react";
import { lazy, Suspense, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";

import { ago } from "../../../kit/format";
import type { TaskInfo } from "../../../platform/api/types";
import { currentLocale } from "../../../platform/i18n";
import { tasksQuery } from "../../../platform/queries";
import { Avatar, Button, cx, Empty, Segments, Skeleton, SkeletonLines, usePhone } from "../../../ui";
import { PageSkeleton } from "../../frame/FrameSkeleton";
import { Trouble } from "../../frame/PageError";
import { usePlace } from "../../frame/trail";
import { DEVICE_ZONE } from "../../zone";
import { factText, split } from "./facts";
import css from "./todo.module.css";

const load = () => import("./Matter").then((part) => ({ default: part.Matter }));
const Matter = lazy(load);
const BOXES = ["todo", "done", "started", "cc"] as const;

export function TodoPage() {
  const { t } = useTranslation();
  const search = useSearch({ from: "/frame/todo" });
  const navigate = useNavigate();
  const phone = usePhone();
  usePlace({ name: t("menu.todo"), alone: true });
  const box = BOXES.find((one) => one === search.box) ?? "todo";
  const list = useInfiniteQuery(tasksQuery(box));
  const items = list.data?.pages.flatMap((page) => page.items) ?? [];
  const counts = list.data?.pages[0]?.counts;
  // on a desktop the first one is open at once; on a phone the list comes first
  const open = search.task ?? (phone ? undefined : items[0]?.id);
  const go = (task: string | undefined, to: string = box) => void navigate({ to: "/todo", search: { box: to === "todo" ? undefined : to, task }, replace: !phone });
  const known = useRef<string[]>([]);
  useEffect(() => {
    if (items.length) known.current = items.map((task) => task.id);
  });
  // what a press will open is fetched once the list stands
  const shown = list.isSuccess;
  useEffect(() => void (shown && load()), [shown]);
  const next = (done: string) => {
    const all = known.current;
    const at = all.indexOf(done);
    go(box === "todo" ? (all[at + 1] ?? all[at - 1]) : undefined);
  };
  return (
    <div className={css.page} data-open={Boolean(open)} data-none={list.isSuccess && !items.length && !open}>
      <h1 className="sr-only">{t("menu.todo")}</h1>
      <section className={css.left} aria-label={t("menu.todo")}>
        <div className={css.boxes}>
          <Segments label={t("todo.boxes")} value={box} onChange={(one) => go(undefined, one)} options={BOXES.map((one) => ({ value: one, label: one === "todo" && counts?.todo ? `${t(`todo.${one}`)} ${String(counts.todo)}` : t(`todo.${one}`) }))} />
        </div>
        <div className={css.list} role={items.length ? "list" : undefined} data-testid="task-list">
          {list.isPending && Array.from({ length: 4 }, (_, index) => <div key={index} className={css.item} aria-busy="true"><Skeleton width="70%" height={16} /><SkeletonLines lines={3} /></div>)}
          {list.isError && <Trouble error={list.error} retry={() => void list.refetch()} />}
          {list.isSuccess && !items.length && <Empty icon={box === "todo" ? PartyPopper : SquareCheckBig} title={t(`todo.none_${box}`)}>{box === "todo" && t("portal.no_todo_text")}</Empty>}
          {items.map((task) => (
            <Item key={task.id} task={task} current={task.id === open} onOpen={() => go(task.id)} />
          ))}
          {list.hasNextPage && (
            <Button kind="link" busy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
              {t("ui.more")}
            </Button>
          )}
        </div>
      </section>
      <section className={css.right} aria-label={t("todo.matter")}>
        {open ? (
          <Suspense fallback={<PageSkeleton />}>
            <Matter key={open} id={open} facts={items.find((task) => task.id === open)?.facts} onDone={() => next(open)} onBack={phone ? () => go(undefined) : undefined} />
          </Suspense>
        ) : list.isSuccess && <Empty icon={SquareCheckBig} title={items.length ? t("todo.choose") : t("portal.no_todo")} />}
      </section>
    </div>
  );
}

function Item({ task, current, onOpen }: { task: TaskInfo; current: boolean; onOpen: () => void }) {
  const { t } = useTranslation();
  const late = task.due !== null && new Date(task.due).getTime() < Date.now();
  const locale = currentLocale();
  const { amount, rest } = split(task.facts);
  return (
    <div role="listitem" style={{ minWidth: 0 }}>
      <button type="button" className={css.item} style={{ width: "100%", textAlign: "left", cursor: "pointer" }} aria-current={current} data-task={task.id} onClick={onOpen}>
        <span className={css.itemhead}>
          <strong>{task.record.title ?? task.flow?.name ?? task.name}</strong>
          {amount && <b data-fact={amount.key} title={amount.name}>{factText(amount, DEVICE_ZONE)}</b>}
        </span>
        {rest.length > 0 && (
          <span className={css.itemfacts}>
            {rest.map((fact) => (
              <span key={fact.key} data-fact={fact.key}>
                <small>{fact.name}</small> {factText(fact, DEVICE_ZONE)}
              </span>
            ))}
          </span>
        )}
        <p>{[task.flow?.name, task.name].filter(Boolean).join(" · ")}</p>
        <span className={css.meta}>
          {task.initiator && <Avatar id={task.initiator.id ?? ""} name={task.initiator.title ?? "?"} size={18} />}
          <span>{task.initiator?.title}</span>
          <time dateTime={task.since}>{ago(task.since, locale, DEVICE_ZONE)}</time>
          {task.due && <span className={cx(late && css.late)}>{t(late ? "todo.late" : "todo.due", { when: ago(task.due, locale, DEVICE_ZONE) })}</span>}
        </span>
      </button>
    </div>
  );
}
