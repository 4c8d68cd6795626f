/** The state of a list, which is its address, and the rows it asks for. */
import { useInfiniteQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useEffect, useEffectEvent, useMemo, useState } from "react";

import type { TreeProblem } from "../../../engines/record/ConditionLine";
import { parseTree, type Tree } from "../../../engines/record/conditions";
import { Refusal } from "../../../platform/api/client";
import { type ListQuery, records } from "../../../platform/api/resources";
import type { Form, View } from "../../../platform/api/types";
import { recordKeys } from "../../../platform/queries";
import { usePhone } from "../../../ui/media";
import type { ListSearch } from "../../router";

const PAGE = 50;
/** On a phone: what two screens show, so that the first rows come soon. */
const FEW = 20;
const PAUSE = 300;
const REMEMBERED = "dougong.view.";
/** Where the filter of a list stands in what a lane of a board asks: before the lane's own. */
export const FILTER_OF_LANE = "/filter/all/0";
/** Not grouped, whatever the view says. */
export const NONE = "-";
/** The view of what I began and did not hand in; no view of a document is called so. */
export const DRAFTS = "@drafts";

/** Where the server gave no view, one of all records. */
export function viewsOf(form: Form, all: string): View[] {
  return form.views?.length ? form.views : [{ key: "", type: "table", name: all }];
}

export function useListState(app: string, form: Form, search: ListSearch, words: { all: string; drafts: string }) {
  const navigate = useNavigate();
  const phone = usePhone();
  const drafting = search.view === DRAFTS;
  const views = useMemo(() => {
    const own = viewsOf(form, words.all);
    return drafting ? [...own, { key: DRAFTS, type: "table", name: words.drafts }] : own;
  }, [form, words.all, words.drafts, drafting]);
  const kept = localStorage.getItem(`${REMEMBERED}${app}.${form.key}`);
  const view = views.find((one) => one.key === search.view) ?? views.find((one) => one.key === kept) ?? views[0];
  const put = (change: Partial<ListSearch>, replace = true) =>
    void navigate({ to: "/app/$app/form/$form", params: { app, form: form.key }, search: { ...search, ...change }, replace });
  const chooseView = (key: string) => {
    if (key !== DRAFTS) localStorage.setItem(`${REMEMBERED}${app}.${form.key}`, key);
    put({ view: key, sort: undefined, group: undefined }, false);
  };
  const tree: Tree | null = useMemo(() => parseTree(search.filter), [search.filter]);
  const drafts = view?.key === DRAFTS;
  const group = search.group === NONE ? undefined : (search.group ?? (view?.type === "table" ? (view.group ?? undefined) : undefined));
  const query: ListQuery = useMemo(() => {
    const sort = group ? [group, search.sort ?? view?.sort ?? []].flat().filter((one, index) => index === 0 || one.replace(/^-/, "") !== group).join(",") : search.sort;
    return { ...(drafts ? { drafts } : { view: view?.key || undefined }), q: search.q, sort, filter: tree ?? undefined, limit: phone ? FEW : PAGE };
  }, [view, drafts, group, search.q, search.sort, tree, phone]);
  return { views, view, tree, query, group, drafts, put, chooseView };
}

/** What is typed goes into the address after a pause. */
export function useTypedSearch(value: string | undefined, put: (q: string | undefined) => void): [string, (words: string) => void] {
  const [typed, setTyped] = useState(value ?? "");
  useEffect(() => setTyped(value ?? ""), [value]);
  const write = useEffectEvent(() => {
    if (typed !== (value ?? "")) put(typed.trim() || undefined);
  });
  // only what is typed starts the clock
  useEffect(() => {
    const timer = setTimeout(() => write(), PAUSE);
    return () => clearTimeout(timer);
  }, [typed]);
  return [typed, setTyped];
}

export function useRows(app: string, form: string, query: ListQuery, enabled = true) {
  return useInfiniteQuery({
    queryKey: recordKeys.list(app, form, query),
    // only the first page counts; the next ones would count the same again
    queryFn: ({ pageParam, signal }) => records.list(app, form, { ...query, cursor: pageParam, count: pageParam ? "none" : "exact", sums: pageParam ? undefined : query.sums }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    enabled,
  });
}

/** What was refused of the filter of a list, by pointers into it; `at`: where it stood in what was asked. */
export const refusedOf = (error: unknown, at = "/filter"): TreeProblem[] =>
  error instanceof Refusal ? error.problems.flatMap(({ pointer, message }) => (pointer === at || pointer.startsWith(`${at}/`) ? [{ pointer: pointer.slice(at.length), message }] : [])) : [];
