import { AreaChart, ChartBar, ChartColumn, ChartLine, ChartPie, ChartScatter, Funnel, Gauge, Grid3x3, type LucideIcon, ListOrdered, Map, Radar, Table2, Workflow } from "lucide-react";

const ICONS: Record<string, LucideIcon> = {
  area: AreaChart, bar: ChartBar, column: ChartColumn, combo: ChartColumn, line: ChartLine, pie: ChartPie, donut: ChartPie, scatter: ChartScatter, funnel: Funnel, gauge: Gauge, kpi: Gauge, heatmap: Grid3x3, calendar: Grid3x3, treemap: Grid3x3,
  leaderboard: ListOrdered, map: Map, radar: Radar, table: Table2, pivot: Table2, sankey: Workflow,
};

export const iconOfChart = (chart: string): LucideIcon => ICONS[chart] ?? ChartColumn;
