/** Choosing among options. */
import { Chip, Checkbox, MultiSelect, type Option, Radio, Segments, Select, Switch } from "../../../ui";
import type { Json, OptionDef } from "../../../platform/api/types";
import { useFieldScope } from "../context";
import type { InputProps } from "../field_view";
import { optionsOf } from "../fields";
import css from "./inputs.module.css";
import { named } from "./text";

function faceOf(option: OptionDef): Option {
  return { value: option.value, label: option.name, face: option.color ? <Chip color={option.color}>{option.name}</Chip> : undefined };
}

/** Retired options stay only while they are chosen; linkage may leave fewer. */
function useOptions({ field, value, allowed }: InputProps): Option[] {
  const { app } = useFieldScope();
  const chosen = Array.isArray(value) ? value : [value];
  return optionsOf(app, field)
    .filter((option) => !option.retired || chosen.includes(option.value))
    .filter((option) => !allowed || allowed.includes(option.value) || chosen.includes(option.value))
    .map(faceOf);
}

export function SelectFieldInput(props: InputProps) {
  const { field, value, onChange } = props;
  const options = useOptions(props);
  const chosen = typeof value === "string" ? value : null;
  if (field.control === "buttons") return <Segments label={field.name} value={chosen ?? ""} options={options.map(({ value: key, label }) => ({ value: key, label }))} onChange={(next) => !props.disabled && onChange(next)} />;
  if (field.control === "radio")
    return (
      <div id={props.id} role="radiogroup" aria-label={field.name} className={css.group}>
        {options.map((option) => (
          <Radio key={option.value} name={props.id} checked={option.value === chosen} disabled={props.disabled} label={option.face ?? option.label} onChange={() => onChange(option.value)} />
        ))}
      </div>
    );
  const shown = chosen && !options.some((option) => option.value === chosen) ? [...options, { value: chosen, label: chosen }] : options;
  return <Select {...named(props)} label={field.name} options={shown} value={chosen} onChange={(next) => onChange(next)} create={field.allow_other ? (words) => ({ value: words, label: words }) : undefined} />;
}

const texts = (value: Json): string[] => (Array.isArray(value) ? value.filter((one): one is string => typeof one === "string") : []);

export function MultiselectFieldInput(props: InputProps) {
  const { field, value, onChange } = props;
  const options = useOptions(props);
  const chosen = texts(value).map((one) => options.find((option) => option.value === one) ?? { value: one, label: one });
  const create = field.type === "tags" ? (words: string) => ({ value: words, label: words }) : undefined;
  return <MultiSelect many {...named(props)} label={field.name} options={options} create={create} value={chosen} onChange={(next) => onChange(next.length ? next.map((one) => one.value) : null)} />;
}

export function BooleanFieldInput(props: InputProps) {
  const labels = Array.isArray(props.field.labels) ? (props.field.labels as string[]) : null;
  if (labels) return <Checkbox id={props.id} checked={props.value === true} disabled={props.disabled} label={props.value ? labels[0] : labels[1]} onChange={props.onChange} />;
  return (
    <div className={css.group}>
      <Switch id={props.id} checked={props.value === true} disabled={props.disabled} aria-label={props.field.name} aria-describedby={props.describedBy} onChange={props.onChange} />
    </div>
  );
}
