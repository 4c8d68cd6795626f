/** Days, times and moments: the device's own picker on a phone, a calendar of ours on a desktop. */
import { localDateTime, today } from "../../../kit/format";
import { instantOf } from "../../../kit/zone";
import { DateInput, TextInput, usePhone } from "../../../ui";
import { useFieldScope } from "../context";
import type { InputProps } from "../field_view";
import { named } from "./text";

const UNITS = ["day", "week", "month", "quarter", "year"] as const;

export function DateFieldInput(props: InputProps) {
  const phone = usePhone();
  const { app } = useFieldScope();
  const value = typeof props.value === "string" ? props.value : "";
  if (phone) return <TextInput {...named(props)} type="date" value={value} onChange={(text) => props.onChange(text || null)} />;
  return <DateInput {...named(props)} label={props.field.name} value={value} unit={UNITS.find((unit) => unit === props.field.granularity)} today={today(app.timezone)} onChange={props.onChange} />;
}

export function DatetimeFieldInput(props: InputProps) {
  const phone = usePhone();
  const { app } = useFieldScope();
  const local = typeof props.value === "string" && props.value ? localDateTime(props.value, app.timezone) : "";
  const change = (text: string | null) => props.onChange(text ? instantOf(text, app.timezone) : null);
  if (phone) return <TextInput {...named(props)} type="datetime-local" value={local} onChange={(text) => change(text || null)} />;
  return <DateInput {...named(props)} label={props.field.name} value={local} timed today={today(app.timezone)} onChange={change} />;
}

export function TimeFieldInput(props: InputProps) {
  return <TextInput {...named(props)} type="time" value={typeof props.value === "string" ? props.value.slice(0, 5) : ""} onChange={(text) => props.onChange(text || null)} />;
}
