/** The decision: one press or one key; the comment goes with it. A second decision on one task is told as such. */
import { ArrowRightLeft, Check, CornerUpLeft, Ellipsis, MessageSquare, UserPlus, X } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";

import { jumpTo } from "../../../engines/form/FormView";
import type { FormStore } from "../../../engines/form/store";
import { findPeople } from "../../../engines/record/inputs/people";
import { randomId } from "../../../kit/ids";
import { Refusal } from "../../../platform/api/client";
import { type Decision, tasks } from "../../../platform/api/resources";
import type { Task } from "../../../platform/api/types";
import { queryClient, refreshRecords } from "../../../platform/queries";
import { holdWork } from "../../../platform/work";
import { Button, Key, Layer, Menu, type MenuItem, type Option, Select, TextArea, toast, usePhone } from "../../../ui";
import css from "./todo.module.css";

/** What asks for more than a comment. */
type Asking = { action: "transfer" | "add-sign" } | { action: "return" } | { action: "reject" };

const has = (task: Task, action: string) => task.can.includes(action) || task.can.includes(action.replace("-", "_"));

/** What was written and not sent yet survives a reload of the page. */
function useKeptComment(task: string): [string, (text: string) => void] {
  const key = `dougong.comment.${task}`;
  const [text, setText] = useState(() => sessionStorage.getItem(key) ?? "");
  return [
    text,
    (next) => {
      setText(next);
      if (next) sessionStorage.setItem(key, next);
      else sessionStorage.removeItem(key);
    },
  ];
}

export function Decide({ task, store, onDone }: { task: Task; store: FormStore; onDone: () => void }) {
  const { t } = useTranslation();
  const phone = usePhone();
  const [comment, setComment] = useKeptComment(task.id);
  const [busy, setBusy] = useState<string | null>(null);
  const [asking, setAsking] = useState<Asking | null>(null);
  // one id for all tries of the same press
  const press = useRef<Record<string, string>>({});
  const unsent = useRef<() => boolean>(() => false);
  unsent.current = () => Boolean(comment.trim()) || store.touched;
  useEffect(() => holdWork(() => unsent.current()), []);
  const act = async (action: string, more: Partial<Decision> = {}) => {
    const judged = ["approve", "fill"].includes(action);
    if (judged) {
      const [first] = store.check();
      if (first) return jumpTo(first.path);
    }
    setBusy(action);
    const values = judged ? store.outgoing() : {};
    try {
      await tasks.act(task.id, action, { action_id: (press.current[action] ??= randomId()), comment: comment.trim() || undefined, ...(Object.keys(values).length ? { values, rev: task.record.rev } : {}), ...more });
      setAsking(null);
      setComment("");
      toast("success", t(`todo.${action}_done`, t("ui.done")));
      if (action === "comment") {
        press.current = {};
        await queryClient.invalidateQueries({ queryKey: ["tasks", "one", task.id] });
        return;
      }
      onDone();
      await refreshRecords(task.record.app);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      if (error.code === "already_decided") {
        toast("info", t("todo.already_decided"));
        onDone();
        await refreshRecords(task.record.app);
      } else if (error.problems.length) {
        press.current = {};
        store.refuse(error.problems);
        toast("error", error.problems[0]?.message ?? error.message);
      } else if (error.status !== 401) toast("error", error.offline ? t("error.offline") : error.message);
    } finally {
      setBusy(null);
    }
  };
  const main = has(task, "fill") ? "fill" : has(task, "approve") ? "approve" : has(task, "read") ? "read" : null;
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const target = event.target as HTMLElement;
      const typing = target.matches("input, textarea, [contenteditable], [role=combobox]");
      if (busy || asking || event.repeat) return;
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && main) {
        event.preventDefault();
        void act(main);
      } else if (!typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
        if (event.key === "r" && has(task, "reject")) setAsking({ action: "reject" });
        if (event.key === "b" && has(task, "return")) setAsking({ action: "return" });
      }
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  });
  const others: MenuItem[] = [
    ...(has(task, "transfer") ? [{ key: "transfer", label: t("todo.transfer"), icon: ArrowRightLeft, onPress: () => setAsking({ action: "transfer" }) }] : []),
    ...(has(task, "add-sign") ? [{ key: "add-sign", label: t("todo.add_sign"), icon: UserPlus, onPress: () => setAsking({ action: "add-sign" }) }] : []),
    ...(has(task, "comment") ? [{ key: "comment", label: t("todo.comment"), icon: MessageSquare, disabled: !comment.trim(), onPress: () => void act("comment") }] : []),
  ];
  return (
    <footer className={css.act} data-testid="decide">
      {main !== "read" && <TextArea rows={phone ? 1 : 2} value={comment} onChange={setComment} placeholder={t("todo.comment_hint")} aria-label={t("todo.comment_hint")} data-field="comment" style={{ minHeight: phone ? 44 : 44 }} />}
      <div className={css.buttons}>
        {main && (
          <Button kind="primary" icon={Check} busy={busy === main} disabled={busy !== null} onClick={() => void act(main)} data-action={main}>
            {t(`todo.${main}`)}
          </Button>
        )}
        {has(task, "reject") && (
          <Button kind="danger" icon={X} busy={busy === "reject"} disabled={busy !== null} onClick={() => (comment.trim() ? void act("reject") : setAsking({ action: "reject" }))} data-action="reject">
            {t("todo.reject")}
          </Button>
        )}
        {has(task, "return") && (
          <Button icon={CornerUpLeft} disabled={busy !== null} onClick={() => setAsking({ action: "return" })} data-action="return">
            {t("todo.return")}
          </Button>
        )}
        {phone ? others.length > 0 && <Menu kind="default" icon={Ellipsis} label={t("list.more")} items={others} /> : others.map((item) => <Button key={item.key} icon={item.icon} disabled={item.disabled ?? busy !== null} onClick={item.onPress} data-action={item.key}>{item.label}</Button>)}
        {main && (
          <span className={css.hintkeys} aria-hidden>
            <span><Key>Ctrl ↵</Key> {t(`todo.${main}`)}</span>
            {has(task, "reject") && <span><Key>R</Key> {t("todo.reject")}</span>}
          </span>
        )}
      </div>
      {asking && <AskMore task={task} asking={asking} comment={comment} onComment={setComment} busy={busy !== null} onGo={(more) => void act(asking.action, more)} onClose={() => setAsking(null)} />}
    </footer>
  );
}

interface AskMoreProps {
  task: Task;
  asking: Asking;
  comment: string;
  onComment: (text: string) => void;
  busy: boolean;
  onGo: (more: Partial<Decision>) => void;
  onClose: () => void;
}

function AskMore({ task, asking, comment, onComment, busy, onGo, onClose }: AskMoreProps) {
  const { t } = useTranslation();
  const { action } = asking;
  const key = action.replace("-", "_");
  const [person, setPerson] = useState<Option | null>(null);
  const places = task.returns_to ?? [];
  const [to, setTo] = useState<string | null>(places[0]?.key ?? null);
  const toPerson = action === "transfer" || action === "add-sign";
  const ready = toPerson ? person !== null : action === "reject" ? true : places.length === 0 || to !== null;
  const more: Partial<Decision> = toPerson ? { to: person?.value } : action === "return" && to ? { to } : {};
  return (
    <Layer
      open
      onClose={onClose}
      title={t(`todo.${key}`)}
      width={460}
      foot={
        <>
          <Button onClick={onClose}>{t("ui.cancel")}</Button>
          <Button kind={action === "reject" ? "danger" : "primary"} disabled={!ready} busy={busy} onClick={() => onGo(more)} data-action={`confirm-${action}`}>
            {t(`todo.${key}`)}
          </Button>
        </>
      }
    >
      <div style={{ display: "grid", gap: 12 }}>
        {toPerson && <Select label={t("todo.to_whom")} placeholder={t("todo.to_whom")} value={person} find={findPeople} onChange={(_, option) => setPerson(option)} />}
        {action === "return" && places.length > 0 && <Select label={t("todo.return_to")} clearable={false} value={to} options={places.map((place) => ({ value: place.key, label: place.key === "start" ? t("todo.initiator", { who: task.initiator?.title ?? "" }).trim() : place.name }))} onChange={setTo} />}
        <TextArea rows={3} value={comment} onChange={onComment} placeholder={t("todo.reason")} aria-label={t("todo.reason")} data-field="reason" data-autofocus />
      </div>
    </Layer>
  );
}
