import type { ChartView } from "../chart_view";
import { round } from "../shares";

export const CHART: ChartView = { key: "donut", option: (context) => round(context, true) };
