/** Back, name and state at the left; the tabs in the middle; undo, redo and publishing at the right. */
import { Link } from "@tanstack/react-router";
import { ArrowLeft, CircleAlert, CloudUpload, ExternalLink, Eye, Redo2, TriangleAlert, Undo2 } from "lucide-react";
import { useState } from "react";

import { Button, buttonClass, IconButton, Select, usePhone } from "../../ui";
import { useMedia } from "../../ui/media";
import { useDraft, useOpenPart, usePlace, useSay, useStore } from "../context";
import { shown } from "../document/names";
import { PreviewDialog } from "../preview/PreviewDialog";
import { PublishDialog } from "../publish/PublishDialog";
import { ProblemList } from "./ProblemList";
import { type TabKey, TABS } from "./Shell";
import css from "./shell.module.css";

export function TopBar({ tab }: { tab: TabKey }) {
  const say = useSay();
  const store = useStore();
  const open = useOpenPart();
  const draft = useDraft();
  const narrow = useMedia("(max-width: 1279px)");
  const phone = usePhone();
  const [publishing, setPublishing] = useState(false);
  const [listing, setListing] = useState(false);
  const [showing, setShowing] = useState(false);
  const [, , form = null] = usePlace();
  const errors = draft.problems.filter((one) => one.severity === "error").length;
  const warnings = draft.problems.length - errors;
  const found = errors ? say("problems.errors", { count: errors }) : say("problems.warnings", { count: warnings });
  return (
    <header className={css.bar}>
      <div className={css.left}>
        <Link to="/designer/$" params={{ _splat: "" }} className={buttonClass("plain")} aria-label={say("back_to_apps")} data-action="back"><ArrowLeft size={18} aria-hidden /></Link>
        <h1 className={css.name}>{shown(draft.document.name) || store.app}</h1>
        <DraftChip />
        {errors + warnings > 0 && (
          <button type="button" className={css.problemchip} data-kind={errors ? "error" : "warning"} aria-haspopup="dialog" onClick={() => setListing(true)} data-action="problems">
            {errors ? <CircleAlert size={14} aria-hidden /> : <TriangleAlert size={14} aria-hidden />}
            {phone ? <><span className="sr-only">{found}</span><span aria-hidden>{errors || warnings}</span></> : found}
          </button>
        )}
      </div>
      {narrow ? (
        <div className={css.tabselect}><Select label={say("tabs")} clearable={false} value={tab} options={TABS.map((one) => ({ value: one, label: say(`tab.${one}`) }))} onChange={(next) => next && open(next)} /></div>
      ) : (
        <nav className={css.tabs} aria-label={say("tabs")}>
          {TABS.map((one) => (
            <Link key={one} to="/designer/$" params={{ _splat: `${store.app}/${one}` }} aria-current={one === tab ? "page" : undefined} data-tab={one}>{say(`tab.${one}`)}</Link>
          ))}
        </nav>
      )}
      <div className={css.right}>
        <SaveState />
        <IconButton icon={Undo2} label={say("undo")} disabled={!draft.canUndo} onClick={store.undo} data-action="undo" />
        <IconButton icon={Redo2} label={say("redo")} disabled={!draft.canRedo} onClick={store.redo} data-action="redo" />
        {draft.version > 0 && !phone && <Link to="/app/$app" params={{ app: store.app }} className={buttonClass("plain")} aria-label={say("open_app")} data-hint={say("open_app")} data-action="open-app"><ExternalLink size={16} aria-hidden /></Link>}
        {phone ? <IconButton icon={Eye} label={say("preview.do")} onClick={() => setShowing(true)} data-action="preview" /> : <Button icon={Eye} onClick={() => setShowing(true)} data-action="preview">{say("preview.do")}</Button>}
        <Button kind="primary" icon={CloudUpload} onClick={() => setPublishing(true)} data-action="publish">{say("publish.do")}</Button>
      </div>
      {publishing && <PublishDialog onClose={() => setPublishing(false)} />}
      {showing && <PreviewDialog form={form} onClose={() => setShowing(false)} />}
      {listing && <ProblemList onClose={() => setListing(false)} />}
    </header>
  );
}

function DraftChip() {
  const say = useSay();
  const { version, changes } = useDraft();
  if (!version) return <span className={css.chip} data-kind="draft">{say("state.never")}</span>;
  // whether anything is to be published is not known yet
  if (changes === null) return <span className={css.chip} data-kind="open">{say("apps.version", { n: version })}</span>;
  if (changes > 0) return <span className={css.chip} data-kind="draft">{say("state.changes", { count: changes })}</span>;
  return <span className={css.chip} data-kind="live">{say("state.live", { n: version })}</span>;
}

function SaveState() {
  const say = useSay();
  const { state } = useDraft();
  return <span className={css.save} role="status" data-save={state}>{say(`save.${state}`)}</span>;
}
