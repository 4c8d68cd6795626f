/** A dashboard: shared filters above, tiles below; every mark leads to the records behind it. */
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { LayoutDashboard, Maximize, RotateCw } from "lucide-react";
import { useMemo, useRef } from "react";
import { useTranslation } from "react-i18next";

import { FieldScopeProvider } from "../../../engines/record/context";
import { reports } from "../../../platform/api/resources";
import type { App, Dashboard } from "../../../platform/api/types";
import { queryClient, useApp } from "../../../platform/queries";
import { Empty, IconButton, usePhone } from "../../../ui";
import { PageSkeleton } from "../../frame/FrameSkeleton";
import { Trouble } from "../../frame/PageError";
import { usePlace } from "../../frame/trail";
import css from "./dashboard.module.css";
import { Drill, type Drilled } from "./Drill";
import { FilterBar } from "./FilterBar";
import { filtersFor, startOf } from "./filters";
import { TileView } from "./TileView";

export function DashboardPage() {
  const { app: key, dashboard } = useParams({ from: "/frame/app/$app/dashboard/$dashboard" });
  const app = useApp(key);
  const found = useQuery({ queryKey: ["dashboard", key, dashboard], queryFn: () => reports.dashboard(key, dashboard), staleTime: 60_000 });
  usePlace({ name: found.data?.name ?? app.dashboards.find((one) => one.key === dashboard)?.name ?? "" });
  if (found.isPending) return <PageSkeleton />;
  if (found.isError) return <Trouble error={found.error} retry={() => void found.refetch()} />;
  return <Board key={dashboard} app={app} dashboard={found.data} />;
}

function Board({ app, dashboard }: { app: App; dashboard: Dashboard }) {
  const { t } = useTranslation();
  const search = useSearch({ from: "/frame/app/$app/dashboard/$dashboard" });
  const navigate = useNavigate();
  const phone = usePhone();
  const page = useRef<HTMLDivElement>(null);
  const chosen = useMemo(() => startOf(dashboard, search.filters), [dashboard, search.filters]);
  const go = (next: Partial<typeof search>, replace: boolean) => void navigate({ to: "/app/$app/dashboard/$dashboard", params: { app: app.key, dashboard: dashboard.key }, search: { ...search, ...next }, replace });
  const choose = (next: typeof chosen) => go({ filters: next }, true);
  // what is opened stands in the address: back closes it, and a link leads into it
  const drilling = search.drill && dashboard.tiles.find((tile) => tile.report === search.drill?.report);
  const drilled: Drilled | null = drilling && search.drill ? { ...search.drill, name: drilling.name, filters: filtersFor(dashboard, drilling, chosen) } : null;
  const [anyForm] = app.forms;
  // on a phone tiles stand below each other: as the document reads, figures first
  const tiles = phone ? [...dashboard.tiles].sort((a, b) => Number(b.chart?.type === "kpi") - Number(a.chart?.type === "kpi") || (a.at[1] ?? 0) - (b.at[1] ?? 0) || (a.at[0] ?? 0) - (b.at[0] ?? 0)) : dashboard.tiles;
  if (!anyForm) return null;
  return (
    <FieldScopeProvider value={{ app, form: anyForm }}>
      <div ref={page} className={css.page} data-dashboard={dashboard.key} style={{ background: "var(--page)" }}>
        <header className={css.head}>
          <h1>{dashboard.name}</h1>
          <FilterBar dashboard={dashboard} chosen={chosen} onChange={choose} />
          {!phone && (
            <>
              <IconButton kind="default" icon={RotateCw} label={t("dashboard.refresh")} onClick={() => void queryClient.invalidateQueries({ queryKey: ["reports", app.key] })} />
              <IconButton kind="default" icon={Maximize} label={t("dashboard.full")} onClick={() => void page.current?.requestFullscreen?.()} />
            </>
          )}
        </header>
        {!dashboard.tiles.length && <Empty icon={LayoutDashboard} title={t("dashboard.empty")}>{t("dashboard.empty_text")}</Empty>}
        <div className={css.grid}>
          {tiles.map((tile, index) => {
            const filters = filtersFor(dashboard, tile, chosen);
            return <TileView key={`${tile.report ?? tile.view ?? "text"}-${String(index)}`} app={app.key} tile={tile} filters={filters} refresh={dashboard.refresh} onPick={(at) => tile.report && go({ drill: { report: tile.report, at } }, false)} />;
          })}
        </div>
        {drilled && <Drill app={app} drilled={drilled} onClose={() => go({ drill: undefined }, true)} />}
      </div>
    </FieldScopeProvider>
  );
}
