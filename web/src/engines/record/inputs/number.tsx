/** Typing numbers. What is typed stays as it is until the field is left; the value is always plain decimal text. */
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";

import { currencySymbol, shift, thousands, trimZeros } from "../../../kit/format";
import { readNumber } from "../../../kit/numbers";
import type { Json } from "../../../platform/api/types";
import { TextInput } from "../../../ui";
import { useFieldScope } from "../context";
import type { InputProps } from "../field_view";
import css from "./inputs.module.css";
import { named } from "./text";

interface DecimalProps extends InputProps {
  prefix?: string;
  suffix?: string;
  /** What is typed is this many places left of the value (percent: 2). */
  scale?: number;
}

function shown(value: Json, scale: number): string {
  if (value === null || value === undefined) return "";
  const text = String(value);
  if (readNumber(text) === null) return text;
  return thousands(trimZeros(scale ? shift(text, scale) : text));
}

export function DecimalInput({ prefix, suffix, scale = 0, ...props }: DecimalProps) {
  const { value, onChange } = props;
  const [typed, setTyped] = useState<string | null>(null);
  useEffect(() => setTyped(null), [props.id]);
  const change = (text: string) => {
    setTyped(text);
    const number = readNumber(text);
    // what is no number is kept as typed, so that the problem shows at the field
    onChange(text.trim() === "" ? null : number === null ? text : scale ? shift(number, -scale) : number);
  };
  return (
    <TextInput
      {...named(props)}
      inputMode="decimal"
      autoComplete="off"
      value={typed ?? shown(value, scale)}
      onChange={change}
      onBlur={() => setTyped(null)}
      onFocus={() => setTyped(shown(value, scale).replaceAll(",", ""))}
      prefix={prefix}
      suffix={suffix}
      style={{ textAlign: "right" }}
    />
  );
}

export function NumberFieldInput(props: InputProps) {
  return <DecimalInput {...props} suffix={typeof props.field.unit === "string" ? props.field.unit : undefined} />;
}

export function MoneyFieldInput(props: InputProps) {
  const { app } = useFieldScope();
  const chosen = typeof props.field.currency_field === "string" ? props.values?.[props.field.currency_field] : props.field.currency;
  return <DecimalInput {...props} prefix={currencySymbol(typeof chosen === "string" ? chosen : app.currency)} />;
}

export function PercentFieldInput(props: InputProps) {
  return <DecimalInput {...props} scale={2} suffix="%" />;
}

const SECONDS = { d: 86_400, h: 3600, m: 60, s: 1 } as const;

export function DurationFieldInput(props: InputProps) {
  const { t } = useTranslation();
  const units = (Array.isArray(props.field.units) ? props.field.units : ["h", "m"]) as (keyof typeof SECONDS)[];
  const total = typeof props.value === "number" ? props.value : null;
  let left = total ?? 0;
  const parts = units.map((unit) => {
    const count = Math.trunc(left / SECONDS[unit]);
    left -= count * SECONDS[unit];
    return count;
  });
  const change = (index: number, text: string) => {
    const typed = text.trim() === "" ? 0 : Number(text);
    if (!Number.isInteger(typed)) return;
    const next = parts.map((count, at) => (at === index ? typed : count));
    props.onChange(text.trim() === "" && next.every((count) => count === 0) ? null : next.reduce((sum, count, at) => sum + count * SECONDS[units[at] ?? "s"], 0));
  };
  return (
    <div className={css.line} role="group" aria-label={props.field.name}>
      {units.map((unit, index) => (
        <TextInput key={unit} {...named(props)} id={index ? `${props.id}-${unit}` : props.id} aria-label={t(`unit.${unit}_long`)} inputMode="numeric" value={total === null ? "" : String(parts[index])} onChange={(text) => change(index, text)} suffix={t(`unit.${unit}`)} />
      ))}
    </div>
  );
}

export function RatingFieldInput({ field, value, onChange, disabled, id }: InputProps) {
  const { t } = useTranslation();
  const all = typeof field.stars === "number" ? field.stars : 5;
  const given = typeof value === "number" ? value : 0;
  return (
    <div id={id} role="radiogroup" aria-label={field.name} className={css.stars}>
      {Array.from({ length: all }, (_, index) => index + 1).map((stars) => (
        <button key={stars} type="button" role="radio" aria-checked={stars === value} data-on={stars <= given} disabled={disabled} aria-label={t("field.stars", { given: stars, all })} onClick={() => onChange(stars === value ? null : stars)}>
          ★
        </button>
      ))}
    </div>
  );
}
