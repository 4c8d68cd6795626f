/** Ctrl K: records, apps and menus by a few words. */
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useParams } from "@tanstack/react-router";
import { FileText, LayoutGrid, type LucideIcon, Search } from "lucide-react";
import { type KeyboardEvent, useEffect, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";

import { search } from "../../platform/api/resources";
import { appQuery, myAppsQuery } from "../../platform/queries";
import { Layer } from "../../ui";
import { iconOf } from "../../ui/icons";
import { TextInput } from "../../ui/inputs";
import css from "./frame.module.css";
import { entriesOf } from "./menu";

interface Hit {
  key: string;
  name: string;
  where: string;
  icon: LucideIcon;
  to: string;
  search?: Record<string, unknown>;
}

function useHits(words: string): { hits: Hit[]; waiting: boolean } {
  const { t } = useTranslation();
  const { app: key } = useParams({ strict: false });
  const app = useQuery({ ...appQuery(key ?? ""), enabled: Boolean(key) }).data;
  const mine = useQuery(myAppsQuery).data;
  const [asked, setAsked] = useState("");
  useEffect(() => {
    const timer = setTimeout(() => setAsked(words.trim()), 200);
    return () => clearTimeout(timer);
  }, [words]);
  const found = useQuery({ queryKey: ["search", asked], queryFn: ({ signal }) => search(asked, signal), enabled: asked.length > 0 });
  const hits = useMemo(() => {
    const wanted = words.trim().toLowerCase();
    const fits = (name: string) => !wanted || name.toLowerCase().includes(wanted);
    const places: Hit[] = [
      ...(app ? entriesOf(app).flatMap((group) => group.entries.map((entry) => ({ ...entry, where: group.name ?? app.name }))) : []),
      ...(mine?.items ?? []).map((one) => ({ key: `app-${one.key}`, name: one.name, where: t("menu.apps"), icon: iconOf(one.icon, LayoutGrid), to: `/app/${one.key}` })),
    ].filter((place) => fits(place.name));
    const rows: Hit[] = (asked ? (found.data?.items ?? []) : []).map((row) => ({
      key: `${row.app}-${row.form}-${row.id}`, name: row.title ?? row.id, where: `${row.app_name} / ${row.form_name}`, icon: FileText, to: `/app/${row.app}/form/${row.form}/record/${row.id}`,
    }));
    return [...rows, ...places];
  }, [app, mine, found.data, words, asked, t]);
  return { hits, waiting: found.isFetching };
}

export function Finder({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [words, setWords] = useState("");
  const [at, setAt] = useState(0);
  const { hits, waiting } = useHits(words);
  const open = (hit: Hit | undefined) => {
    if (!hit) return;
    onClose();
    void navigate({ to: hit.to, search: (hit.search ?? {}) as never });
  };
  const onKey = (event: KeyboardEvent) => {
    if (event.key === "ArrowDown") setAt(Math.min(at + 1, hits.length - 1));
    else if (event.key === "ArrowUp") setAt(Math.max(at - 1, 0));
    else if (event.key === "Enter" && !event.nativeEvent.isComposing) open(hits[at]);
    else return;
    event.preventDefault();
  };
  return (
    <Layer open onClose={onClose} title={t("frame.search")} width={600} flush high>
      <div className={css.finder}>
        <TextInput
          value={words}
          onChange={(next) => {
            setWords(next);
            setAt(0);
          }}
          prefix={<Search size={16} aria-hidden />}
          placeholder={t("frame.search_hint")}
          aria-label={t("frame.search_hint")}
          aria-controls="finder-hits"
          aria-activedescendant={hits[at] ? `hit-${String(at)}` : undefined}
          role="searchbox"
          data-autofocus
          onKeyDown={onKey}
        />
      </div>
      <div id="finder-hits" role="listbox" aria-label={t("frame.search")} className={css.hits}>
        {hits.map((hit, index) => (
          <button key={hit.key} id={`hit-${String(index)}`} type="button" role="option" aria-selected={index === at} tabIndex={-1} className={css.hit} onPointerMove={() => setAt(index)} onClick={() => open(hit)}>
            <hit.icon size={16} aria-hidden />
            <span>{hit.name}</span>
            <small>{hit.where}</small>
          </button>
        ))}
        {!hits.length && <div className={css.hint}>{waiting ? t("ui.loading") : t("ui.nothing_found")}</div>}
      </div>
    </Layer>
  );
}
