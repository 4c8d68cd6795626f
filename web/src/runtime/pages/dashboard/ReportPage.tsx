/** One report on a page of its own. */
import { useParams } from "@tanstack/react-router";
import { useState } from "react";

import { FieldScopeProvider } from "../../../engines/record/context";
import { useApp } from "../../../platform/queries";
import { NotFound } from "../../frame/PageError";
import { usePlace } from "../../frame/trail";
import css from "./dashboard.module.css";
import { Drill, type Drilled } from "./Drill";
import { TileView } from "./TileView";

export function ReportPage() {
  const { app: key, report } = useParams({ from: "/frame/app/$app/report/$report" });
  const app = useApp(key);
  const found = app.reports.find((one) => one.key === report);
  const [drilled, setDrilled] = useState<Drilled | null>(null);
  usePlace({ name: found?.name ?? "" });
  const [anyForm] = app.forms;
  if (!found || !anyForm) return <NotFound />;
  return (
    <FieldScopeProvider value={{ app, form: anyForm }}>
      <div className={css.page}>
        <header className={css.head}>
          <h1>{found.name}</h1>
        </header>
        <div className={css.grid}>
          <TileView app={key} tile={{ report, name: "", at: [0, 0, 24, 16], chart: { type: found.chart } }} filters={[]} onPick={(at) => setDrilled({ report, name: found.name, at, filters: [] })} />
        </div>
        {drilled && <Drill app={app} drilled={drilled} onClose={() => setDrilled(null)} />}
      </div>
    </FieldScopeProvider>
  );
}
