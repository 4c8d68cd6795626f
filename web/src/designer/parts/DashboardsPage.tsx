/** Dashboards: reports on a grid of 24 columns; every move can also be typed. */
import "react-grid-layout/css/styles.css";

import { LayoutDashboard, Trash2 } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import GridLayout from "react-grid-layout";

import { Button, Empty, Select } from "../../ui";
import { useAt, useDocument, useSay, useStore } from "../context";
import { freeKey, keysOf } from "../document/keys";
import { nameOf, shown } from "../document/names";
import { insertAt, isObject, type JsonObject, join, listAt } from "../document/pointer";
import { PinnedProblems } from "../panel/PinnedProblems";
import { type Place, placeOf as readPlace, Placing } from "../panel/Place";
import { SchemaPanel } from "../panel/SchemaPanel";
import { chartOf } from "../schema/picks";
import { useWords } from "../words";
import { ViewerSelect } from "../panel/Viewer";
import { NothingYet, PartList } from "./PartList";
import css from "./parts.module.css";
import { TileFace } from "./TileFace";
import { useChosen } from "./useChosen";

const COLUMNS = 24;
const ROW = 26;

export default function DashboardsPage({ place: [named] }: { place: string[] }) {
  const say = useSay();
  const store = useStore();
  const { index, choose, count } = useChosen("/dashboards", "dashboards", named);
  const pointer = join("/dashboards", index);
  const value = useAt(pointer);
  const board = isObject(value) ? value : null;
  // a dashboard that stands in no menu is found by nobody
  const add = () => store.edit((before) => {
    const made = make();
    const withBoard = insertAt(before, "/dashboards", made);
    const group = listAt(before, "/menu").findIndex((one) => Array.isArray(one.items));
    return group < 0 ? withBoard : insertAt(withBoard, `/menu/${String(group)}/items`, { dashboard: made.key });
  });
  const make = () => ({ key: freeKey("dashboard", keysOf(store.document.dashboards)), name: say("dashboards.new", { n: count + 1 }), tiles: [] });
  return (
    <div className={`${css.page ?? ""} ${board ? (css.wide ?? "") : ""}`}>
      <PartList list="/dashboards" chosen={index} onChoose={choose} make={make} add={add} title={say("tab.dashboards")} addLabel={say("dashboards.add")} line={(part) => say("dashboards.tiles", { count: listAt(part, "/tiles").length })} />
      {board ? <Board key={index} board={board} pointer={pointer} /> : <NothingYet title={say("dashboards.none")}>{say("dashboards.none_text")}</NothingYet>}
    </div>
  );
}

const placeOf = (tile: JsonObject): Place => readPlace(tile.at);

function Board({ board, pointer }: { board: JsonObject; pointer: string }) {
  const say = useSay();
  const words = useWords();
  const store = useStore();
  const document = useDocument();
  const [chosen, setChosen] = useState<number | null>(null);
  const frame = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(600);
  useEffect(() => {
    if (!frame.current) return undefined;
    const watch = new ResizeObserver(([entry]) => entry && setWidth(entry.contentRect.width));
    watch.observe(frame.current);
    return () => watch.disconnect();
  }, []);
  const tiles = listAt(board, "/tiles");
  const list = join(pointer, "tiles");
  const reports = listAt(document, "/reports");
  const bottom = Math.max(0, ...tiles.map((tile) => placeOf(tile)[1] + placeOf(tile)[3]));
  const add = (report: string | null) => {
    if (!report) return;
    store.insert(list, { report, at: [0, bottom, 12, 8] });
    setChosen(tiles.length);
  };
  const nameOfTile = (tile: JsonObject): string => shown(tile.name) || nameOf(reports.find((one) => one.key === tile.report)) || shown(tile.text) || String(tile.view ?? tile.report ?? "");
  const layout = tiles.map((tile, index) => {
    const [x, y, w, h] = placeOf(tile);
    return { i: String(index), x, y, w, h };
  });
  const take = (next: readonly { i: string; x: number; y: number; w: number; h: number }[]) => {
    const changed = next.some(({ i, x, y, w, h }) => JSON.stringify(placeOf(tiles[Number(i)] ?? {})) !== JSON.stringify([x, y, w, h]));
    if (changed) store.set(list, tiles.map((tile, index) => { const at = next.find((one) => one.i === String(index)); return at ? { ...tile, at: [at.x, at.y, at.w, at.h] } : tile; }));
  };
  const tile = chosen === null ? undefined : tiles[chosen];
  return (
    <>
      <div className={css.body}>
        <div className={css.preview}>
          <h2>{nameOf(board)}</h2>
          <div className={css.boardhead}><Select label={say("dashboards.add_tile")} placeholder={say("dashboards.add_tile")} value={null} options={reports.map((one) => ({ value: String(one.key), label: nameOf(one), hint: words.kind("charts", chartOf(one.chart)) }))} onChange={add} /><ViewerSelect app={store.app} label={say("reports.as")} /></div>
          <div ref={frame} className={css.tiles} data-testid="board">
            {!tiles.length && <Empty icon={LayoutDashboard} title={say("dashboards.empty")}>{say("dashboards.empty_text")}</Empty>}
            <GridLayout width={width} layout={layout} gridConfig={{ cols: COLUMNS, rowHeight: ROW, margin: [8, 8], containerPadding: [0, 0] }} onDragStop={take} onResizeStop={take}>
              {tiles.map((one, index) => (
                <div key={String(index)} className={css.tile} data-chosen={chosen === index}>
                  <button type="button" className={css.cover} aria-pressed={chosen === index} data-tile={index} onClick={() => setChosen(index)}>
                    <strong>{nameOfTile(one)}</strong>
                    <small>{words.kind("charts", chartOf(reports.find((report) => report.key === one.report)?.chart) || "table")}</small>
                  </button>
                  <TileFace report={reports.find((report) => report.key === one.report)} pointer={join("/reports", reports.findIndex((report) => report.key === one.report))} />
                </div>
              ))}
            </GridLayout>
          </div>
        </div>
      </div>
      <aside className={css.side} aria-label={say("props.label")} data-testid="properties">
        {tile && chosen !== null ? (
          <>
            <Button kind="link" onClick={() => setChosen(null)}>{say("dashboards.whole")}</Button>
            <SchemaPanel key={chosen} model="TileDef" pointer={join(list, chosen)} omit={["at", "filters"]} />
            <Placing place={placeOf(tile)} onChange={(place) => store.set(join(list, chosen, "at"), place)} />
            <PinnedProblems pointer={join(list, chosen)} exact />
            <Button kind="danger" small icon={Trash2} onClick={() => { store.remove(join(list, chosen)); setChosen(null); }}>{say("dashboards.drop_tile")}</Button>
          </>
        ) : (
          <SchemaPanel model="DashboardDef" pointer={pointer} omit={["tiles"]} />
        )}
        <PinnedProblems pointer={pointer} exact />
      </aside>
    </>
  );
}
