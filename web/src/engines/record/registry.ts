/** The field types of these pages, found by discovery; plugins may add to them. */
import type { FieldView } from "./field_view";
import { FALLBACK } from "./fallback";

const FOUND = import.meta.glob<FieldView>("./field_types/*.tsx", { eager: true, import: "FIELD_TYPE" });
const views = new Map(Object.values(FOUND).map((view) => [view.key, view]));

export function fieldView(type: string): FieldView {
  return views.get(type) ?? FALLBACK;
}

export const knownFieldTypes = (): string[] => [...views.keys()].sort();

export function addFieldView(view: FieldView): void {
  views.set(view.key, view);
}
