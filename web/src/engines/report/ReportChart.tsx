/** The answer of a report, drawn as its document asks; an unknown chart is drawn as a table. */
import { lazy, Suspense, useMemo } from "react";
import { useTranslation } from "react-i18next";

import type { ReportAnswer } from "../../platform/api/types";
import { currentLocale } from "../../platform/i18n";
import { Skeleton, tone, usePhone } from "../../ui";
import { useDark } from "../../ui/appearance";
import type { At, ChartContext, ChartView } from "./chart_view";

const Echart = lazy(() => import("./Echart"));
const FOUND = import.meta.glob<ChartView>("./charts/*.{ts,tsx}", { eager: true, import: "CHART" });
const CHARTS = new Map(Object.values(FOUND).map((chart) => [chart.key, chart]));

export const knownCharts = (): string[] => [...CHARTS.keys()].sort();

const PALETTE = {
  light: ["#2b5ce6", "#14b3a2", "#f2a11a", "#8a5cf0", "#ee5d62", "#4da3ff", "#7bb342", "#d6599b"],
  dark: ["#6d94ff", "#2fcdbb", "#f5b94a", "#aa86ff", "#ff8186", "#7cbcff", "#9ccb63", "#ea7fb6"],
};

const css = (name: string): string => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

/** A colour of the document as the canvas takes it. */
function resolved(name: string | null | undefined): string | undefined {
  if (!name) return undefined;
  const found = /^var\((--[a-z0-9-]+)\)$/.exec(tone(name));
  return found?.[1] ? css(found[1]) : tone(name);
}

interface ReportChartProps {
  answer: ReportAnswer;
  name: string;
  onPick?: (at: At) => void;
}

export function ReportChart({ answer, name, onPick }: ReportChartProps) {
  const { t } = useTranslation();
  const dark = useDark();
  const phone = usePhone();
  const context = useMemo<ChartContext>(
    () => ({ answer, dark, phone, locale: currentLocale(), ink: { text: css("--ink"), faint: css("--ink-3"), line: css("--line"), surface: css("--surface") }, palette: dark ? PALETTE.dark : PALETTE.light, colour: resolved, words: { blank: t("report.blank"), total: t("field.total") } }),
    [answer, dark, phone, t],
  );
  const chart = CHARTS.get(answer.chart.type) ?? CHARTS.get("table");
  const option = useMemo(() => chart?.option?.(context), [chart, context]);
  if (chart?.View) return <chart.View context={context} onPick={onPick} />;
  if (!option) return null;
  return (
    <Suspense fallback={<Skeleton height={160} />}>
      <Echart option={option} palette={context.palette} label={name} onPick={onPick} tall={chart?.tall?.(answer)} />
    </Suspense>
  );
}
