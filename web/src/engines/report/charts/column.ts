import { cartesian } from "../cartesian";
import type { ChartView } from "../chart_view";

export const CHART: ChartView = { key: "column", option: (context) => cartesian(context, { kind: "bar" }) };
