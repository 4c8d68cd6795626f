/** A page of blocks: views, reports, words, buttons and frames on a grid. */
import { useParams } from "@tanstack/react-router";
import { LayoutDashboard } from "lucide-react";
import { type CSSProperties, useState } from "react";
import { useTranslation } from "react-i18next";

import { FieldScopeProvider } from "../../../engines/record/context";
import type { PageDef, Tile } from "../../../platform/api/types";
import { useApp } from "../../../platform/queries";
import { Empty } from "../../../ui";
import { NotFound } from "../../frame/PageError";
import { usePlace } from "../../frame/trail";
import css from "./dashboard.module.css";
import { Drill, type Drilled } from "./Drill";
import { TileView } from "./TileView";

type BlockDef = PageDef["blocks"][number];

export function BlocksPage() {
  const { t } = useTranslation();
  const { app: key, page: pageKey } = useParams({ from: "/frame/app/$app/page/$page" });
  const app = useApp(key);
  const page = app.pages?.find((one) => one.key === pageKey);
  const [drilled, setDrilled] = useState<Drilled | null>(null);
  usePlace({ name: page?.name ?? "" });
  const [anyForm] = app.forms;
  if (!page || !anyForm) return <NotFound />;
  const nameOf = (block: BlockDef): string => {
    if (block.report) return app.reports.find((one) => one.key === block.report)?.name ?? "";
    const [form, view] = (block.view ?? "").split("/");
    const found = app.forms.find((one) => one.key === form);
    return found?.views?.find((one) => one.key === view)?.name ?? found?.name ?? "";
  };
  const tileOf = (block: BlockDef): Tile => {
    const [form, view] = (block.view ?? "").split("/");
    return { at: block.at ?? [0, 0, 12, 8], name: block.text ? "" : nameOf(block), report: block.report, text: block.text, chart: block.report ? { type: app.reports.find((one) => one.key === block.report)?.chart ?? "table" } : null, ...(block.view ? { view: view ?? "", form } : {}) };
  };
  return (
    <FieldScopeProvider value={{ app, form: anyForm }}>
      <div className={css.page} data-page={page.key}>
        <header className={css.head}>
          <h1>{page.name}</h1>
        </header>
        {!page.blocks.length && <Empty icon={LayoutDashboard} title={t("dashboard.empty")} />}
        <div className={css.grid}>
          {page.blocks.map((block, index) =>
            block.frame ? <Frame key={index} block={block} /> : <TileView key={index} app={key} tile={tileOf(block)} filters={[]} onPick={(at) => block.report && setDrilled({ report: block.report, name: nameOf(block), at, filters: [] })} />,
          )}
        </div>
        {drilled && <Drill app={app} drilled={drilled} onClose={() => setDrilled(null)} />}
      </div>
    </FieldScopeProvider>
  );
}

function Frame({ block }: { block: BlockDef }) {
  const [x = 0, y = 0, w = 12, h = 8] = block.at ?? [];
  if (!block.frame || !/^https:\/\//i.test(block.frame)) return null;
  return (
    <section className={css.tile} style={{ "--x": x, "--y": y, "--w": w, "--h": h } as CSSProperties}>
      <iframe src={block.frame} title={block.text ?? block.frame} sandbox="allow-scripts allow-forms allow-popups" style={{ border: 0, width: "100%", height: "100%" }} />
    </section>
  );
}
