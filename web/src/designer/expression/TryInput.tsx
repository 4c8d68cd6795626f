/** A value to try with: chosen by its name where it has one, typed as its field is typed where it has none. It stays text. */
import { FieldScopeProvider } from "../../engines/record/context";
import { optionsOf, shownAs } from "../../engines/record/fields";
import { fieldView } from "../../engines/record/registry";
import { directory } from "../../platform/api/resources";
import type { App, Field } from "../../platform/api/types";
import { MultiSelect, type Option, Select, TextInput } from "../../ui";
import { formNamed } from "../document/appview";
import { findPeople } from "../panel/PeopleControl";
import { questions } from "./questions";
import { useExpressionWords } from "./words";

interface TryInputProps {
  id: string;
  label: string;
  field: Field | undefined;
  app: App | null;
  /** The form that the formula stands on. */
  form: string | undefined;
  /** As whom records are looked for. */
  viewer: string | undefined;
  value: string;
  /** `options`: what was chosen, with its name. */
  onChange: (text: string, options?: readonly Option[]) => void;
  /** What a person, a department or a record is called, by its id. */
  names: ReadonlyMap<string, string>;
  /** Several values, separated by commas. */
  several: boolean;
}

/** Types whose own input gives text that can be sent. */
const AS_TYPED = new Set(["date", "datetime", "time", "number", "money", "percent", "rating", "duration"]);
const MANY = new Set(["multiselect", "users", "departments", "references"]);

export function TryInput({ id, label, field, app, form, viewer, value, onChange, names, several }: TryInputProps) {
  const { say } = useExpressionWords();
  const own = app ? formNamed(app, form) : undefined;
  const like = field && app && own ? shownAs(app, own, field) : field;
  const find = like && finding(like, app, viewer);
  const options = choices(like, app, say);
  const many = several && !isBehindRows(like);
  if (many && (find || options.length > 0)) {
    const chosen = value.split(/\s*[,，]\s*/).filter(Boolean).map((one) => ({ value: one, label: options.find((option) => option.value === one)?.label ?? names.get(one) ?? one }));
    return <MultiSelect many id={id} label={label} {...(find ? { find } : { options })} value={chosen} onChange={(next) => onChange(next.map((one) => one.value).join(", "), next)} />;
  }
  if (!several && find) return <Select id={id} label={label} find={find} value={value ? { value, label: names.get(value) ?? value } : null} onChange={(next, option) => onChange(next ?? "", option ? [option] : [])} />;
  if (!several && options.length > 0) return <Select id={id} label={label} value={value || null} options={options} onChange={(next) => onChange(next ?? "")} />;
  const { Input } = fieldView(like?.type ?? "");
  if (!several && like && app && own && Input && AS_TYPED.has(like.type))
    return (
      <FieldScopeProvider value={{ app, form: own }}>
        <Input id={id} field={{ ...like, name: label, required: false, right: "edit" }} value={value || null} onChange={(next) => onChange(typeof next === "string" || typeof next === "number" ? String(next) : "")} />
      </FieldScopeProvider>
    );
  return <TextInput id={id} aria-label={label} value={value} onChange={onChange} placeholder={several ? say("several") : undefined} />;
}

/** A column of a sub-table has a value for each row, which may be the same twice: it is typed. */
const isBehindRows = (field: Field | undefined): boolean => !MANY.has(field?.type ?? "");

function choices(field: Field | undefined, app: App | null, say: (key: string) => string): Option[] {
  if (field?.type === "boolean") return [{ value: "true", label: say("yes") }, { value: "false", label: say("no") }];
  return field && app && ["select", "multiselect"].includes(field.type) ? optionsOf(app, field).map((one) => ({ value: one.value, label: one.name })) : [];
}

/** How people, departments and records are looked for; undefined for what has no name of its own. */
function finding(field: Field, app: App | null, viewer: string | undefined): ((words: string) => Promise<Option[]>) | undefined {
  const { type, form } = field;
  if (type === "user" || type === "users") return findPeople;
  if (type === "department" || type === "departments")
    return async (words) => (await directory.departments()).items.map((one) => ({ value: one.id ?? "", label: one.title ?? "" })).filter((one) => one.label.toLowerCase().includes(words.toLowerCase()));
  if ((type === "reference" || type === "references") && app && form)
    return async (words) => (await questions.records(app.key, form, words, viewer)).items.map((one) => ({ value: one.id, label: one.title ?? one.id }));
  return undefined;
}
