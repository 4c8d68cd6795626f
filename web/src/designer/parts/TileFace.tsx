/** What stands in a tile while a dashboard is drawn: the report with real figures where they may be seen, else its kind. */
import { useQuery } from "@tanstack/react-query";

import { ReportChart } from "../../engines/report/ReportChart";
import type { Json } from "../../platform/api/types";
import { designer } from "../api";
import { useDraft, useStore } from "../context";
import { nameOf } from "../document/names";
import type { JsonObject } from "../document/pointer";
import { useTrouble } from "../panel/PinnedProblems";
import { useViewer } from "../panel/Viewer";
import { chartOf } from "../schema/picks";
import { iconOfChart } from "./chartIcons";
import css from "./parts.module.css";

export function TileFace({ report, pointer }: { report: JsonObject | undefined; pointer: string }) {
  const store = useStore();
  const { version } = useDraft();
  const { errors } = useTrouble(pointer);
  const viewer = useViewer(store.app);
  const found = useQuery({
    queryKey: ["designer-preview", store.app, JSON.stringify(report), viewer?.value],
    queryFn: () => designer.preview(store.app, report as Json, viewer?.value),
    retry: false, staleTime: 60_000, enabled: Boolean(report && viewer && version && !errors),
  });
  if (found.data) return <div className={css.face} inert><ReportChart answer={found.data} name={nameOf(report)} /></div>;
  const Icon = iconOfChart(chartOf(report?.chart) || "table");
  return <div className={css.face} data-empty><Icon size={32} strokeWidth={1.25} aria-hidden /></div>;
}
