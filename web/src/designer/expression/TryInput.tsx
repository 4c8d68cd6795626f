/** A value to try with: chosen by its name where it is one of a few, typed where it is not. It stays text. */
import { optionsOf } from "../../engines/record/fields";
import { fieldView } from "../../engines/record/registry";
import type { App, Field } from "../../platform/api/types";
import { Select, TextInput } from "../../ui";
import { useExpressionWords } from "./words";

interface TryInputProps {
  id: string;
  label: string;
  field: Field | undefined;
  app: App | null;
  value: string;
  onChange: (text: string) => void;
  /** Several values, separated by commas. */
  several: boolean;
}

const DATED = new Set(["date", "datetime", "time"]);

export function TryInput({ id, label, field, app, value, onChange, several }: TryInputProps) {
  const { say } = useExpressionWords();
  const options = field && app ? optionsOf(app, field) : [];
  if (!several && options.length > 0 && field?.type === "select")
    return <Select id={id} label={label} value={value || null} options={options.map((one) => ({ value: one.value, label: one.name }))} onChange={(next) => onChange(next ?? "")} />;
  if (!several && field?.type === "boolean")
    return <Select id={id} label={label} value={value || null} options={[{ value: "true", label: say("yes") }, { value: "false", label: say("no") }]} onChange={(next) => onChange(next ?? "")} />;
  const { Input } = fieldView(field?.type ?? "");
  if (!several && field && Input && DATED.has(field.type))
    return <Input id={id} field={field} value={value || null} onChange={(next) => onChange(typeof next === "string" ? next : "")} />;
  return <TextInput id={id} aria-label={label} value={value} onChange={onChange} placeholder={several ? say("several") : undefined} />;
}
