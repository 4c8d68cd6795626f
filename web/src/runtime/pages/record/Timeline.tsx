/** Who changed what, newest first. */
import { useInfiniteQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { useFieldScope } from "../../../engines/record/context";
import { isBlank, shownAs } from "../../../engines/record/fields";
import { FieldShow } from "../../../engines/record/shows/FieldShow";
import { dateTime } from "../../../kit/format";
import { records } from "../../../platform/api/resources";
import type { Field, HistoryEntry, Json } from "../../../platform/api/types";
import { recordKeys } from "../../../platform/queries";
import { Button, SkeletonLines } from "../../../ui";
import { Trouble } from "../../frame/PageError";
import css from "./record.module.css";

const TONES: Record<string, string> = { created: "var(--chip-green)", deleted: "var(--chip-red)", restored: "var(--chip-green)", stage: "var(--chip-purple)", flow: "var(--chip-orange)" };
const MOST = 6;

export function Timeline({ id }: { id: string }) {
  const { t } = useTranslation();
  const { app, form } = useFieldScope();
  const history = useInfiniteQuery({
    queryKey: [...recordKeys.one(app.key, form.key, id), "history"],
    queryFn: ({ pageParam }) => records.history(app.key, form.key, id, pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
  });
  if (history.isPending) return <SkeletonLines lines={5} />;
  if (history.isError) return <Trouble error={history.error} retry={() => void history.refetch()} />;
  const entries = history.data.pages.flatMap((page) => page.items);
  return (
    <div>
      <ol className={css.timeline} data-testid="timeline">
        {entries.map((entry) => (
          <Event key={entry.id} entry={entry} />
        ))}
      </ol>
      {!entries.length && <p className="blank">{t("record.no_history")}</p>}
      {history.hasNextPage && (
        <Button kind="link" small busy={history.isFetchingNextPage} onClick={() => void history.fetchNextPage()}>
          {t("ui.more")}
        </Button>
      )}
    </div>
  );
}

function Event({ entry }: { entry: HistoryEntry }) {
  const { t } = useTranslation();
  const { app, form } = useFieldScope();
  const who = entry.by?.title ?? t("record.system");
  const named = entry.cause?.name;
  const cause = named && !/^[0-9a-f-]{36}$/.test(named) ? named : null;
  // a new record names no changes: its facts stand beside
  const changes = entry.kind === "created" ? [] : entry.changes.filter((change) => form.fields.some((field) => field.key === change.field)).slice(0, MOST);
  return (
    <li className={css.event} data-kind={entry.kind} style={{ "--tone": TONES[entry.kind] } as React.CSSProperties}>
      <p>
        <strong>{who}</strong> {t(`history.${entry.kind}`, t("history.updated"))}
      </p>
      {changes.map((change) => (
        <Change key={change.field} field={form.fields.find((field) => field.key === change.field)} before={change.old} after={change.new} name={change.name} />
      ))}
      <time dateTime={entry.at}>{dateTime(entry.at, app.timezone)}</time>
      {cause && <small> · {cause}</small>}
    </li>
  );
}

function Change({ field, name, before, after }: { field: Field | undefined; name: string; before: Json; after: Json }) {
  const { app, form } = useFieldScope();
  if (!field) return null;
  // from 10 % to 25 % is read, not measured by two bars
  const dense = shownAs(app, form, field).type !== "percent";
  const table = field.type === "subtable";
  return (
    <div className={css.change} data-field={field.key}>
      <span>{name}:</span>
      {!table && !isBlank(before) && (
        <>
          <del>
            <FieldShow field={field} value={before} dense={dense} />
          </del>
          <span aria-hidden>→</span>
        </>
      )}
      <FieldShow field={field} value={after} dense={dense} />
    </div>
  );
}
