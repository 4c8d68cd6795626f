/** Options with their colours: what they are called, how they look, in which order. */
import { closestCenter, DndContext, KeyboardSensor, PointerSensor, useSensor, useSensors } from "@dnd-kit/core";
import { SortableContext, sortableKeyboardCoordinates, useSortable, verticalListSortingStrategy } from "@dnd-kit/sortable";
import { Ellipsis, GripVertical, Plus, Trash2 } from "lucide-react";
import { type CSSProperties, useRef, useState } from "react";

import { Button, IconButton, Layer, Popover, TextInput, tone } from "../../ui";
import { useDocument, useSay, useStore } from "../context";
import { freeKey } from "../document/keys";
import { type Locale, named, shown } from "../document/names";
import { isObject, type JsonObject, join } from "../document/pointer";
import type { ControlProps } from "./Control";
import css from "./panel.module.css";
import { SchemaPanel } from "./SchemaPanel";

export const COLORS = ["blue", "purple", "cyan", "orange", "green", "red", "pink", "yellow", "gray"];

export function Swatch({ color, label, onChange }: { color: string | null; label: string; onChange: (color: string) => void }) {
  const say = useSay();
  const anchor = useRef<HTMLButtonElement>(null);
  const [open, setOpen] = useState(false);
  return (
    <>
      <button ref={anchor} type="button" className={css.swatch} style={{ "--tone": tone(color) } as CSSProperties} aria-label={`${label}: ${color ? say(`color.${color}`, { defaultValue: color }) : say("color.none")}`} aria-haspopup="dialog" onClick={() => setOpen(true)} />
      <Popover open={open} onClose={() => setOpen(false)} anchor={anchor} title={label}>
        <div className={css.swatches}>
          {COLORS.map((one) => (
            <button key={one} type="button" style={{ "--tone": tone(one) } as CSSProperties} aria-label={say(`color.${one}`)} aria-pressed={one === color} onClick={() => { onChange(one); setOpen(false); }} />
          ))}
        </div>
      </Popover>
    </>
  );
}

export function ColorControl({ value, change, label }: ControlProps) {
  return <div><Swatch color={typeof value === "string" ? value : null} label={label} onChange={change} /></div>;
}

export function OptionsControl({ value, pointer }: ControlProps) {
  const say = useSay();
  const store = useStore();
  const options = Array.isArray(value) ? value.filter(isObject) : [];
  const ids = options.map((_, index) => `${pointer}/${String(index)}`);
  const sensors = useSensors(useSensor(PointerSensor, { activationConstraint: { distance: 4 } }), useSensor(KeyboardSensor, { coordinateGetter: sortableKeyboardCoordinates }));
  const [detail, setDetail] = useState<number | null>(null);
  const add = () => {
    const n = options.length + 1;
    store.insert(pointer, { value: freeKey(`option_${String(n)}`, options.map((one) => String(one.value))), name: say("option.new", { n }), color: COLORS[options.length % COLORS.length] ?? "blue" });
  };
  return (
    <div className={css.options}>
      <DndContext sensors={sensors} collisionDetection={closestCenter} onDragEnd={({ active, over }) => over && active.id !== over.id && store.move(pointer, ids.indexOf(String(active.id)), ids.indexOf(String(over.id)))}>
        <SortableContext items={ids} strategy={verticalListSortingStrategy}>
          {options.map((option, index) => (
            <OptionRow key={ids[index]} id={ids[index] ?? ""} option={option} index={index} onDetail={() => setDetail(index)} />
          ))}
        </SortableContext>
      </DndContext>
      <Button icon={Plus} className={css.add} onClick={add} data-action="add-option">{say("option.add")}</Button>
      <Layer open={detail !== null} title={say("option.detail")} width={420} onClose={() => setDetail(null)}>
        {detail !== null && <SchemaPanel model="OptionDef" pointer={join(pointer, detail)} flat />}
      </Layer>
    </div>
  );
}

function OptionRow({ id, option, index, onDetail }: { id: string; option: JsonObject; index: number; onDetail: () => void }) {
  const say = useSay();
  const store = useStore();
  const main: Locale = useDocument().locale === "en" ? "en" : "zh-CN";
  const { attributes, listeners, setNodeRef, transform, transition } = useSortable({ id });
  const text = "name" in option ? shown(option.name, main) : String(option.value);
  const style: CSSProperties = { transform: transform ? `translateY(${String(transform.y)}px)` : undefined, transition };
  const rename = (next: string) => store.set(join(id, "name"), named(option.name, main, next, main) ?? "");
  return (
    <div ref={setNodeRef} className={css.option} style={style} data-option={String(option.value)}>
      <button type="button" className={css.grip} {...attributes} {...listeners} aria-label={say("drag", { name: text })}><GripVertical size={14} aria-hidden /></button>
      <Swatch color={typeof option.color === "string" ? option.color : null} label={say("option.color", { name: text })} onChange={(color) => store.set(join(id, "color"), color)} />
      <TextInput aria-label={say("option.name", { n: index + 1 })} value={text} onChange={rename} />
      <IconButton small icon={Ellipsis} label={say("option.detail")} onClick={onDetail} />
      <IconButton small icon={Trash2} label={say("delete")} onClick={() => store.remove(id)} />
    </div>
  );
}
