import { type ChartView, columnOf, toNumber } from "../chart_view";
import { figure } from "../words";

/** One figure on a scale. */
export const CHART: ChartView = {
  key: "gauge",
  option({ answer, ink, palette }) {
    const column = columnOf(answer, answer.encoding.value?.[0]);
    const raw = column ? answer.totals[column.key] : null;
    const value = toNumber(raw) ?? 0;
    const most = typeof answer.chart.most === "number" ? answer.chart.most : column?.type === "percent" ? 1 : Math.max(1, value * 1.25);
    return {
      series: [
        {
          type: "gauge", min: typeof answer.chart.least === "number" ? answer.chart.least : 0, max: most, startAngle: 210, endAngle: -30, radius: "96%", center: ["50%", "58%"],
          progress: { show: true, width: 14, roundCap: true, itemStyle: { color: palette[1] } }, axisLine: { roundCap: true, lineStyle: { width: 14, color: [[1, ink.line]] } }, axisTick: { show: false }, splitLine: { show: false }, axisLabel: { show: false }, pointer: { show: false },
          detail: { offsetCenter: [0, "10%"], color: ink.text, fontSize: 26, fontWeight: 600, formatter: () => figure(column, raw, "") }, title: { offsetCenter: [0, "38%"], color: ink.faint, fontSize: 12 },
          data: [{ value, name: column?.name ?? "" }],
        },
      ],
    };
  },
};
