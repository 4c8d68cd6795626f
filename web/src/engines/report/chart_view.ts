/** What a chart is in the browser: either an ECharts option over the tidy answer, or a component of its own. */
import type { ComponentType } from "react";

import type { Locale } from "../../kit/format";
import type { Json, ReportAnswer, ReportColumn } from "../../platform/api/types";

/** Dimension -> value: where in the report a mark stands. */
export type At = Record<string, Json>;

export interface ChartContext {
  answer: ReportAnswer;
  locale: Locale;
  dark: boolean;
  phone: boolean;
  /** CSS values, resolved for the canvas. */
  ink: { text: string; faint: string; line: string; surface: string };
  palette: string[];
  /** A colour of the document or of an option, resolved. */
  colour: (name: string | null | undefined) => string | undefined;
  words: { blank: string; total: string };
}

export interface ChartProps {
  context: ChartContext;
  onPick?: (at: At) => void;
}

export interface ChartView {
  key: string;
  option?: (context: ChartContext) => Record<string, unknown>;
  /** How tall the drawing has to be, in pixels, where a tile could be too low for it. */
  tall?: (answer: ReportAnswer) => number | undefined;
  View?: ComponentType<ChartProps>;
}

export const columnOf = (answer: ReportAnswer, key: string | undefined): ReportColumn | undefined => answer.columns.find((column) => column.key === key);

export const indexOf = (answer: ReportAnswer, key: string | undefined): number => answer.columns.findIndex((column) => column.key === key);

export function plainValue(value: Json | undefined): string | null {
  if (value === null || value === undefined) return null;
  if (typeof value === "object" && !Array.isArray(value)) return typeof value.id === "string" ? value.id : null;
  return String(value);
}

export const toNumber = (value: Json | undefined): number | null => (value === null || value === undefined || value === "" ? null : Number(value));
