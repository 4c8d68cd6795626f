/** Reports: what is counted, by what, drawn how; with the real figures beside it while it is drawn. */
import { useQuery } from "@tanstack/react-query";
import { useDeferredValue } from "react";

import { ReportChart } from "../../engines/report/ReportChart";
import { Refusal } from "../../platform/api/client";
import type { Json } from "../../platform/api/types";
import { Notice, Skeleton } from "../../ui";
import { designer } from "../api";
import { useAt, useDraft, useSay, useStore } from "../context";
import { freeKey, keysOf } from "../document/keys";
import { nameOf } from "../document/names";
import { isObject, join, listAt } from "../document/pointer";
import { PinnedProblems, useTrouble } from "../panel/PinnedProblems";
import { SchemaPanel } from "../panel/SchemaPanel";
import { useViewer, ViewerSelect } from "../panel/Viewer";
import { chartOf } from "../schema/picks";
import { useWords } from "../words";
import { NothingYet, PartList } from "./PartList";
import css from "./parts.module.css";
import { useChosen } from "./useChosen";

export default function ReportsPage({ place: [named] }: { place: string[] }) {
  const say = useSay();
  const words = useWords();
  const store = useStore();
  const { index, choose, count } = useChosen("/reports", "reports", named);
  const make = () => ({ key: freeKey("report", keysOf(store.document.reports)), name: say("reports.new", { n: count + 1 }), chart: "column", form: String(listAt(store.document, "/forms")[0]?.key ?? ""), dimensions: [{ field: "created_at", bucket: "month" }], measures: [{ fn: "count" }] });
  const pointer = join("/reports", index);
  const value = useAt(pointer);
  const report = isObject(value) ? value : null;
  return (
    <div className={`${css.page ?? ""} ${report ? (css.wide ?? "") : ""}`}>
      <PartList list="/reports" chosen={index} onChoose={choose} make={make} title={say("tab.reports")} addLabel={say("reports.add")} line={(part) => [words.kind("charts", chartOf(part.chart)), nameOf(listAt(store.document, "/forms").find((one) => one.key === part.form))].filter(Boolean).join(" · ")} />
      {report ? (
        <>
          <div className={css.body}><Preview report={report} pointer={pointer} /></div>
          <aside className={css.side} key={index} aria-label={say("props.label")} data-testid="properties">
            <SchemaPanel model="ReportDef" pointer={pointer} form={typeof report.form === "string" ? report.form : undefined} />
            <PinnedProblems pointer={pointer} exact />
          </aside>
        </>
      ) : (
        <NothingYet title={say("reports.none")}>{say("reports.none_text")}</NothingYet>
      )}
    </div>
  );
}

function Preview({ report, pointer }: { report: Json; pointer: string }) {
  const say = useSay();
  const store = useStore();
  const { version } = useDraft();
  const { errors } = useTrouble(pointer);
  const settled = useDeferredValue(report);
  const as = useViewer(store.app);
  const answer = useQuery({ queryKey: ["designer-preview", store.app, JSON.stringify(settled), as?.value], queryFn: () => designer.preview(store.app, settled, as?.value), retry: false, enabled: version > 0 && !errors, staleTime: 10_000, placeholderData: (before) => before });
  const refusal = answer.error instanceof Refusal ? answer.error : null;
  return (
    <section className={css.preview} aria-label={say("reports.preview")} data-testid="preview">
      <div className={css.previewhead}>
        <h2>{nameOf(isObject(report) ? report : null)}</h2>
        {version > 0 && <ViewerSelect app={store.app} label={say("reports.as")} />}
      </div>
      {!version && <Notice>{say("reports.publish_first")}</Notice>}
      {version > 0 && errors > 0 && <Notice kind="warning">{say("reports.mend_first")}</Notice>}
      {version > 0 && !errors && answer.isPending && <Skeleton height={320} />}
      {version > 0 && !errors && answer.isError && <Notice kind="warning">{refusal && [403, 404].includes(refusal.status) ? say(as ? "reports.not_theirs" : "reports.not_yours") : refusal && refusal.status === 422 ? (refusal.problems[0]?.message ?? refusal.message) : say("reports.no_preview")}</Notice>}
      {answer.data && !errors && !answer.isError && <div className={css.chart}><ReportChart answer={answer.data} name={nameOf(isObject(report) ? report : null)} /></div>}
    </section>
  );
}
