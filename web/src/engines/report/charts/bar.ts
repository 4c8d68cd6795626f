import { cartesian, tallOf } from "../cartesian";
import type { ChartView } from "../chart_view";

/** Lying bars: long names stay readable. */
export const CHART: ChartView = { key: "bar", tall: tallOf, option: (context) => cartesian(context, { kind: "bar", horizontal: true }) };
