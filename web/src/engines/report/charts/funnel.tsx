import { useId } from "react";
import { useTranslation } from "react-i18next";

import { percent } from "../../../kit/format";
import type { ChartProps, ChartView } from "../chart_view";
import css from "../report.module.css";
import { type Share, sharesOf } from "../shares";

const BLUES = ["#2b5ce6", "#4b76ee", "#6a90f3", "#8aa9f7", "#a9c1fa", "#c6d6fc"];
const WIDTH = 300;
const HEIGHT = 300;
const GAP = 4;
const LEAST = 0.05;

interface Step extends Share {
  top: number;
  bottom: number;
  rate: string | null;
}

/** Each step as wide as its figure; its lower edge meets the next one, unless that is wider. */
function stepsOf(shares: Share[]): Step[] {
  const most = Math.max(...shares.map((one) => one.value), 0) || 1;
  const wide = (value: number) => Math.max(LEAST, value / most) * WIDTH;
  return shares.map((one, index) => {
    const next = shares[index + 1];
    const before = shares[index - 1];
    const rate = before && before.value > 0 && one.value <= before.value ? percent((one.value / before.value).toFixed(3)) : null;
    return { ...one, top: wide(one.value), bottom: Math.min(wide(one.value), next ? wide(next.value) : wide(one.value) * 0.82), rate };
  });
}

function Funnel({ context, onPick }: ChartProps) {
  const { t } = useTranslation();
  const id = useId();
  const steps = stepsOf(sharesOf(context));
  const tall = (HEIGHT - GAP * (steps.length - 1)) / Math.max(1, steps.length);
  return (
    <div className={css.funnel} data-testid="chart">
      <svg viewBox={`0 0 ${String(WIDTH)} ${String(HEIGHT)}`} preserveAspectRatio="none" aria-hidden>
        {steps.map((step, index) => {
          const y = index * (tall + GAP);
          const points = [[(WIDTH - step.top) / 2, y], [(WIDTH + step.top) / 2, y], [(WIDTH + step.bottom) / 2, y + tall], [(WIDTH - step.bottom) / 2, y + tall]];
          return <polygon key={`${id}${String(index)}`} points={points.map((point) => point.join(",")).join(" ")} fill={step.colour ?? BLUES[Math.min(index, BLUES.length - 1)]} onClick={() => onPick?.(step.at)} />;
        })}
      </svg>
      <ol>
        {steps.map((step, index) => (
          <li key={`${id}${String(index)}`}>
            <button type="button" disabled={!onPick} onClick={() => onPick?.(step.at)} title={step.more.join("\n") || undefined} data-mark={step.name}>
              <span>{step.name}</span>
              <b>{step.shown}</b>
              {step.rate && <small title={t("report.step_rate")}>{step.rate}</small>}
            </button>
          </li>
        ))}
      </ol>
    </div>
  );
}

/** From the first step down; every step can be pressed. */
export const CHART: ChartView = { key: "funnel", View: Funnel };
