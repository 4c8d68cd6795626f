import { cartesian } from "../cartesian";
import type { ChartView } from "../chart_view";

export const CHART: ChartView = { key: "line", option: (context) => cartesian(context, { kind: "line" }) };
