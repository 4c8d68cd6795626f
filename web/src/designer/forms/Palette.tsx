/** The forms of the app, and everything that can stand on one. */
import { useDraggable } from "@dnd-kit/core";
import { Ellipsis, Plus, Rows2, Trash2 } from "lucide-react";

import { confirm, IconButton, Menu, Select } from "../../ui";
import { useDocument, useGo, useSay, useSchema, useStore } from "../context";
import { nameOf } from "../document/names";
import { getAt, isObject, type JsonObject, listAt, removeAt } from "../document/pointer";
import { useMayGo } from "../panel/Used";
import { useWords } from "../words";
import { addSection } from "./canvas";
import type { Doing } from "./FormDesigner";
import css from "./forms.module.css";
import { iconOfType, paletteGroups } from "./kinds";

export function Palette({ pointer, doing, onAddForm }: { pointer: string; doing: Doing; onAddForm: () => void }) {
  const say = useSay();
  const schema = useSchema();
  const groups = paletteGroups([...schema.kinds("field_types").keys()]);
  return (
    <aside className={css.palette} aria-label={say("forms.palette")}>
      <Forms pointer={pointer} onAddForm={onAddForm} />
      {groups.map(({ group, types }) => (
        <section key={group} className={css.pgroup} aria-label={say(`palette.${group}`)}>
          <h2>{say(`palette.${group}`)}</h2>
          <div className={css.chips}>
            {types.map((type) => <PaletteItem key={type} type={type} onAdd={() => doing.add(type)} />)}
          </div>
        </section>
      ))}
      <section className={css.pgroup} aria-label={say("palette.layout")}>
        <h2>{say("palette.layout")}</h2>
        <div className={css.chips}>
          <button type="button" className={css.chip} data-palette="section" onClick={() => doing.edit((form) => addSection(form, say("forms.section"), say("forms.first_section")))}>
            <Rows2 size={15} aria-hidden />
            <span>{say("palette.section")}</span>
          </button>
        </div>
      </section>
    </aside>
  );
}

function PaletteItem({ type, onAdd }: { type: string; onAdd: () => void }) {
  const words = useWords();
  const say = useSay();
  const name = words.kind("field_types", type);
  const { listeners, setNodeRef, isDragging } = useDraggable({ id: `palette:${type}`, data: { type, name } });
  const Icon = iconOfType(type);
  return (
    <button ref={setNodeRef} type="button" className={css.chip} {...listeners} onClick={onAdd} data-palette={type} data-dragging={isDragging} title={name} aria-label={say("forms.add_field", { name })}>
      <Icon size={15} aria-hidden />
      <span>{name}</span>
    </button>
  );
}

function Forms({ pointer, onAddForm }: { pointer: string; onAddForm: () => void }) {
  const say = useSay();
  const store = useStore();
  const go = useGo();
  const document = useDocument();
  const forms = listAt(document, "/forms");
  const here = getAt(document, pointer);
  const key = isObject(here) ? String(here.key) : "";
  const mayGo = useMayGo();
  const drop = async () => {
    const name = nameOf(isObject(here) ? here : null);
    if (!(await mayGo(pointer, name)) || !(await confirm({ title: say("forms.drop", { name }), text: say("forms.drop_text"), yes: say("delete"), danger: true }))) return;
    store.edit((before) => withoutForm(before, pointer, key));
    go(`${store.app}/forms`);
  };
  return (
    <div className={css.forms}>
      <Select label={say("forms.which")} clearable={false} value={key} options={forms.map((one) => ({ value: String(one.key), label: nameOf(one) }))} onChange={(next) => next && go(`${store.app}/forms/${next}`)} />
      <IconButton icon={Plus} label={say("forms.add")} onClick={onAddForm} data-action="add-form" />
      <Menu icon={Ellipsis} label={say("more_actions")} items={[{ key: "drop-form", label: say("forms.delete"), icon: Trash2, danger: true, onPress: () => void drop() }]} />
    </div>
  );
}

/** The grants and the menu entries of a form go with it; what else names it is listed as a problem. */
function withoutForm(document: JsonObject, pointer: string, key: string): JsonObject {
  const left: JsonObject = { ...removeAt(document, pointer) };
  const other = (one: unknown): boolean => (one as JsonObject).form !== key;
  if (Array.isArray(left.grants)) left.grants = left.grants.filter(other);
  if (Array.isArray(left.menu)) left.menu = left.menu.filter(other).map((one) => (isObject(one) && Array.isArray(one.items) ? { ...one, items: one.items.filter(other) } : one));
  return left;
}
