import type { ChartView } from "../chart_view";
import { round } from "../shares";

export const CHART: ChartView = { key: "pie", option: (context) => round(context, false) };
