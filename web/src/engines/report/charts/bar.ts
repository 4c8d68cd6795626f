import { cartesian } from "../cartesian";
import type { ChartView } from "../chart_view";

/** Lying bars: long names stay readable. */
export const CHART: ChartView = { key: "bar", option: (context) => cartesian(context, { kind: "bar", horizontal: true }) };
