/** The formula editor, loaded when the first formula is opened. */
import { lazy, Suspense, useEffect, useMemo } from "react";

import { SkeletonLines } from "../../ui";
import { useAppView, useSay, useStore, useSystemFields } from "../context";
import { choicesOfThis, fieldChoices, formNamed } from "../document/appview";
import { useWords } from "../words";

const FormulaEditor = lazy(() => import("../expression/FormulaEditor").then((part) => ({ default: part.FormulaEditor })));

export interface FormulaBoxProps {
  value: string;
  onChange: (value: string) => void;
  form: string | undefined;
  /** The form of the record being filled in, where the formula says which records it may choose. */
  filled?: string | undefined;
  /** The kind it has to be. */
  want?: string;
  label: string;
  /** Ctrl and Enter were pressed. */
  onDone?: (() => void) | undefined;
}

export function FormulaBox({ value, onChange, form, filled, want, label, onDone }: FormulaBoxProps) {
  const say = useSay();
  const store = useStore();
  const app = useAppView();
  const system = useSystemFields();
  const words = useWords();
  // a formula is judged over the draft the server has: what was drawn a moment ago goes there first
  useEffect(() => void store.flush(), [store]);
  const fields = useMemo(
    () => [...fieldChoices(app, formNamed(app, form), system, true), ...choicesOfThis(app, filled, system, say("condition.this"))].map((one) => ({ ...one, hint: words.kind("field_types", one.field.type) })),
    [app, system, words, form, filled, say],
  );
  return (
    <Suspense fallback={<SkeletonLines lines={3} />}>
      <FormulaEditor app={store.app} form={form} filled={filled} trying={filled === undefined} value={value} onChange={onChange} fields={fields} want={want} label={label} drawn={app} onDone={onDone} />
    </Suspense>
  );
}
