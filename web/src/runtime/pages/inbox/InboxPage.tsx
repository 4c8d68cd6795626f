/** Everything I was told, newest first. */
import { useInfiniteQuery, useMutation } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { BellOff, CheckCheck } from "lucide-react";
import { useTranslation } from "react-i18next";

import { ago } from "../../../kit/format";
import { notices } from "../../../platform/api/resources";
import { currentLocale } from "../../../platform/i18n";
import { queryClient } from "../../../platform/queries";
import { Button, Card, cx, Empty, SkeletonLines } from "../../../ui";
import frame from "../../frame/frame.module.css";
import { Trouble } from "../../frame/PageError";
import { usePlace } from "../../frame/trail";
import { DEVICE_ZONE } from "../../zone";
import css from "../portal/portal.module.css";
import { noticeTarget } from "./target";

export function InboxPage() {
  const { t } = useTranslation();
  usePlace({ name: t("menu.inbox") });
  const list = useInfiniteQuery({
    queryKey: ["notices", "all"],
    queryFn: ({ pageParam }) => notices.list(pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
  });
  const reading = useMutation({ mutationFn: notices.read, onSettled: () => queryClient.invalidateQueries({ queryKey: ["notices"] }) });
  const items = list.data?.pages.flatMap((page) => page.items) ?? [];
  const unread = list.data?.pages[0]?.unread ?? 0;
  return (
    <div className={cx(frame.page, frame.narrow)}>
      <div className={frame.pagehead}>
        <h1>{t("menu.inbox")}</h1>
        <Button icon={CheckCheck} disabled={!unread} busy={reading.isPending} onClick={() => reading.mutate("all")} data-action="read-all">
          {t("inbox.read_all")}
        </Button>
      </div>
      <Card flush>
        <div className={css.rows} data-testid="notices">
          {list.isPending && <div style={{ padding: 20 }}><SkeletonLines lines={6} /></div>}
          {list.isError && <Trouble error={list.error} retry={() => void list.refetch()} />}
          {list.isSuccess && !items.length && <Empty icon={BellOff} title={t("portal.no_notices")}>{t("inbox.empty_text")}</Empty>}
          {items.map((notice) => (
            <Link key={notice.id} {...(noticeTarget(notice) as { to: string })} className={css.row} data-notice={notice.id} onClick={() => !notice.read && reading.mutate([notice.id])}>
              <span className={cx(css.unread, notice.read && css.read)} aria-label={notice.read ? undefined : t("inbox.unread")} role={notice.read ? undefined : "img"} />
              <div>
                <strong>{notice.text}</strong>
                {notice.body && <small>{notice.body}</small>}
              </div>
              <time dateTime={notice.at}>{ago(notice.at, currentLocale(), DEVICE_ZONE)}</time>
            </Link>
          ))}
        </div>
      </Card>
      {list.hasNextPage && <Button onClick={() => void list.fetchNextPage()} busy={list.isFetchingNextPage}>{t("ui.more")}</Button>}
    </div>
  );
}
