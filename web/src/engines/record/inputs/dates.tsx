/** Days, times and moments: the device's own picker on a phone, a calendar (loaded when first needed) on a desktop. */
import { lazy, Suspense } from "react";

import { localDateTime } from "../../../kit/format";
import { instantOf } from "../../../kit/zone";
import { TextInput, usePhone } from "../../../ui";
import { useFieldScope } from "../context";
import type { InputProps } from "../field_view";
import { named } from "./text";

const Calendar = lazy(() => import("./Calendar"));

export function DateFieldInput(props: InputProps) {
  const phone = usePhone();
  const value = typeof props.value === "string" ? props.value : "";
  const native = <TextInput {...named(props)} type="date" value={value} onChange={(text) => props.onChange(text || null)} />;
  if (phone) return native;
  const granularity = typeof props.field.granularity === "string" ? props.field.granularity : "day";
  return (
    <Suspense fallback={<TextInput {...named(props)} value={value} onChange={() => undefined} readOnly />}>
      <Calendar {...props} value={value} granularity={granularity} onChange={(text) => props.onChange(text)} />
    </Suspense>
  );
}

export function DatetimeFieldInput(props: InputProps) {
  const phone = usePhone();
  const { app } = useFieldScope();
  const local = typeof props.value === "string" && props.value ? localDateTime(props.value, app.timezone) : "";
  const change = (text: string | null) => props.onChange(text ? instantOf(text, app.timezone) : null);
  if (phone) return <TextInput {...named(props)} type="datetime-local" value={local} onChange={(text) => change(text || null)} />;
  return (
    <Suspense fallback={<TextInput {...named(props)} value={local.replace("T", " ")} onChange={() => undefined} readOnly />}>
      <Calendar {...props} value={local} granularity="minute" onChange={change} />
    </Suspense>
  );
}

export function TimeFieldInput(props: InputProps) {
  return <TextInput {...named(props)} type="time" value={typeof props.value === "string" ? props.value.slice(0, 5) : ""} onChange={(text) => props.onChange(text || null)} />;
}
