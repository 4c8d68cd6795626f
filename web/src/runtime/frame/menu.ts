/** The entries of an app's menu as addresses, from what its document says and the person may open. */
import type { LucideIcon } from "lucide-react";
import { ChartColumn, LayoutDashboard } from "lucide-react";

import type { App, MenuGroup, MenuItemDef } from "../../platform/api/types";
import { iconOf } from "../../ui/icons";

export interface Entry {
  key: string;
  name: string;
  icon: LucideIcon;
  to: string;
  search?: { view: string };
}

export interface EntryGroup {
  name: string | null;
  entries: Entry[];
}

function entryOf(app: App, item: MenuItemDef): Entry | null {
  const base = `/app/${app.key}`;
  const form = item.form ?? item.view?.split("/")[0];
  if (form) {
    const found = app.forms.find((one) => one.key === form);
    if (!found?.can.includes("read") && !found?.can.includes("create")) return null;
    const view = item.view?.includes("/") ? item.view.split("/")[1] : item.form ? item.view : undefined;
    return { key: `form-${form}${view ? `-${view}` : ""}`, name: item.name ?? found.name, icon: iconOf(item.icon ?? found.icon), to: `${base}/form/${form}`, search: view ? { view } : undefined };
  }
  if (item.dashboard) {
    const found = app.dashboards.find((one) => one.key === item.dashboard);
    return found ? { key: `dashboard-${found.key}`, name: item.name ?? found.name, icon: iconOf(item.icon ?? found.icon, ChartColumn), to: `${base}/dashboard/${found.key}` } : null;
  }
  if (item.report) {
    const found = app.reports.find((one) => one.key === item.report);
    return found ? { key: `report-${found.key}`, name: item.name ?? found.name, icon: iconOf(item.icon, ChartColumn), to: `${base}/report/${found.key}` } : null;
  }
  if (item.page) {
    const found = app.pages?.find((one) => one.key === item.page);
    return found ? { key: `page-${found.key}`, name: item.name ?? found.name ?? found.key, icon: iconOf(item.icon, LayoutDashboard), to: `${base}/page/${found.key}` } : null;
  }
  return null;
}

/** The menu of the document; without one, every form and then every dashboard. */
export function entriesOf(app: App): EntryGroup[] {
  const menu: MenuGroup[] = app.menu.length
    ? app.menu
    : [{ items: app.forms.map((form) => ({ form: form.key, icon: form.icon ?? null })) }, { items: app.dashboards.map((one) => ({ dashboard: one.key })) }];
  const found = (entry: Entry | null): entry is Entry => entry !== null;
  return menu
    .map((group) => (group.items ? { name: group.group ?? group.name ?? null, entries: group.items.map((item) => entryOf(app, item)).filter(found) } : { name: null, entries: [entryOf(app, group)].filter(found) }))
    .filter((group) => group.entries.length > 0);
}

/** Where an app opens. */
export function homeOf(app: App): Entry | null {
  return (app.home ? entryOf(app, { page: app.home.key }) : null) ?? entriesOf(app)[0]?.entries[0] ?? null;
}

