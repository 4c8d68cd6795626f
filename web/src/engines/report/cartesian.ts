/** Bars, columns, lines and areas: one dimension along the axis, a second one (or several measures) as series. */
import type { Json, ReportAnswer, ReportColumn } from "../../platform/api/types";
import { type At, type ChartContext, columnOf, indexOf, plainValue, toNumber } from "./chart_view";
import { figure, label, short } from "./words";

interface Item {
  value: number | null;
  at: At;
  shown: string;
  itemStyle?: { color: string };
}

interface Series {
  name: string;
  measure: ReportColumn;
  colour?: string;
  data: Item[];
}

export interface Grid {
  names: string[];
  series: Series[];
}

const key = (value: Json | undefined): string => plainValue(value) ?? "";

function distinct(rows: Json[][], at: number): Json[] {
  const seen = new Map<string, Json>();
  for (const row of rows) if (!seen.has(key(row[at]))) seen.set(key(row[at]), row[at] ?? null);
  return [...seen.values()];
}

export function gridOf(context: ChartContext): Grid {
  const { answer, words } = context;
  const [x] = answer.encoding.x ?? [];
  const [by] = answer.encoding.series ?? [];
  const measures = (answer.encoding.y ?? []).map((one) => columnOf(answer, one)).filter((one): one is ReportColumn => one !== undefined);
  const xColumn = columnOf(answer, x);
  const xAt = indexOf(answer, x);
  if (!xColumn) return { names: [], series: [] };
  const places = distinct(answer.rows, xAt);
  const names = places.map((place) => label(xColumn, place, words.blank));
  const byColumn = columnOf(answer, by);
  const byAt = indexOf(answer, by);
  const item = (row: Json[] | undefined, measure: ReportColumn, at: At): Item => {
    const value = row?.[indexOf(answer, measure.key)] ?? null;
    return { value: toNumber(value), at, shown: figure(measure, value, "") };
  };
  if (!byColumn) {
    const colours = answer.chart.colors ?? {};
    const series = measures.map((measure) => ({
      name: measure.name,
      measure,
      colour: context.colour(colours[measure.key]),
      data: places.map((place) => {
        const own = measures.length === 1 ? context.colour(colours[key(place)]) : undefined;
        return { ...item(answer.rows.find((row) => key(row[xAt]) === key(place)), measure, { [xColumn.key]: place }), ...(own ? { itemStyle: { color: own } } : {}) };
      }),
    }));
    return { names, series };
  }
  const found = new Map(answer.rows.map((row) => [`${key(row[xAt])}\n${key(row[byAt])}`, row]));
  const series = distinct(answer.rows, byAt).flatMap((one) =>
    measures.map((measure) => ({
      name: measures.length > 1 ? `${label(byColumn, one, words.blank)} ${measure.name}` : label(byColumn, one, words.blank),
      measure,
      colour: context.colour(answer.chart.colors?.[key(one)] ?? byColumn.options?.find((option) => option.value === key(one))?.color),
      data: places.map((place) => item(found.get(`${key(place)}\n${key(one)}`), measure, { [xColumn.key]: place, [byColumn.key]: one })),
    })),
  );
  return { names, series };
}

type Kind = "bar" | "line";

interface Look {
  kind: Kind;
  horizontal?: boolean;
  area?: boolean;
  /** Measures drawn as lines on the second axis. */
  lines?: string[];
}

const MANY = 8;
// so many lying bars have room for their names in an ordinary tile; more make the drawing taller
const MOST_NAMED = 16;
const A_BAR = 15;

/** How tall lying bars must be for each to have its name; undefined where the tile is tall enough. */
export function tallOf(answer: ReportAnswer): number | undefined {
  const count = distinct(answer.rows, indexOf(answer, answer.encoding.x?.[0])).length;
  return count > MOST_NAMED ? count * A_BAR + 40 : undefined;
}

/** Counts have no halves on their axis. */
const whole = (one: unknown): boolean => {
  const value = typeof one === "object" && one !== null && "value" in one ? one.value : one;
  return value === null || value === undefined || Number.isInteger(Number(value));
};

export function cartesian(context: ChartContext, look: Look): Record<string, unknown> {
  const { answer, ink, locale, phone } = context;
  const { names, series } = gridOf(context);
  const stack = answer.chart.stack === "stacked" || answer.chart.stack === "percent";
  const [first] = series;
  const category = {
    type: "category", data: names, axisTick: { show: false }, axisLine: { lineStyle: { color: ink.line } },
    axisLabel: { color: ink.faint, hideOverlap: true, interval: look.horizontal ? 0 : undefined, fontSize: look.horizontal && names.length > MANY ? 11 : undefined, width: look.horizontal ? (phone ? 84 : 120) : undefined, overflow: "truncate" }, inverse: look.horizontal,
  };
  const valueAxis = (measure: ReportColumn | undefined, right = false) => ({
    type: "value", minInterval: series.every((one) => one.measure !== measure || one.data.every(whole)) ? 1 : undefined, position: look.horizontal ? undefined : right ? "right" : "left", axisLabel: { color: ink.faint, formatter: (value: number) => short(measure, value, locale), hideOverlap: true }, splitLine: { show: !right, lineStyle: { color: ink.line, opacity: 0.7 } },
  });
  // amounts and counts do not share an axis
  const apart = (one: Series): boolean => (look.lines ? look.lines.includes(one.measure.key) : one.measure.type !== first?.measure.type);
  const second = look.horizontal ? undefined : series.find(apart);
  const values = [valueAxis(first?.measure), ...(second ? [valueAxis(second.measure, true)] : [])];
  const legend = series.length > 1 && answer.chart.legend !== false;
  return {
    grid: { left: 4, right: 12, top: legend ? 36 : 14, bottom: 2, containLabel: true },
    legend: legend ? { type: "scroll", top: 0, right: 0, textStyle: { color: ink.text }, itemWidth: 10, itemHeight: 10, icon: "roundRect", pageTextStyle: { color: ink.faint } } : undefined,
    tooltip: { trigger: "axis", axisPointer: { type: look.kind === "bar" ? "shadow" : "line" }, confine: true, valueFormatter: undefined, formatter: tip },
    xAxis: look.horizontal ? values : category,
    yAxis: look.horizontal ? category : values,
    series: series.map((one) => {
      const line = look.kind === "line" || look.lines?.includes(one.measure.key);
      return {
        type: line ? "line" : "bar", name: one.name, data: one.data, color: one.colour, stack: stack && !line ? "all" : undefined, yAxisIndex: second && apart(one) ? 1 : 0,
        smooth: answer.chart.smooth === true, symbolSize: 7, showSymbol: names.length <= 31, lineStyle: line ? { width: 2 } : undefined, areaStyle: look.area ? { opacity: 0.14 } : undefined, connectNulls: false,
        barMaxWidth: 26, barCategoryGap: "34%", itemStyle: line ? undefined : { borderRadius: stack ? 0 : look.horizontal ? [0, 3, 3, 0] : [3, 3, 0, 0] },
        label: answer.chart.labels ? { show: true, position: look.horizontal ? "right" : "top", color: ink.faint, formatter: (at: { value: number }) => short(one.measure, at.value, locale) } : undefined,
        cursor: "pointer",
      };
    }),
  };
}

interface TipItem {
  axisValueLabel?: string;
  marker: string;
  seriesName: string;
  data: { shown?: string };
}

const escape = (text: string): string => text.replace(/[&<>"]/g, (letter) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[letter] ?? letter);

function tip(found: TipItem | TipItem[]): string {
  const items = Array.isArray(found) ? found : [found];
  const lines = items.map((item) => `${item.marker}${escape(item.seriesName)}&nbsp;&nbsp;<b>${escape(item.data.shown ?? "–")}</b>`);
  return [escape(items[0]?.axisValueLabel ?? ""), ...lines].filter(Boolean).join("<br/>");
}
