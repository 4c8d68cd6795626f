/** The formula editor, loaded when the first formula is opened. */
import { lazy, Suspense, useEffect, useMemo } from "react";

import { SkeletonLines } from "../../ui";
import { useAppView, useStore, useSystemFields } from "../context";
import { fieldChoices, formNamed } from "../document/appview";
import { useWords } from "../words";

const FormulaEditor = lazy(() => import("../expression/FormulaEditor").then((part) => ({ default: part.FormulaEditor })));

export interface FormulaBoxProps {
  value: string;
  onChange: (value: string) => void;
  form: string | undefined;
  /** The kind it has to be. */
  want?: string;
  label: string;
  /** Ctrl and Enter were pressed. */
  onDone?: (() => void) | undefined;
}

export function FormulaBox({ value, onChange, form, want, label, onDone }: FormulaBoxProps) {
  const store = useStore();
  const app = useAppView();
  const system = useSystemFields();
  const words = useWords();
  // a formula is judged over the draft the server has: what was drawn a moment ago goes there first
  useEffect(() => void store.flush(), [store]);
  const fields = useMemo(() => fieldChoices(app, formNamed(app, form), system, true).map((one) => ({ ...one, hint: words.kind("field_types", one.field.type) })), [app, system, words, form]);
  return (
    <Suspense fallback={<SkeletonLines lines={3} />}>
      <FormulaEditor app={store.app} form={form} value={value} onChange={onChange} fields={fields} want={want} label={label} drawn={app} onDone={onDone} />
    </Suspense>
  );
}
