/** Filling in a form: the fields, what is wrong on top, keeping and sending; what is typed survives a closed lid. */
import { useBlocker } from "@tanstack/react-router";
import type { TFunction } from "i18next";
import { useEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";

import { FormView, jumpTo, ProblemSummary } from "../../../engines/form/FormView";
import type { FormStore } from "../../../engines/form/store";
import { FieldScopeProvider } from "../../../engines/record/context";
import { isBlank } from "../../../engines/record/fields";
import { broughtAlong } from "../../../engines/record/inputs/reference";
import { ago } from "../../../kit/format";
import { Refusal } from "../../../platform/api/client";
import type { App, Form, FoundProblem, Picks, Row, Values } from "../../../platform/api/types";
import { currentLocale } from "../../../platform/i18n";
import { useMe } from "../../../platform/queries";
import { holdWork } from "../../../platform/work";
import { Button, confirm, cx, Notice, toast } from "../../../ui";
import { Conflict, type Current } from "./Conflict";
import { collisions, type Draft, draftPlace, dropDraft, keepDraft, readDraft } from "./drafts";
import css from "./form.module.css";
import { asksForPicks, usePicks } from "./Picks";
import { QuickCreate, useQuickCreate } from "./QuickCreate";
import { useFormStore } from "./useFormStore";

export interface Send {
  key: string;
  label: string;
  primary?: boolean;
  /** Stores without judging. */
  unjudged?: boolean;
  /** ``confirmed``: the warnings of the first try were read. */
  send: (store: FormStore, confirmed: boolean, picks?: Picks) => Promise<Row>;
  done: (row: Row) => void;
}

interface EditorProps {
  app: App;
  form: Form;
  title: string;
  values: Values;
  /** The record that is changed; null for a new one. */
  record: Row | null;
  sends: Send[];
  onCancel: () => void;
  onReload?: () => void;
  /** Sets drafts of one form apart: what a new record starts with. */
  start?: string;
}

const PAUSE = 400;

type AskPicks = (problems: FoundProblem[]) => Promise<Picks | null>;

/** Sent, with what the server wants to be told first: that warnings were read, and who acts where one may choose. */
async function answering(send: Send, store: FormStore, ask: AskPicks, t: TFunction, confirmed = false, picks?: Picks): Promise<Row> {
  try {
    return await send.send(store, confirmed, picks);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    if (error.code === "needs_confirming" && !confirmed) {
      const text = error.problems.map((problem) => problem.message).join("\n");
      if (!(await confirm({ title: t("form.please_confirm"), text, yes: t("form.save_anyway") }))) throw error;
      return answering(send, store, ask, t, true, picks);
    }
    const chosen = asksForPicks(error.problems) ? await ask(error.problems) : null;
    if (!chosen) throw error;
    return answering(send, store, ask, t, confirmed, chosen);
  }
}

export function FormEditor(props: EditorProps) {
  const person = useMe();
  const place = draftPlace(person.id, props.app.key, props.form.key, props.record?.id ?? `new${props.start ?? ""}`);
  const [draft, setDraft] = useState(() => readDraft(place));
  const [round, setRound] = useState(0);
  const discard = () => {
    dropDraft(place);
    setDraft(null);
    setRound(round + 1);
  };
  return <Editor key={round} {...props} place={place} values={{ ...props.values, ...draft?.values }} draft={draft} onDiscard={discard} />;
}

/** The draft was begun on a version that others have changed since, in the same fields. */
function overtaken(draft: Draft | null, record: Row | null, form: Form): boolean {
  if (!draft?.base || !record || draft.rev === record.rev) return false;
  return collisions(draft.base, draft.values, record.values, form.fields.map((field) => field.key)).both.length > 0;
}

function Editor({ app, form, title, values, record, sends, onCancel, onReload, place, draft, onDiscard }: EditorProps & { place: string; draft: Draft | null; onDiscard: () => void }) {
  const { t } = useTranslation();
  const [busy, setBusy] = useState<string | null>(null);
  const [kept, setKept] = useState(false);
  // a draft that was overtaken is put together before anything is sent
  const [clash] = useState(() => (overtaken(draft, record, form) ? record : null));
  const [conflict, setConflict] = useState<Current | null>(clash);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const leaving = useRef(false);
  const quiet = useRef(false);
  const base = useRef<Values>(record && draft?.base ? { ...record.values, ...draft.base } : (record?.values ?? {}));
  const store = useFormStore(app, form, { values, stored: record?.values ?? null, record: record?.id, onChange: () => keepSoon() });
  const keep = () => {
    clearTimeout(timer.current);
    timer.current = undefined;
    const mine = store.changes();
    if (record && !Object.keys(mine).length) return dropDraft(place);
    const before = record ? Object.fromEntries(Object.keys(mine).map((key) => [key, base.current[key] ?? null])) : undefined;
    setKept(keepDraft(place, { rev: (clash ? draft?.rev : record?.rev) ?? null, values: mine, base: before }));
  };
  const keepSoon = () => {
    if (quiet.current) return;
    clearTimeout(timer.current);
    setKept(false);
    timer.current = setTimeout(keep, PAUSE);
  };
  if (draft) store.touched = true;
  useEffect(() => {
    if (record || draft) return;
    // begun at another record: what choosing it would have brought comes along, and counts as nothing typed
    void broughtAlong(app, form, values).then((brought) => {
      const fresh = Object.entries(brought).filter(([key]) => isBlank(store.values[key]));
      if (!fresh.length) return;
      const typed = store.touched;
      quiet.current = true;
      store.setMany(Object.fromEntries(fresh));
      quiet.current = false;
      store.touched = typed;
    });
    // eslint-disable-next-line react-hooks/exhaustive-deps -- once, when the page opens
  }, []);
  useEffect(() => {
    // what was typed in the last moment is kept when the page goes
    const now = () => timer.current !== undefined && keep();
    window.addEventListener("pagehide", now);
    const release = holdWork(() => store.touched && !leaving.current);
    return () => {
      window.removeEventListener("pagehide", now);
      release();
      now();
    };
    // eslint-disable-next-line react-hooks/exhaustive-deps -- the page's own store and draft do not change while it stands
  }, []);
  const quick = useQuickCreate();
  const picking = usePicks(app, form);
  const scope = useMemo(() => ({ app, form, createRecord: quick.open }), [app, form, quick.open]);
  useBlocker({
    shouldBlockFn: async () => {
      if (leaving.current || !store.touched) return false;
      return !(await confirm({ title: t("form.leave"), text: t("form.leave_text"), yes: t("form.leave_yes") }));
    },
    enableBeforeUnload: false,
  });
  const merge = (mine: Values) => {
    if (!conflict) return;
    clearTimeout(timer.current);
    timer.current = undefined;
    keepDraft(place, { rev: conflict.rev, values: mine, base: Object.fromEntries(Object.keys(mine).map((key) => [key, conflict.values[key] ?? null])), merged: true });
    leaving.current = true;
    setConflict(null);
    onReload?.();
  };

  const run = async (send: Send) => {
    if (clash) return setConflict(clash);
    if (!send.unjudged) {
      const [first] = store.check();
      if (first) return jumpTo(first.path);
    }
    setBusy(send.key);
    try {
      const row = await answering(send, store, (problems) => picking.ask(problems, store.outgoing(), record?.id ?? null), t);
      clearTimeout(timer.current);
      timer.current = undefined;
      dropDraft(place);
      leaving.current = true;
      store.touched = false;
      for (const warning of row.warnings ?? []) toast("info", warning.message);
      send.done(row);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const current = (error.body as { current?: Current }).current;
      if (error.status === 409 && current && record) setConflict(current);
      else if (error.problems.length) {
        store.refuse(error.problems);
        document.querySelector('[data-testid="problems"]')?.scrollIntoView({ block: "center", behavior: "smooth" });
      } else if (error.status !== 401) toast("error", error.offline ? `${t("error.offline")} ${t("form.kept_here")}` : error.message);
    } finally {
      setBusy(null);
    }
  };

  const wide = form.layout?.some((part) => typeof part === "object" && "columns" in part && (part.columns ?? 2) > 2) ?? false;
  return (
    <FieldScopeProvider value={scope}>
      <div className={css.page}>
        <form
          className={cx(css.card, wide && css.wide)}
          noValidate
          aria-label={title}
          data-testid="form"
          aria-keyshortcuts="Control+S"
          onKeyDown={(event) => {
            if (event.key.toLowerCase() !== "s" || !(event.ctrlKey || event.metaKey) || event.altKey) return;
            event.preventDefault();
            // what stands in an input goes into the record when it is left
            if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
            if (!busy) event.currentTarget.requestSubmit();
          }}
          onSubmit={(event) => {
            event.preventDefault();
            const first = sends.find((send) => send.primary);
            if (first) void run(first);
          }}
        >
          <header className={css.head}>
            <h1>{title}</h1>
            <span className={css.kept} aria-live="polite">{kept ? t("form.kept") : ""}</span>
          </header>
          <div className={css.body}>
            {draft && (
              <Notice>
                {draft.merged ? t("form.merged") : t("form.restored", { when: ago(draft.at, currentLocale(), app.timezone) })}{" "}
                <Button kind="link" small onClick={onDiscard} data-action="discard-draft">{t("form.discard")}</Button>
              </Notice>
            )}
            <ProblemSummary store={store} />
            <FormView store={store} />
          </div>
          <footer className={css.foot}>
            {sends.map((send) => (
              <Button key={send.key} kind={send.primary ? "primary" : "default"} type={send.primary ? "submit" : "button"} busy={busy === send.key} disabled={busy !== null && busy !== send.key} onClick={send.primary ? undefined : () => void run(send)} data-action={send.key}>
                {send.label}
              </Button>
            ))}
            <span />
            <Button kind="plain" onClick={onCancel} data-action="cancel">{t("ui.cancel")}</Button>
          </footer>
        </form>
      </div>
      {picking.dialog}
      <QuickCreate app={app} asked={quick.asked} onClose={quick.close} />
      {conflict && <Conflict form={form} base={base.current} mine={store.changes()} current={conflict} onClose={() => setConflict(null)} onMerge={merge} />}
    </FieldScopeProvider>
  );
}
