/** The layout of a form as blocks to draw; every field appears once, and those the layout forgot come last. */
import type { Field, Form, LayoutField, LayoutPart, Section, TabBlock } from "../../platform/api/types";
import { fieldView } from "../record/registry";

export interface Placement {
  field: Field;
  /** Columns it takes, 0: the whole row. */
  span: number;
}

export interface SectionBlock {
  kind: "section";
  key: string;
  name: string | null;
  columns: number;
  collapsed: boolean;
  fields: Placement[];
}

export interface TabsBlock {
  kind: "tabs";
  tabs: { key: string; name: string; blocks: SectionBlock[] }[];
}

export type Block = SectionBlock | TabsBlock;

const isSection = (part: LayoutPart): part is Section => typeof part === "object" && "section" in part;
const isTabs = (part: LayoutPart): part is TabBlock => typeof part === "object" && "tabs" in part;

export function blocksOf(form: Form): Block[] {
  const left = new Map(form.fields.map((field) => [field.key, field]));
  const place = (item: LayoutField): Placement[] => {
    const key = typeof item === "string" ? item : item.field;
    const field = left.get(key);
    if (!field) return [];
    left.delete(key);
    const span = typeof item === "string" ? 1 : (item.span ?? 1);
    return [{ field, span: fieldView(field.type).wide && span === 1 ? 0 : span }];
  };
  const section = (part: Section, index: number): SectionBlock => ({
    kind: "section", key: part.key ?? `section-${String(index)}`, name: part.section || null, columns: part.columns ?? 2, collapsed: part.collapsed ?? false, fields: part.fields.flatMap(place),
  });
  /** Loose fields beside each other become one section without a name. */
  const gather = (parts: (Section | LayoutField)[]): SectionBlock[] => {
    const blocks: SectionBlock[] = [];
    parts.forEach((part, index) => {
      if (isSection(part)) return void blocks.push(section(part, index));
      const last = blocks.at(-1);
      const fields = place(part);
      if (last && last.name === null && last.key.startsWith("loose-")) last.fields.push(...fields);
      else blocks.push({ kind: "section", key: `loose-${String(index)}`, name: null, columns: 2, collapsed: false, fields });
    });
    return blocks;
  };
  const blocks: Block[] = [];
  let loose: (Section | LayoutField)[] = [];
  for (const part of form.layout ?? []) {
    if (!isTabs(part)) {
      loose.push(part);
      continue;
    }
    blocks.push(...gather(loose));
    loose = [];
    blocks.push({ kind: "tabs", tabs: part.tabs.map((tab, index) => ({ key: tab.key ?? `tab-${String(index)}`, name: tab.name, blocks: gather(tab.content) })) });
  }
  blocks.push(...gather(loose));
  if (left.size) blocks.push(...gather([...left.keys()]));
  return blocks.filter((block) => block.kind === "tabs" || block.fields.length > 0);
}
