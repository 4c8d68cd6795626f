/** Where a formula is typed: the formula editor over the fields of the open draft. */
import { useMemo } from "react";

import { useAppView, useStore, useSystemFields } from "../context";
import { fieldChoices } from "../document/appview";
import { FormulaEditor } from "../expression/FormulaEditor";

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
  const fields = useMemo(() => fieldChoices(app, app.forms.find((one) => one.key === form), system, true), [app, form, system]);
  return <FormulaEditor app={store.app} form={form} want={want} value={value} onChange={onChange} fields={fields} label={label} />;
}
