/** One form: what is selected, what is dragged, and the three columns. */
import { DndContext, type DragEndEvent, DragOverlay, type DragStartEvent, PointerSensor, pointerWithin, rectIntersection, useSensor, useSensors } from "@dnd-kit/core";
import { useState } from "react";

import { useAt, useGo, useSay, useSchema, useStore } from "../context";
import { freeFieldKey, freeKey, indexOfKey, keysOf } from "../document/keys";
import { nameOf } from "../document/names";
import { getAt, isObject, type JsonObject, join, listAt } from "../document/pointer";
import { fresh } from "../schema/fresh";
import { useWords } from "../words";
import { useMayGo } from "../panel/Used";
import { addField, blocksOf, moveField, removeField, type Target } from "./canvas";
import { Canvas } from "./Canvas";
import css from "./forms.module.css";
import { iconOfType, startingWith } from "./kinds";
import { Palette } from "./Palette";
import { Properties } from "./Properties";

export interface Doing {
  add: (type: string, target?: Target) => void;
  move: (key: string, target: Target) => void;
  edit: (change: (form: JsonObject) => JsonObject) => void;
  remove: (key: string) => void;
  copy: (key: string) => void;
  select: (key: string | null) => void;
}

export function FormDesigner({ index, selected: asked, onAddForm }: { index: number; selected: string | null; onAddForm: () => void }) {
  const say = useSay();
  const words = useWords();
  const schema = useSchema();
  const store = useStore();
  const go = useGo();
  const mayGo = useMayGo();
  const pointer = join("/forms", index);
  const value = useAt(pointer);
  const form = isObject(value) ? value : {};
  // what was selected may be gone after an undo
  const selected = asked !== null && (asked.startsWith("~") || indexOfKey(form, "/fields", asked.split(".")[0] ?? "") >= 0) ? asked : null;
  const [dragged, setDragged] = useState<{ type: string; name: string } | null>(null);
  const sensors = useSensors(useSensor(PointerSensor, { activationConstraint: { distance: 5 } }));
  const select = (key: string | null) => go(`${store.app}/forms/${String(form.key)}${key ? `/${key}` : ""}`, true);
  const edit = (change: (form: JsonObject) => JsonObject) =>
    store.edit((document) => {
      const now = getAt(document, pointer);
      return isObject(now) ? { ...document, forms: (document.forms as JsonObject[]).map((one, at) => (at === index ? change(now) : one)) } : document;
    });
  const afterSelected = (): Target => {
    const blocks = blocksOf(form);
    for (const block of blocks) {
      const at = block.cells.findIndex((cell) => cell.key === selected);
      if (at >= 0) return block.cells[at + 1] ? { before: block.cells[at + 1]?.key ?? "" } : { end: blocks.indexOf(block) };
    }
    return { end: blocks.length - 1 };
  };
  const drop = async (key: string) => {
    const at = indexOfKey(form, "/fields", key);
    if (at < 0 || !(await mayGo(join(pointer, "fields", at), nameOf(listAt(form, "/fields")[at])))) return;
    edit((now) => removeField(now, key));
    if (selected === key) select(null);
  };
  const doing: Doing = {
    edit,
    select,
    move: (key, target) => edit((now) => moveField(now, key, target)),
    remove: (key) => void drop(key),
    add: (type, target = afterSelected()) => {
      const model = schema.kinds("field_types").get(type) ?? "TextDef";
      const key = freeFieldKey(type, keysOf(form.fields));
      const otherForm = listAt(store.document, "/forms").map((one) => String(one.key)).find((one) => one !== form.key) ?? String(form.key);
      const field = { type, ...fresh(schema, model, keysOf(form.fields), type), key, ...startingWith(type, { name: words.kind("field_types", type), option: (n) => say("option.new", { n }), otherForm, column: say("forms.column", { n: 1 }) }) };
      edit((now) => addField(now, field, target));
      select(key);
    },
    copy: (key) => {
      const field = listAt(form, "/fields").find((one) => one.key === key);
      if (!field) return;
      const { was: _, ...rest } = field;
      const made = freeKey(key, keysOf(form.fields));
      edit((now) => addField(now, { ...rest, key: made, name: say("copy_of", { name: nameOf(field) }) }, afterSelected()));
      select(made);
    },
  };
  const onStart = ({ active }: DragStartEvent) => {
    const data = active.data.current as { type?: string; field?: string; name: string } | undefined;
    const type = data?.type ?? String(listAt(form, "/fields").find((one) => one.key === data?.field)?.type ?? "text");
    setDragged({ type, name: data?.name ?? "" });
  };
  const onEnd = ({ active, over }: DragEndEvent) => {
    setDragged(null);
    const target = over?.data.current as Target | undefined;
    const data = active.data.current as { type?: string; field?: string } | undefined;
    if (!target || !data) return;
    if (data.type) doing.add(data.type, target);
    else if (data.field) doing.move(data.field, target);
  };
  const Icon = iconOfType(dragged?.type ?? "");
  return (
    <DndContext sensors={sensors} collisionDetection={(asked) => { const inside = pointerWithin(asked); return inside.length ? inside : rectIntersection(asked); }} onDragStart={onStart} onDragEnd={onEnd} onDragCancel={() => setDragged(null)}>
      <div className={css.designer} data-form={String(form.key)}>
        <Palette pointer={pointer} doing={doing} onAddForm={onAddForm} />
        <Canvas form={form} pointer={pointer} selected={selected} doing={doing} dragging={dragged !== null} />
        <Properties form={form} pointer={pointer} selected={selected} />
      </div>
      <DragOverlay dropAnimation={null}>{dragged && <div className={css.chip} data-dragged><Icon size={15} aria-hidden />{dragged.name}</div>}</DragOverlay>
    </DndContext>
  );
}
