/**
 * The form as it is drawn on the canvas: blocks with their cells, and the edits that keep fields and layout in step.
 *
 * Where a form has no layout its fields stand in order; the first edit that needs one (a section, a width) writes it.
 */
import type { Json } from "../../platform/api/types";
import { editAt, getAt, isObject, type JsonObject, join } from "../document/pointer";

export interface Cell {
  key: string;
  span: number;
  /** Index among the fields of the form. */
  index: number;
  /** The list in the layout that names it, from the form on; null: named by no layout. */
  list: string | null;
  at: number;
}

export interface Block {
  /** The list its cells stand in; null: the order of the fields. */
  list: string | null;
  /** Where its section stands in the layout; null: loose fields. */
  section: string | null;
  name: Json | undefined;
  /** The tab it is in. */
  tab: Json | undefined;
  columns: number;
  cells: Cell[];
}

const fieldsOf = (form: JsonObject): JsonObject[] => (Array.isArray(form.fields) ? form.fields.filter(isObject) : []);
const layoutOf = (form: JsonObject): Json[] => (Array.isArray(form.layout) ? form.layout : []);
const keyOf = (entry: Json): string => (typeof entry === "string" ? entry : isObject(entry) ? String(entry.field ?? "") : "");
const spanOf = (entry: Json): number => (isObject(entry) && typeof entry.span === "number" ? entry.span : 1);

export function blocksOf(form: JsonObject): Block[] {
  const fields = fieldsOf(form);
  const index = new Map(fields.map((field, at) => [String(field.key), at]));
  const seen = new Set<string>();
  const cell = (entry: Json, list: string | null, at: number): Cell[] => {
    const key = keyOf(entry);
    const found = index.get(key);
    if (found === undefined || seen.has(key)) return [];
    seen.add(key);
    return [{ key, span: spanOf(entry), index: found, list, at }];
  };
  const blocks: Block[] = [];
  const walk = (entries: Json[], list: string, tab: Json | undefined) => {
    let loose: Block | null = null;
    entries.forEach((entry, at) => {
      if (isObject(entry) && "section" in entry) {
        loose = null;
        const inside = join(list, at, "fields");
        const cells = (Array.isArray(entry.fields) ? entry.fields : []).flatMap((one, n) => cell(one, inside, n));
        blocks.push({ list: inside, section: join(list, at), name: entry.section, tab, columns: typeof entry.columns === "number" ? entry.columns : 2, cells });
      } else if (isObject(entry) && Array.isArray(entry.tabs)) {
        loose = null;
        entry.tabs.forEach((one, n) => isObject(one) && walk(Array.isArray(one.content) ? one.content : [], join(list, at, "tabs", n, "content"), one.name));
      } else {
        const cells = cell(entry, list, at);
        if (loose) loose.cells.push(...cells);
        else blocks.push((loose = { list, section: null, name: undefined, tab, columns: 2, cells }));
      }
    });
  };
  walk(layoutOf(form), "/layout", undefined);
  const left = fields.flatMap((field) => cell(String(field.key), null, 0));
  if (left.length || !blocks.length) blocks.push({ list: null, section: null, name: undefined, tab: undefined, columns: 2, cells: left });
  return blocks;
}

export type Target = { before: string } | { end: number };

const findCell = (form: JsonObject, key: string): { block: Block; cell: Cell } | undefined => {
  for (const block of blocksOf(form)) for (const cell of block.cells) if (cell.key === key) return { block, cell };
  return undefined;
};

function unplace(form: JsonObject, key: string): { form: JsonObject; entry: Json } {
  const found = findCell(form, key);
  if (!found?.cell.list) return { form, entry: key };
  const { list, at } = found.cell;
  return { form: editAt(form, list, (old) => (Array.isArray(old) ? old.toSpliced(at, 1) : old)), entry: getAt(form, join(list, at)) ?? key };
}

/** Puts an entry before another field or at the end of a block; fields without a layout move among the fields. */
function place(form: JsonObject, entry: Json, target: Target): JsonObject {
  const key = keyOf(entry);
  const found = "before" in target ? findCell(form, target.before) : undefined;
  const block = "before" in target ? found?.block : blocksOf(form)[target.end];
  if (block?.list) {
    const at = found ? found.cell.at : block.section === null && block.cells.length ? (block.cells.at(-1)?.at ?? 0) + 1 : undefined;
    return editAt(form, block.list, (old) => (Array.isArray(old) ? old.toSpliced(at ?? old.length, 0, entry) : [entry]));
  }
  const fields = fieldsOf(form);
  const field = fields.find((one) => one.key === key);
  if (!field) return form;
  const rest = fields.filter((one) => one.key !== key);
  const before = "before" in target ? rest.findIndex((one) => one.key === target.before) : -1;
  return { ...form, fields: rest.toSpliced(before < 0 ? rest.length : before, 0, field) };
}

export function addField(form: JsonObject, field: JsonObject, target: Target): JsonObject {
  const withField = { ...form, fields: [...fieldsOf(form), field] };
  // the new field stands loose at the end; it is placed where it was dropped
  return place(withField, String(field.key), target);
}

export function moveField(form: JsonObject, key: string, target: Target): JsonObject {
  if ("before" in target && target.before === key) return form;
  const last = "end" in target ? blocksOf(form)[target.end] : undefined;
  const taken = unplace(form, key);
  // blocks may close up when their last cell leaves: the end is found again by its list
  const end = last ? blocksOf(taken.form).findIndex((one) => one.list === last.list && one.section === last.section) : -1;
  return place(taken.form, taken.entry, "before" in target ? target : { end: end < 0 ? Math.max(0, blocksOf(taken.form).length - 1) : end });
}

export function removeField(form: JsonObject, key: string): JsonObject {
  const taken = unplace(form, key).form;
  return { ...taken, fields: fieldsOf(taken).filter((one) => one.key !== key) };
}

/** One step up or down, into the next block where it stands at an edge. */
export function stepField(form: JsonObject, key: string, by: -1 | 1): JsonObject {
  const blocks = blocksOf(form);
  const at = blocks.findIndex((block) => block.cells.some((cell) => cell.key === key));
  const block = blocks[at];
  const n = block?.cells.findIndex((cell) => cell.key === key) ?? -1;
  if (!block || n < 0) return form;
  const beside = block.cells[n + by];
  if (by < 0) {
    if (beside) return moveField(form, key, { before: beside.key });
    return at > 0 ? moveField(form, key, { end: at - 1 }) : form;
  }
  const beyond = block.cells[n + 2];
  if (beside) return moveField(form, key, beyond ? { before: beyond.key } : { end: at });
  const next = blocks[at + 1];
  return next ? moveField(form, key, next.cells[0] ? { before: next.cells[0].key } : { end: at + 1 }) : form;
}

/** The layout written out where there was none: one section with every field. */
export function laidOut(form: JsonObject, name: Json): JsonObject {
  if (layoutOf(form).length) return form;
  return { ...form, layout: [{ section: name, columns: 2, fields: fieldsOf(form).map((field) => String(field.key)) }] };
}

export function addSection(form: JsonObject, name: Json, first: Json): JsonObject {
  const with_ = laidOut(form, first);
  return { ...with_, layout: [...layoutOf(with_), { section: name, columns: 2, fields: [] }] };
}

/** Its fields go to the block before, or stand loose. */
export function removeSection(form: JsonObject, section: string): JsonObject {
  const keys = blocksOf(form).find((block) => block.section === section)?.cells.map((cell) => cell.key) ?? [];
  const before = blocksOf(form).findLast((block) => block.section !== null && block.section < section);
  const moved = before ? keys.reduce((made, key) => moveField(made, key, { end: blocksOf(made).findIndex((block) => block.section === before.section) }), form) : form;
  const next = editAt(moved, section, () => undefined);
  return Array.isArray(next.layout) && !next.layout.length ? (({ layout: _, ...rest }) => rest)(next) : next;
}

export function setSpan(form: JsonObject, key: string, span: number, name: Json): JsonObject {
  const with_ = laidOut(form, name);
  const cell = findCell(with_, key)?.cell;
  if (!cell) return form;
  const list = cell.list ?? "/layout";
  const entry: Json = span > 1 ? { field: key, span } : key;
  if (cell.list === null) return editAt(with_, list, (old) => [...(Array.isArray(old) ? old : []), entry]);
  return editAt(with_, join(list, cell.at), () => entry);
}
