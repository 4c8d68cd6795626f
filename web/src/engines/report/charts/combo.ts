import { cartesian } from "../cartesian";
import type { ChartView } from "../chart_view";

/** Columns, and lines on a second axis. */
export const CHART: ChartView = {
  key: "combo",
  option: (context) => {
    const named = context.answer.chart.lines;
    const lines = Array.isArray(named) && named.length ? (named as string[]) : (context.answer.encoding.y ?? []).slice(1);
    return cartesian(context, { kind: "bar", lines });
  },
};
