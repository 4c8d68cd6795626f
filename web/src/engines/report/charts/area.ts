import { cartesian } from "../cartesian";
import type { ChartView } from "../chart_view";

export const CHART: ChartView = { key: "area", option: (context) => cartesian(context, { kind: "line", area: true }) };
