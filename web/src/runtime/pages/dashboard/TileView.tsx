/** One tile: it asks for itself, and if that fails it says so alone. */
import { useQuery } from "@tanstack/react-query";
import type { CSSProperties } from "react";
import { useTranslation } from "react-i18next";

import type { At } from "../../../engines/report/chart_view";
import { ReportChart } from "../../../engines/report/ReportChart";
import { type ReportFilter, reports } from "../../../platform/api/resources";
import type { Tile } from "../../../platform/api/types";
import { Skeleton } from "../../../ui";
import css from "./dashboard.module.css";
import { Failed } from "./Failed";
import { ViewTile } from "./ViewTile";

export interface TileProps {
  app: string;
  tile: Tile;
  filters: ReportFilter[];
  refresh?: number | null;
  onPick: (at: At) => void;
  /** Drawn as this chart instead of its own. */
  as?: string;
}

export function TileView(props: TileProps) {
  const { tile } = props;
  const [x = 0, y = 0, w = 6, h = 6] = tile.at;
  return (
    <section className={css.tile} data-tile={tile.report ?? tile.view ?? "text"} data-chart={tile.chart?.type} aria-label={tile.name} style={{ "--x": x, "--y": y, "--w": w, "--h": h } as CSSProperties}>
      {tile.name && (
        <header className={css.tilehead}>
          <h2>{tile.name}</h2>
        </header>
      )}
      <div className={css.tilebody}>
        {tile.report && <Report {...props} report={tile.report} />}
        {tile.view && tile.form && <ViewTile app={props.app} form={tile.form} view={tile.view} />}
        {tile.text && <p className={css.words}>{tile.text}</p>}
      </div>
    </section>
  );
}

function Report({ app, tile, report, filters, refresh, onPick, as }: TileProps & { report: string }) {
  const { t } = useTranslation();
  const answer = useQuery({ queryKey: ["reports", app, report, filters], queryFn: ({ signal }) => reports.run(app, report, filters, signal), enabled: tile.allowed !== false, refetchInterval: refresh ? refresh * 1000 : false });
  if (tile.allowed === false) return <div className={css.nothing}>{t("report.not_allowed")}</div>;
  if (answer.isPending) return <Skeleton height={tile.chart?.type === "kpi" ? 40 : 140} />;
  if (answer.isError) return <Failed error={answer.error} again={() => void answer.refetch()} />;
  const empty = !answer.data.rows.length && answer.data.chart.type !== "kpi" && answer.data.chart.type !== "gauge";
  if (empty) return <div className={css.nothing}>{t("report.nothing")}</div>;
  return (
    <>
      <ReportChart answer={as ? { ...answer.data, chart: { ...answer.data.chart, type: as } } : answer.data} name={tile.name} onPick={onPick} />
      {answer.data.notes.map((note) => (
        <p key={note} className={css.note}>
          {note}
        </p>
      ))}
    </>
  );
}
