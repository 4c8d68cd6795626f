/** What colleagues say about a record. */
import { useInfiniteQuery, useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { useFieldScope } from "../../../engines/record/context";
import { ago } from "../../../kit/format";
import { records } from "../../../platform/api/resources";
import { currentLocale } from "../../../platform/i18n";
import { queryClient, recordKeys } from "../../../platform/queries";
import { Avatar, Button, SkeletonLines, TextArea, toast } from "../../../ui";
import { Trouble } from "../../frame/PageError";
import css from "./record.module.css";

export function Comments({ id }: { id: string }) {
  const { t } = useTranslation();
  const { app, form } = useFieldScope();
  const key = [...recordKeys.one(app.key, form.key, id), "comments"];
  const [text, setText] = useState("");
  const comments = useInfiniteQuery({
    queryKey: key,
    queryFn: ({ pageParam }) => records.comments(app.key, form.key, id, pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
  });
  const saying = useMutation({
    mutationFn: (words: string) => records.comment(app.key, form.key, id, words),
    onSuccess: () => {
      setText("");
      return queryClient.invalidateQueries({ queryKey: key });
    },
    onError: (error) => toast("error", error.message),
  });
  const say = () => text.trim() && saying.mutate(text.trim());
  return (
    <div data-testid="comments">
      <div className={css.write}>
        <TextArea
          rows={2}
          value={text}
          onChange={setText}
          placeholder={t("record.comment_hint")}
          aria-label={t("record.comment_hint")}
          data-field="comment"
          onKeyDown={(event) => {
            if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) say();
          }}
        />
        <Button kind="primary" small disabled={!text.trim()} busy={saying.isPending} onClick={say} data-action="comment">
          {t("record.comment")}
        </Button>
      </div>
      {comments.isPending && <SkeletonLines lines={2} />}
      {comments.isError && <Trouble error={comments.error} retry={() => void comments.refetch()} />}
      {comments.data?.pages.flatMap((page) => page.items).map((one) => (
        <article key={one.id} className={css.comment}>
          <Avatar id={one.by?.id ?? ""} name={one.by?.title ?? "?"} />
          <header>
            <strong>{one.by?.title}</strong>
            <time dateTime={one.at}>{ago(one.at, currentLocale(), app.timezone)}</time>
          </header>
          <p>{one.text}</p>
        </article>
      ))}
      {comments.hasNextPage && (
        <Button kind="link" small busy={comments.isFetchingNextPage} onClick={() => void comments.fetchNextPage()}>
          {t("ui.more")}
        </Button>
      )}
    </div>
  );
}
