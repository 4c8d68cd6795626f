/** What was published when, by whom and why; what differs; and the way back. */
import { useQuery } from "@tanstack/react-query";
import { GitCompare, History, RotateCcw, RotateCw } from "lucide-react";
import { useState } from "react";

import { ago, dateTime } from "../../kit/format";
import { currentLocale } from "../../platform/i18n";
import { Button, Chip, Empty, SkeletonLines } from "../../ui";
import { designer } from "../api";
import { useDraft, useSay, useStore } from "../context";
import { Changes } from "./Changes";
import { PublishDialog } from "./PublishDialog";
import css from "./publish.module.css";

const ZONE = Intl.DateTimeFormat().resolvedOptions().timeZone;

export default function VersionsPage() {
  const say = useSay();
  const store = useStore();
  const { version, changes, rev } = useDraft();
  const versions = useQuery({ queryKey: ["designer-versions", store.app], queryFn: () => designer.versions(store.app) });
  const [shown, setShown] = useState<string | null>(null);
  const [back, setBack] = useState<number | null>(null);
  const items = versions.data?.items ?? [];
  const toggle = (pair: string) => setShown(shown === pair ? null : pair);
  return (
    <div className={css.page}>
      <div className={css.inner}>
        {versions.isPending && <SkeletonLines lines={4} />}
        {versions.isError && <Empty kind="error" title={say("versions.failed")} actions={<Button icon={RotateCw} onClick={() => void versions.refetch()}>{say("again")}</Button>} />}
        {versions.isSuccess && !items.length && <Empty icon={History} title={say("versions.none")}>{say("versions.none_text")}</Empty>}
        {items.length > 0 && (
          <ol className={css.versions} data-testid="versions">
            <li data-version="draft">
              <div className={css.line}>
                <span>{say("versions.draft")}</span>
                <span className={css.when}>{changes ? say("state.changes", { count: changes }) : say("versions.no_changes")}</span>
                <Button small icon={GitCompare} disabled={!changes} aria-expanded={shown === "draft"} onClick={() => toggle("draft")}>{say("versions.diff_published")}</Button>
              </div>
              {shown === "draft" && <Changes key={rev} a={String(version)} b="draft" />}
            </li>
            {items.map((one) => (
              <li key={one.n} data-version={one.n}>
                <div className={css.line}>
                  <span>{say("apps.version", { n: one.n })}</span>
                  {one.n === version && <Chip color="green">{say("versions.current")}</Chip>}
                  {one.rollback_of && <Chip color="gray">{say("versions.back_to", { n: one.rollback_of })}</Chip>}
                  <span className={css.when} title={ago(one.published_at, currentLocale(), ZONE)}>{[one.published_by?.title, dateTime(one.published_at, ZONE)].filter(Boolean).join(" · ")}</span>
                  {one.n > 1 && <Button small icon={GitCompare} aria-expanded={shown === String(one.n)} onClick={() => toggle(String(one.n))}>{say("versions.diff")}</Button>}
                  {one.n !== version && <Button small icon={RotateCcw} onClick={() => setBack(one.n)} data-action="rollback">{say("versions.rollback")}</Button>}
                </div>
                {one.note && <p>{one.note}</p>}
                {shown === String(one.n) && <Changes a={String(one.n - 1)} b={String(one.n)} />}
              </li>
            ))}
          </ol>
        )}
      </div>
      {back !== null && <PublishDialog rollback={back} onClose={() => setBack(null)} />}
    </div>
  );
}
