/** The form as its members will see it; every part of it can be pressed, moved and dropped upon. */
import { useDroppable } from "@dnd-kit/core";
import { Monitor, Pencil, Smartphone, Trash2 } from "lucide-react";
import { type CSSProperties, useMemo, useState } from "react";

import { FieldScopeProvider } from "../../engines/record/context";
import { currentLocale } from "../../platform/i18n";
import { cx, IconButton, Segments, usePhone } from "../../ui";
import { useAppView, useOpenPart, useSay, useStore } from "../context";
import { formView } from "../document/appview";
import { nameOf, shown } from "../document/names";
import { isObject, type JsonObject, join } from "../document/pointer";
import { type Block, blocksOf, removeSection } from "./canvas";
import { FieldCell } from "./FieldCell";
import type { Doing } from "./FormDesigner";
import css from "./forms.module.css";

interface CanvasProps {
  form: JsonObject;
  pointer: string;
  selected: string | null;
  doing: Doing;
  dragging: boolean;
}

export function Canvas({ form, pointer, selected, doing, dragging }: CanvasProps) {
  const say = useSay();
  const app = useAppView();
  const [phone, setPhone] = useState(usePhone());
  const view = useMemo(() => formView(form, currentLocale()), [form]);
  const blocks = blocksOf(form);
  const hint = shown(form.hint);
  return (
    <div className={css.canvas} onClick={(event) => event.target === event.currentTarget && doing.select(null)}>
      <div className={css.tools}>
        <Segments label={say("forms.width")} value={phone ? "phone" : "desktop"} onChange={(next) => setPhone(next === "phone")} options={[{ value: "desktop", label: <Monitor size={15} aria-label={say("forms.desktop")} /> }, { value: "phone", label: <Smartphone size={15} aria-label={say("forms.phone")} /> }]} />
      </div>
      <FieldScopeProvider value={{ app, form: view }}>
        <section className={cx(css.sheet, phone && css.phone)} aria-label={say("forms.canvas", { name: nameOf(form) })} data-testid="canvas">
          <header className={css.sheethead}>
            <button type="button" className={css.title} aria-pressed={selected === null} onClick={() => doing.select(null)}>{nameOf(form)}</button>
            {hint && <p>{hint}</p>}
          </header>
          {blocks.map((block, index) => <BlockView key={block.section ?? `${block.list ?? "left"}-${String(index)}`} block={block} index={index} count={blocks.length} form={form} view={view.fields} pointer={pointer} selected={selected} doing={doing} phone={phone} dragging={dragging} />)}
        </section>
      </FieldScopeProvider>
    </div>
  );
}

interface BlockProps extends CanvasProps {
  block: Block;
  index: number;
  count: number;
  view: ReturnType<typeof formView>["fields"];
  phone: boolean;
}

function BlockView({ block, index, form, view, pointer, selected, doing, phone, dragging, count }: BlockProps) {
  const say = useSay();
  const open = useOpenPart();
  const store = useStore();
  const { setNodeRef, isOver } = useDroppable({ id: `end:${String(index)}`, data: { end: index } });
  const name = shown(block.name);
  const left = block.list === null && count > 1;
  return (
    <div className={css.block} data-block={index}>
      {block.section && (
        <div className={css.sectionhead}>
          <h3>{[shown(block.tab), name].filter(Boolean).join(" › ") || say("unnamed")}</h3>
          <IconButton small icon={Pencil} label={say("forms.edit_section", { name })} onClick={() => open(`forms/${String(form.key)}/~section${block.section?.replaceAll("/", ":") ?? ""}`)} />
          <IconButton small icon={Trash2} label={say("forms.delete_section", { name })} onClick={() => store.edit((document) => ({ ...document, forms: (document.forms as JsonObject[]).map((one) => (one.key === form.key ? removeSection(one, block.section ?? "") : one)) }))} />
        </div>
      )}
      {left && <div className={css.sectionhead}><h3>{say("forms.not_placed")}</h3></div>}
      <div className={css.grid} style={{ "--columns": phone ? 1 : block.columns } as CSSProperties}>
        {block.cells.map((cell) => {
          const field = view[cell.index];
          const raw = Array.isArray(form.fields) ? form.fields[cell.index] : undefined;
          return field && isObject(raw) ? <FieldCell key={cell.key} field={field} span={phone ? 1 : Math.min(cell.span, block.columns)} pointer={join(pointer, "fields", cell.index)} selected={selected} doing={doing} form={form} block={index} /> : null;
        })}
        <div ref={setNodeRef} className={css.end} data-over={isOver} data-dragging={dragging} data-empty={!block.cells.length}>{!block.cells.length ? say("forms.drop_here") : dragging ? say("forms.drop_end") : null}</div>
      </div>
    </div>
  );
}
