/** What is asked of the server, under stable keys, so that one answer serves every place that needs it. */
import { infiniteQueryOptions, QueryClient, queryOptions, useInfiniteQuery, useSuspenseQuery } from "@tanstack/react-query";

import { setCsrf } from "./api/client";
import { Refusal } from "./api/client";
import { apps, me, notices, tasks } from "./api/resources";
import type { App, Form } from "./api/types";

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      refetchOnWindowFocus: true,
      // a refusal will not change its mind; a lost connection may
      retry: (count, error) => (error instanceof Refusal && !error.offline && error.status < 500 ? false : count < 2),
    },
  },
});

export const meQuery = queryOptions({
  queryKey: ["me"],
  queryFn: async () => {
    const person = await me.read();
    if (person.csrf) setCsrf(person.csrf);
    return person;
  },
  staleTime: 5 * 60_000,
});

export const myAppsQuery = queryOptions({ queryKey: ["my-apps"], queryFn: me.apps, staleTime: 60_000 });
export const appQuery = (app: string) => queryOptions({ queryKey: ["app", app], queryFn: () => apps.read(app), staleTime: 60_000 });
/** A box of the to-do centre. That of what is to be done is asked once for everything that shows its count. */
export const tasksQuery = (box: string) =>
  infiniteQueryOptions({
    queryKey: ["tasks", "list", box],
    queryFn: ({ pageParam, signal }) => tasks.list(box, pageParam, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    staleTime: 20_000,
  });
export const noticesQuery = queryOptions({ queryKey: ["notices"], queryFn: () => notices.list(), staleTime: 20_000, refetchInterval: 60_000 });

export const useMe = () => useSuspenseQuery(meQuery).data;
export const useTodoCount = (): number | undefined => useInfiniteQuery(tasksQuery("todo")).data?.pages[0]?.counts.todo;
export const useApp = (app: string): App => useSuspenseQuery(appQuery(app)).data;

export function formOf(app: App, key: string): Form | undefined {
  return app.forms.find((form) => form.key === key);
}

/** Everything read about one form: lists, records, related lists. */
export const recordKeys = {
  form: (app: string, form: string) => ["records", app, form] as const,
  list: (app: string, form: string, query: unknown) => ["records", app, form, "list", query] as const,
  one: (app: string, form: string, id: string) => ["records", app, form, "one", id] as const,
};

/** After a write anything that may have changed is read again: roll-ups and rules reach across forms. */
export async function refreshRecords(app: string): Promise<void> {
  await Promise.all([
    queryClient.invalidateQueries({ queryKey: ["records", app] }),
    queryClient.invalidateQueries({ queryKey: ["reports", app] }),
    queryClient.invalidateQueries({ queryKey: ["tasks"] }),
  ]);
}
