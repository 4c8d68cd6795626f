/** The people of the organisation. */
import { useInfiniteQuery } from "@tanstack/react-query";
import { Pencil, Search, UserPlus, Users } from "lucide-react";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";

import { Button, Card, Chip, Empty, IconButton, Person, SkeletonLines, TextInput } from "../../../ui";
import { Trouble } from "../../frame/PageError";
import css from "./admin.module.css";
import { type Account, admin } from "./calls";
import { PersonDialog } from "./PersonDialog";

export function People() {
  const { t } = useTranslation();
  const [typed, setTyped] = useState("");
  const [words, setWords] = useState("");
  const [open, setOpen] = useState<Account | "new" | null>(null);
  useEffect(() => {
    const timer = setTimeout(() => setWords(typed.trim()), 250);
    return () => clearTimeout(timer);
  }, [typed]);
  const list = useInfiniteQuery({
    queryKey: ["admin", "users", words],
    queryFn: ({ pageParam }) => admin.users(words, pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
  });
  const items = list.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Card flush>
      <div className={css.tools}>
        <TextInput type="search" value={typed} onChange={setTyped} prefix={<Search size={15} aria-hidden />} placeholder={t("admin.find_person")} aria-label={t("admin.find_person")} />
        <span style={{ flex: 1 }} />
        <Button kind="primary" icon={UserPlus} onClick={() => setOpen("new")} data-action="new-person">
          {t("admin.new_person")}
        </Button>
      </div>
      {list.isPending && <div style={{ padding: 20 }}><SkeletonLines lines={6} /></div>}
      {list.isError && <Trouble error={list.error} retry={() => void list.refetch()} />}
      {list.isSuccess && !items.length && <Empty icon={Users} title={t("ui.nothing_found")} />}
      {items.length > 0 && (
        <div className={css.scroll}>
          <table className={css.table}>
            <thead>
              <tr>
                <th scope="col">{t("admin.person_name")}</th>
                <th scope="col">{t("login.username")}</th>
                <th scope="col">{t("admin.department")}</th>
                <th scope="col">{t("admin.superior")}</th>
                <th scope="col">{t("admin.rights")}</th>
                <th scope="col"><span className="sr-only">{t("list.actions")}</span></th>
              </tr>
            </thead>
            <tbody>
              {items.map((person) => (
                <tr key={person.id} data-person={person.username} data-off={!person.active}>
                  <td><Person id={person.id} name={person.name} /></td>
                  <td>{person.username}</td>
                  <td>{person.department?.title ?? "–"}</td>
                  <td>{person.superior?.title ?? "–"}</td>
                  <td>
                    <span style={{ display: "inline-flex", gap: 6 }}>
                      {!person.active && <Chip color="gray">{t("admin.left")}</Chip>}
                      {person.admin && <Chip color="purple">{t("admin.admin")}</Chip>}
                      {person.builder && <Chip color="blue">{t("admin.builder")}</Chip>}
                    </span>
                  </td>
                  <td style={{ textAlign: "right" }}>
                    <IconButton small icon={Pencil} label={t("admin.edit", { name: person.name })} onClick={() => setOpen(person)} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {list.hasNextPage && <div style={{ padding: 12 }}><Button kind="link" busy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>{t("ui.more")}</Button></div>}
      {open && <PersonDialog person={open === "new" ? null : open} onClose={() => setOpen(null)} />}
    </Card>
  );
}
