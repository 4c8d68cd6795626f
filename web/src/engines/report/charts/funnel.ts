import type { ChartView } from "../chart_view";
import { shareTip, sharesOf } from "../shares";

const BLUES = ["#2b5ce6", "#4b76ee", "#6d92f4", "#93aef8", "#b7c9fb", "#d5e0fd"];

/** From the first step down; every step can be pressed. */
export const CHART: ChartView = {
  key: "funnel",
  option(context) {
    const { ink, phone } = context;
    return {
      tooltip: { trigger: "item", confine: true, formatter: shareTip },
      series: [
        {
          type: "funnel", sort: "none", gap: 3, left: 8, right: phone ? 130 : 150, top: 8, bottom: 8, minSize: "8%", maxSize: "100%", cursor: "pointer",
          label: { position: "right", color: ink.text, formatter: (at: { name: string; data: { shown: string } }) => `${at.name}  {n|${at.data.shown}}`, rich: { n: { color: ink.faint } } },
          labelLine: { length: 12, lineStyle: { color: ink.line } },
          itemStyle: { borderWidth: 0 },
          data: sharesOf(context).map((one, index) => ({ name: one.name, value: one.value, shown: one.shown, more: one.more, at: one.at, itemStyle: { color: one.colour ?? BLUES[Math.min(index, BLUES.length - 1)] } })),
        },
      ],
    };
  },
};
