/** The addresses of the pages. Each page is loaded when it is first opened. */
import { createRootRoute, createRoute, createRouter, lazyRouteComponent, Outlet, redirect } from "@tanstack/react-router";

import { Refusal } from "../platform/api/client";
import type { Json } from "../platform/api/types";
import { adoptLocale } from "../platform/i18n";
import { appQuery, meQuery, queryClient } from "../platform/queries";
import { Frame } from "./frame/Frame";
import { FrameSkeleton } from "./frame/FrameSkeleton";
import { NotFound, PageError } from "./frame/PageError";

const text = (value: unknown): string | undefined => (typeof value === "string" && value ? value : undefined);

async function signedIn({ location }: { location: { href: string } }): Promise<void> {
  try {
    const person = await queryClient.ensureQueryData(meQuery);
    adoptLocale(person.locale);
  } catch (error) {
    if (error instanceof Refusal && error.status === 401) throw redirect({ to: "/login", search: { back: location.href } });
    throw error;
  }
}

const root = createRootRoute({ component: Outlet, errorComponent: PageError, notFoundComponent: () => <NotFound /> });

const login = createRoute({
  getParentRoute: () => root,
  path: "/login",
  validateSearch: (search: Record<string, unknown>) => ({ back: text(search.back) }),
  component: lazyRouteComponent(() => import("./pages/login/LoginPage"), "LoginPage"),
});

const frame = createRoute({ getParentRoute: () => root, id: "frame", beforeLoad: signedIn, component: Frame, pendingComponent: FrameSkeleton });

const portal = createRoute({ getParentRoute: () => frame, path: "/", component: lazyRouteComponent(() => import("./pages/portal/PortalPage"), "PortalPage") });

export interface TodoSearch {
  box?: string;
  task?: string;
}

const todo = createRoute({
  getParentRoute: () => frame,
  path: "/todo",
  validateSearch: (search: Record<string, unknown>): TodoSearch => ({ box: text(search.box), task: text(search.task) }),
  component: lazyRouteComponent(() => import("./pages/todo/TodoPage"), "TodoPage"),
});

const inbox = createRoute({ getParentRoute: () => frame, path: "/inbox", component: lazyRouteComponent(() => import("./pages/inbox/InboxPage"), "InboxPage") });
const settings = createRoute({ getParentRoute: () => frame, path: "/settings", component: lazyRouteComponent(() => import("./pages/settings/SettingsPage"), "SettingsPage") });
const admin = createRoute({ getParentRoute: () => frame, path: "/admin/$section", component: lazyRouteComponent(() => import("./pages/admin/AdminPage"), "AdminPage") });

const app = createRoute({
  getParentRoute: () => frame,
  path: "/app/$app",
  loader: ({ params }) => queryClient.ensureQueryData(appQuery(params.app)),
  component: Outlet,
  errorComponent: PageError,
});

const appHome = createRoute({ getParentRoute: () => app, path: "/", component: lazyRouteComponent(() => import("./pages/portal/AppHomePage"), "AppHomePage") });

export interface ListSearch {
  view?: string;
  q?: string;
  sort?: string;
  /** The column whose values are heads over the rows; "-" for none. */
  group?: string;
  /** The filter tree as JSON. */
  filter?: string;
  /** The record open in the drawer. */
  record?: string;
}

const list = createRoute({
  getParentRoute: () => app,
  path: "/form/$form",
  validateSearch: (search: Record<string, unknown>): ListSearch => ({
    view: text(search.view),
    q: text(search.q),
    sort: text(search.sort),
    group: text(search.group),
    filter: typeof search.filter === "object" && search.filter !== null ? JSON.stringify(search.filter) : text(search.filter),
    record: text(search.record),
  }),
  component: lazyRouteComponent(() => import("./pages/list/ListPage"), "ListPage"),
});

const create = createRoute({
  getParentRoute: () => app,
  path: "/form/$form/new",
  validateSearch: (search: Record<string, unknown>) => ({ with: search.with === undefined ? undefined : (search.with as Record<string, unknown>), draft: text(search.draft) }),
  component: lazyRouteComponent(() => import("./pages/form/CreatePage"), "CreatePage"),
});

const record = createRoute({
  getParentRoute: () => app,
  path: "/form/$form/record/$id",
  validateSearch: (search: Record<string, unknown>) => ({ tab: text(search.tab) }),
  component: lazyRouteComponent(() => import("./pages/record/RecordPage"), "RecordPage"),
});

const edit = createRoute({ getParentRoute: () => app, path: "/form/$form/record/$id/edit", component: lazyRouteComponent(() => import("./pages/form/EditPage"), "EditPage") });
const importing = createRoute({ getParentRoute: () => app, path: "/form/$form/import", validateSearch: (search: Record<string, unknown>): { job?: string } => ({ job: text(search.job) }), component: lazyRouteComponent(() => import("./pages/import/ImportPage"), "ImportPage") });
const bin = createRoute({ getParentRoute: () => app, path: "/form/$form/bin", component: lazyRouteComponent(() => import("./pages/list/BinPage"), "BinPage") });
const dashboard = createRoute({
  getParentRoute: () => app,
  path: "/dashboard/$dashboard",
  validateSearch: (search: Record<string, unknown>) => ({
    filters: (search.filters ?? undefined) as Record<string, unknown> | undefined,
    /** The tile and the mark in it whose records are shown. */
    drill: (search.drill ?? undefined) as { report: string; at: Record<string, Json> } | undefined,
  }),
  component: lazyRouteComponent(() => import("./pages/dashboard/DashboardPage"), "DashboardPage"),
});
const page = createRoute({ getParentRoute: () => app, path: "/page/$page", component: lazyRouteComponent(() => import("./pages/dashboard/BlocksPage"), "BlocksPage") });
const report = createRoute({ getParentRoute: () => app, path: "/report/$report", component: lazyRouteComponent(() => import("./pages/dashboard/ReportPage"), "ReportPage") });

const designer = createRoute({
  getParentRoute: () => root,
  path: "/designer/$",
  beforeLoad: signedIn,
  component: lazyRouteComponent(() => import("./pages/designer/DesignerPage"), "DesignerPage"),
});

const tree = root.addChildren([
  login,
  frame.addChildren([portal, todo, inbox, settings, admin, app.addChildren([appHome, list, create, record, edit, importing, bin, dashboard, page, report])]),
  designer,
]);

export const router = createRouter({
  routeTree: tree,
  defaultPreload: "intent",
  defaultPendingMs: 300,
  defaultErrorComponent: PageError,
  defaultNotFoundComponent: () => <NotFound />,
  scrollRestoration: true,
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
