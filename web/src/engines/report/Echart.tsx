/** ECharts, with only the parts that our charts use; loaded when a chart first shows. */
import { BarChart, GaugeChart, LineChart, PieChart } from "echarts/charts";
import { AriaComponent, GridComponent, LegendComponent, TitleComponent, TooltipComponent } from "echarts/components";
import { init, use as register } from "echarts/core";
import { SVGRenderer } from "echarts/renderers";
import { useEffect, useRef } from "react";

import type { At } from "./chart_view";
import css from "./report.module.css";

register([BarChart, GaugeChart, LineChart, PieChart, AriaComponent, GridComponent, LegendComponent, TitleComponent, TooltipComponent, SVGRenderer]);

interface EchartProps {
  option: Record<string, unknown>;
  palette: string[];
  label: string;
  onPick?: (at: At) => void;
  /** In pixels: where it is taller than its place, it scrolls there. */
  tall?: number | undefined;
}

const still = () => window.matchMedia("(prefers-reduced-motion: reduce)").matches;

export default function Echart({ option, palette, label, onPick, tall }: EchartProps) {
  const box = useRef<HTMLDivElement>(null);
  const pick = useRef(onPick);
  pick.current = onPick;
  useEffect(() => {
    if (!box.current) return;
    const chart = init(box.current, null, { renderer: "svg" });
    chart.setOption({ color: palette, animation: !still(), animationDuration: 350, textStyle: { fontFamily: getComputedStyle(document.body).fontFamily }, aria: { enabled: true, label: { description: label } }, ...option });
    chart.on("click", (event) => {
      const data = event.data as { at?: At } | undefined;
      if (data?.at) pick.current?.(data.at);
    });
    const watch = new ResizeObserver(() => chart.resize());
    watch.observe(box.current);
    return () => {
      watch.disconnect();
      chart.dispose();
    };
  }, [option, palette, label]);
  return (
    <div className={css.scrolled} data-tall={tall}>
      <div ref={box} className={css.chart} style={{ minHeight: tall }} role="img" aria-label={label} data-testid="chart" />
    </div>
  );
}
