import { Bar } from "../../../ui";
import { type ChartProps, type ChartView, toNumber } from "../chart_view";
import css from "../report.module.css";
import { label, short } from "../words";

function Leaderboard({ context, onPick }: ChartProps) {
  const { answer, locale, words } = context;
  const [dimension] = answer.columns.filter((column) => column.role === "dimension");
  const [measure] = answer.columns.filter((column) => column.role === "measure");
  if (!dimension || !measure) return null;
  const nameAt = answer.columns.indexOf(dimension);
  const valueAt = answer.columns.indexOf(measure);
  const best = Math.max(...answer.rows.map((row) => toNumber(row[valueAt]) ?? 0), 0) || 1;
  return (
    <div className={css.scroll}>
      <div className={css.ranks}>
        {answer.rows.map((row, index) => {
          const value = toNumber(row[valueAt]) ?? 0;
          const name = label(dimension, row[nameAt], words.blank);
          return (
            <button key={index} type="button" className={css.rank} onClick={() => onPick?.({ [dimension.key]: row[nameAt] ?? null })}>
              <b>{index + 1}</b>
              <span>{name}</span>
              <Bar share={value / best} label={name} />
              <span>{short(measure, value, locale)}</span>
            </button>
          );
        })}
      </div>
    </div>
  );
}

/** Who leads. */
export const CHART: ChartView = { key: "leaderboard", View: Leaderboard };
