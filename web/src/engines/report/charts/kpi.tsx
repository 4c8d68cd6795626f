import { ArrowDown, ArrowUp } from "lucide-react";
import { useTranslation } from "react-i18next";

import { compact, percent } from "../../../kit/format";
import type { ReportColumn } from "../../../platform/api/types";
import { type ChartProps, type ChartView, columnOf, toNumber } from "../chart_view";
import css from "../report.module.css";
import { figure } from "../words";

function big(column: ReportColumn, value: number | null, locale: "zh-CN" | "en", days: string): { text: string; unit: string } {
  if (value === null) return { text: "–", unit: "" };
  if (column.type === "percent") return { text: percent(value.toFixed(3)).replace("%", ""), unit: "%" };
  if (column.type === "duration") return { text: (value / 86_400).toFixed(1), unit: days };
  const { number, unit } = compact(value, locale);
  return { text: number, unit };
}

/** Against the value before: up is good unless the document says otherwise. */
function Change({ now, before, good }: { now: number; before: number; good: string }) {
  const { t } = useTranslation();
  const change = before === 0 ? null : (now - before) / Math.abs(before);
  if (change === null) return null;
  const up = change >= 0;
  const Icon = up ? ArrowUp : ArrowDown;
  return (
    <span>
      {t("report.before")}{" "}
      <span className={up === (good !== "down") ? css.up : css.down}>
        <Icon size={12} aria-hidden /> {percent(Math.abs(change).toFixed(3))}
      </span>
    </span>
  );
}

function Kpi({ context, onPick }: ChartProps) {
  const { t } = useTranslation();
  const { answer, locale } = context;
  const measures = answer.columns.filter((column) => column.role === "measure");
  const main = columnOf(answer, answer.encoding.value?.[0]) ?? measures[0];
  if (!main) return null;
  const value = toNumber(answer.totals[main.key]);
  const shown = big(main, value, locale, t("unit.d"));
  const before = toNumber(answer.totals[`${main.key}_previous`] ?? null);
  const Tag = onPick ? "button" : "div";
  return (
    <Tag className={css.kpi} {...(onPick ? { type: "button" as const, onClick: () => onPick({}) } : {})} title={figure(main, answer.totals[main.key], t("unit.d"))} data-value={plain(answer.totals[main.key])}>
      <strong>
        {shown.text}
        {shown.unit && <small>{shown.unit}</small>}
      </strong>
      <p>
        {before !== null && value !== null && <Change now={value} before={before} good={String(answer.chart.good ?? "up")} />}
        {measures.filter((one) => one !== main && !one.key.endsWith("_previous")).map((one) => (
          <span key={one.key}>
            {one.name} {figure(one, answer.totals[one.key], t("unit.d"))}
          </span>
        ))}
      </p>
    </Tag>
  );
}

const plain = (value: unknown): string | undefined => (typeof value === "string" || typeof value === "number" ? String(value) : undefined);

/** One figure. */
export const CHART: ChartView = { key: "kpi", View: Kpi };
