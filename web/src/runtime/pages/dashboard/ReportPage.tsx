/** One report on a page of its own. */
import { useParams } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { FieldScopeProvider } from "../../../engines/record/context";
import { useApp } from "../../../platform/queries";
import { NotFound } from "../../frame/PageError";
import { usePlace } from "../../frame/trail";
import css from "./dashboard.module.css";
import { Drill, type Drilled } from "./Drill";
import { TileView } from "./TileView";

// what stands in a table already
const TABLES = new Set(["table", "pivot"]);

/** The chart, and its figures below. */
export function ReportPage() {
  const { t } = useTranslation();
  const { app: key, report } = useParams({ from: "/frame/app/$app/report/$report" });
  const app = useApp(key);
  const found = app.reports.find((one) => one.key === report);
  const [drilled, setDrilled] = useState<Drilled | null>(null);
  usePlace({ name: found?.name ?? "" });
  const [anyForm] = app.forms;
  if (!found || !anyForm) return <NotFound />;
  const pick = (at: Drilled["at"]) => setDrilled({ report, name: found.name, at, filters: [] });
  const table = TABLES.has(found.chart);
  return (
    <FieldScopeProvider value={{ app, form: anyForm }}>
      <div className={css.page}>
        <header className={css.head}>
          <h1>{found.name}</h1>
        </header>
        <div className={css.grid}>
          <TileView app={key} tile={{ report, name: "", at: [0, 0, 24, table ? 20 : 12], chart: { type: found.chart } }} filters={[]} onPick={pick} />
          {!table && <TileView app={key} tile={{ report, name: t("report.figures"), at: [0, 12, 24, 10], chart: { type: "table" } }} filters={[]} as="table" onPick={pick} />}
        </div>
        {drilled && <Drill app={app} drilled={drilled} onClose={() => setDrilled(null)} />}
      </div>
    </FieldScopeProvider>
  );
}
