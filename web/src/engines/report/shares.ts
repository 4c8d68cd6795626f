/** Funnels, pies and donuts: names with one figure each. */
import type { Json } from "../../platform/api/types";
import { type At, type ChartContext, columnOf, indexOf, plainValue, toNumber } from "./chart_view";
import { figure, label, short } from "./words";

export interface Share {
  name: string;
  value: number;
  shown: string;
  /** The other measures, in words. */
  more: string[];
  at: At;
  colour: string | undefined;
}

export function sharesOf(context: ChartContext): Share[] {
  const { answer, words } = context;
  const [nameKey] = answer.encoding.name ?? [];
  const [valueKey, ...others] = answer.encoding.value ?? [];
  const nameColumn = columnOf(answer, nameKey);
  const valueColumn = columnOf(answer, valueKey);
  if (!nameColumn || !valueColumn) return [];
  return answer.rows.map((row: Json[]) => {
    const place = row[indexOf(answer, nameKey)] ?? null;
    const value = row[indexOf(answer, valueKey)];
    const named = plainValue(place) ?? "";
    return {
      name: label(nameColumn, place, words.blank),
      value: toNumber(value) ?? 0,
      shown: figure(valueColumn, value, ""),
      more: others.map((key) => `${columnOf(answer, key)?.name ?? key} ${figure(columnOf(answer, key), row[indexOf(answer, key)], "")}`),
      at: { [nameColumn.key]: place },
      colour: context.colour(answer.chart.colors?.[named] ?? (answer.chart.type === "funnel" ? undefined : nameColumn.options?.find((option) => option.value === named)?.color)),
    };
  });
}

interface ItemParams {
  marker: string;
  name: string;
  percent?: number;
  data: { shown: string; more?: string[] };
}

const escape = (text: string): string => text.replace(/[&<>"]/g, (letter) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[letter] ?? letter);

export const shareTip = ({ marker, name, data, percent }: ItemParams): string => [`${marker}${escape(name)}&nbsp;&nbsp;<b>${escape(data.shown)}</b>${percent === undefined ? "" : `&nbsp;&nbsp;${String(percent)}%`}`, ...(data.more ?? []).map(escape)].join("<br/>");

/** In pixels: how wide a name may be beside the ring, its mark and gap, and two lines of a narrow tile. */
const [BESIDE, MARK, TWO_LINES] = [90, 26, 520];

/** About how wide a name is drawn. */
const wide = (name: string): number => [...name].reduce((sum, letter) => sum + (letter.charCodeAt(0) < 0x2e80 ? 6.5 : 12), 0);

export function round(context: ChartContext, hollow: boolean): Record<string, unknown> {
  const { ink, answer } = context;
  const shares = sharesOf(context);
  const few = shares.reduce((sum, one) => sum + wide(one.name) + MARK, 0) < TWO_LINES;
  // a few long names stand below: beside, they would lie over the ring
  const below = context.phone || (few && shares.some((one) => wide(one.name) > BESIDE));
  const valueColumn = columnOf(answer, answer.encoding.value?.[0]);
  const whole = valueColumn && toNumber(answer.totals[valueColumn.key]);
  const total = hollow && valueColumn && typeof whole === "number" ? short(valueColumn, whole, context.locale) : null;
  return {
    tooltip: { trigger: "item", confine: true, formatter: shareTip },
    legend: { type: below && few ? "plain" : "scroll", orient: below ? "horizontal" : "vertical", ...(below ? { left: few ? "center" : 0, top: "bottom" } : { right: 4, top: "middle" }), ...(below && !few ? { right: 0 } : {}), textStyle: { color: ink.text, ...(below ? {} : { width: BESIDE, overflow: "truncate" }) }, icon: "circle", itemWidth: 8, itemHeight: 8 },
    title: total ? { text: total, subtext: context.words.total, left: below ? "50%" : "35%", top: below ? "32%" : "43%", textAlign: "center", padding: 0, itemGap: 6, textStyle: { fontSize: 17, color: ink.text, fontWeight: 600 }, subtextStyle: { color: ink.faint, fontSize: 12 } } : undefined,
    series: [
      {
        type: "pie", radius: hollow ? ["52%", below ? "72%" : "76%"] : [0, below ? "72%" : "76%"], center: [below ? "50%" : "35%", below ? "40%" : "52%"], roseType: answer.chart.rose ? "radius" : undefined,
        itemStyle: { borderColor: ink.surface, borderWidth: 2 }, label: { show: answer.chart.labels === true, color: ink.text, formatter: "{b} {d}%" }, labelLine: { show: answer.chart.labels === true }, emphasis: { scaleSize: 4 }, cursor: "pointer",
        data: shares.map((one) => ({ name: one.name, value: Math.max(0, one.value), shown: one.shown, more: one.more, at: one.at, itemStyle: one.colour ? { color: one.colour } : undefined })),
      },
    ],
  };
}
