/** The formula editor, loaded when the first formula is opened. */
import { lazy, Suspense } from "react";

import { SkeletonLines } from "../../ui";
import { useAppView, useStore, useSystemFields } from "../context";
import { fieldChoices } from "../document/appview";

const FormulaEditor = lazy(() => import("../expression/FormulaEditor").then((part) => ({ default: part.FormulaEditor })));

export interface FormulaBoxProps {
  value: string;
  onChange: (value: string) => void;
  form: string | undefined;
  /** The kind it has to be. */
  want?: string;
  label: string;
}

export function FormulaBox({ value, onChange, form, want, label }: FormulaBoxProps) {
  const store = useStore();
  const app = useAppView();
  const system = useSystemFields();
  const [name = "", rows] = (form ?? "").split(".");
  const own = app.forms.find((one) => one.key === name);
  const inner = rows ? (own?.fields.find((one) => one.key === rows)?.fields ?? []) : [];
  const fields = [...inner.map((one) => ({ path: one.key, label: one.name })), ...fieldChoices(app, own, system, true).map(({ path, label: said }) => ({ path, label: said }))];
  return (
    <Suspense fallback={<SkeletonLines lines={3} />}>
      <FormulaEditor app={store.app} form={form} value={value} onChange={onChange} fields={fields} want={want} label={label} />
    </Suspense>
  );
}
