/** One field on the canvas: it looks like what members get, and carries its handles while it is selected. */
import { useDraggable, useDroppable } from "@dnd-kit/core";
import { ArrowDown, ArrowUp, Copy, FolderInput, GripVertical, Plus, Trash2 } from "lucide-react";
import { Component, type CSSProperties, type KeyboardEvent, type ReactNode, Suspense } from "react";

import { isComputed, isShownOnly } from "../../engines/record/fields";
import { fieldView } from "../../engines/record/registry";
import type { Field } from "../../platform/api/types";
import { cx, IconButton, Menu, Skeleton, TextInput } from "../../ui";
import { useSay, useSchema, useStore } from "../context";
import { freeFieldKey } from "../document/keys";
import { shown } from "../document/names";
import { type JsonObject, join } from "../document/pointer";
import { useTrouble } from "../panel/PinnedProblems";
import { fresh } from "../schema/fresh";
import { useWords } from "../words";
import { blocksOf, stepField } from "./canvas";
import type { Doing } from "./FormDesigner";
import css from "./forms.module.css";

interface CellProps {
  field: Field;
  span: number;
  pointer: string;
  selected: string | null;
  doing: Doing;
  form: JsonObject;
  block: number;
}

export function FieldCell({ field, span, pointer, selected, doing, form, block }: CellProps) {
  const say = useSay();
  const { errors, warnings } = useTrouble(pointer);
  const drag = useDraggable({ id: `field:${field.key}`, data: { field: field.key, name: field.name } });
  const drop = useDroppable({ id: `before:${field.key}`, data: { before: field.key } });
  const own = selected === field.key;
  const inner = selected?.startsWith(`${field.key}.`) ? selected.slice(field.key.length + 1) : null;
  const view = fieldView(field.type);
  const wide = view.wide && span === 1;
  const step = (by: -1 | 1) => doing.edit((now) => stepField(now, field.key, by));
  const onKey = (event: KeyboardEvent) => {
    if (event.target !== event.currentTarget) return;
    if (event.key === "Enter" || event.key === " ") doing.select(field.key);
    else if (event.key === "Delete") doing.remove(field.key);
    else if (event.altKey && event.key === "ArrowUp") step(-1);
    else if (event.altKey && event.key === "ArrowDown") step(1);
    else return;
    event.preventDefault();
  };
  return (
    <div
      ref={(node) => { drag.setNodeRef(node); drop.setNodeRef(node); }}
      className={cx(css.cell, own && css.selected)} style={{ "--span": span } as CSSProperties}
      data-field={field.key} data-type={field.type} data-wide={wide} data-over={drop.isOver && !drag.isDragging} data-dragged={drag.isDragging} data-trouble={errors ? "error" : warnings ? "warning" : undefined}
      tabIndex={0} role="group" aria-label={`${field.name}${own ? `, ${say("selected")}` : ""}`}
      onClick={(event) => { event.stopPropagation(); doing.select(field.key); }} onKeyDown={onKey}
    >
      {own && <Handles field={field} doing={doing} form={form} block={block} drag={drag} onStep={step} />}
      {!isShownOnly(field) && (
        <div className={css.celllabel}>
          {field.required && <em aria-hidden>*</em>}
          {field.name}
          {isComputed(field) && <span className={css.auto}>{say("forms.auto")}</span>}
          {errors > 0 && <span className={css.pin} data-kind="error">{errors}</span>}
        </div>
      )}
      {field.type === "subtable" ? <Subtable field={field} pointer={pointer} selected={inner} doing={doing} /> : <Face field={field} />}
      {field.hint && <div className={css.hint}>{field.hint}</div>}
    </div>
  );
}

function Handles({ field, doing, form, block, drag, onStep }: { field: Field; doing: Doing; form: JsonObject; block: number; drag: ReturnType<typeof useDraggable>; onStep: (by: -1 | 1) => void }) {
  const say = useSay();
  const blocks = blocksOf(form);
  return (
    <div className={css.handles} role="toolbar" aria-label={say("forms.handles", { name: field.name })} onClick={(event) => event.stopPropagation()}>
      <span {...drag.listeners} className={css.handle} title={say("drag", { name: field.name })}><GripVertical size={14} aria-hidden /></span>
      <IconButton small icon={ArrowUp} label={say("move_up")} onClick={() => onStep(-1)} data-action="move-up" />
      <IconButton small icon={ArrowDown} label={say("move_down")} onClick={() => onStep(1)} data-action="move-down" />
      {blocks.length > 1 && (
        <Menu small icon={FolderInput} label={say("move_to")} data-action="move-to" items={blocks.map((one, index) => ({ key: `to-${String(index)}`, label: shown(one.name) || say(one.list === null ? "forms.not_placed" : "forms.loose"), disabled: index === block, onPress: () => doing.move(field.key, { end: index }) }))} />
      )}
      <IconButton small icon={Copy} label={say("copy")} onClick={() => doing.copy(field.key)} data-action="copy-field" />
      <IconButton small icon={Trash2} label={say("delete")} onClick={() => doing.remove(field.key)} data-action="delete-field" />
    </div>
  );
}

/** The input members get, out of reach: a press selects the field. */
function Face({ field }: { field: Field }) {
  const say = useSay();
  const { Input, Show } = fieldView(field.type);
  if (isShownOnly(field)) return <Show field={field} value={null} />;
  if (isComputed(field) || !Input) return <div className={css.computed}>{say(field.type === "serial" ? "forms.numbered" : "forms.computed")}</div>;
  return (
    <div inert className={css.face}>
      <Guard key={`${field.type} ${String(field.control)}`} fallback={<TextInput value="" onChange={() => undefined} aria-label={field.name} />}>
        <Suspense fallback={<Skeleton height={32} />}>
          <Input id={`face-${field.key}`} field={field} value={null} onChange={() => undefined} />
        </Suspense>
      </Guard>
    </div>
  );
}

/** A half-drawn field may be more than its input can bear. */
class Guard extends Component<{ fallback: ReactNode; children: ReactNode }, { failed: boolean }> {
  override state = { failed: false };
  static getDerivedStateFromError() {
    return { failed: true };
  }
  override render() {
    return this.state.failed ? this.props.fallback : this.props.children;
  }
}

const INSIDE = ["text", "number", "money", "percent", "date", "select", "boolean", "user", "reference", "formula", "lookup", "textarea", "file"];

function Subtable({ field, pointer, selected, doing }: { field: Field; pointer: string; selected: string | null; doing: Doing }) {
  const say = useSay();
  const words = useWords();
  const schema = useSchema();
  const store = useStore();
  const columns = field.fields ?? [];
  const add = (type: string) => {
    const key = freeFieldKey(type, columns.map((one) => one.key));
    store.insert(join(pointer, "fields"), { type, ...fresh(schema, schema.kinds("field_types").get(type) ?? "TextDef", [], type), key, name: words.kind("field_types", type) });
    doing.select(`${field.key}.${key}`);
  };
  return (
    <div className={css.subtable} onClick={(event) => event.stopPropagation()}>
      <div className={css.columns}>
        {columns.map((column, index) => (
          <button key={column.key} type="button" className={css.column} aria-pressed={selected === column.key} data-column={column.key} onClick={() => doing.select(`${field.key}.${column.key}`)} onKeyDown={(event) => {
            const by = event.altKey && event.key === "ArrowRight" ? 1 : event.altKey && event.key === "ArrowLeft" ? -1 : 0;
            if (by) store.move(join(pointer, "fields"), index, index + by);
          }}>
            <span>{column.required && <em aria-hidden>*</em>}{column.name}</span>
            <small>{words.kind("field_types", column.type)}</small>
          </button>
        ))}
        <Menu small icon={Plus} label={say("forms.add_column")} data-action="add-column" items={INSIDE.map((type) => ({ key: type, label: words.kind("field_types", type), onPress: () => add(type) }))} />
      </div>
      {!columns.length && <p className={css.hint}>{say("forms.no_columns")}</p>}
    </div>
  );
}
