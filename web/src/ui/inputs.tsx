/** Plain inputs on the browser's own elements: quick to type in, and nothing to load. */
import type { InputHTMLAttributes, ReactNode, Ref, TextareaHTMLAttributes } from "react";

import { cx } from "./classes";
import css from "./controls.module.css";

export interface TextInputProps extends Omit<InputHTMLAttributes<HTMLInputElement>, "onChange" | "value" | "prefix"> {
  value: string;
  onChange: (value: string) => void;
  prefix?: ReactNode;
  suffix?: ReactNode;
  ref?: Ref<HTMLInputElement>;
}

export function TextInput({ value, onChange, prefix, suffix, className, ...rest }: TextInputProps) {
  const input = (
    <input {...rest} value={value} onChange={(event) => onChange(event.target.value)} className={prefix || suffix ? undefined : cx(css.input, className)} />
  );
  if (!prefix && !suffix) return input;
  return (
    <span className={cx(css.input, css.group, className)} aria-invalid={rest["aria-invalid"]}>
      {prefix && <span className={css.affix}>{prefix}</span>}
      {input}
      {suffix && <span className={css.affix}>{suffix}</span>}
    </span>
  );
}

export interface TextAreaProps extends Omit<TextareaHTMLAttributes<HTMLTextAreaElement>, "onChange" | "value"> {
  value: string;
  onChange: (value: string) => void;
}

export function TextArea({ value, onChange, className, ...rest }: TextAreaProps) {
  return <textarea rows={3} {...rest} value={value} onChange={(event) => onChange(event.target.value)} className={cx(css.input, css.area, className)} />;
}

interface CheckProps extends Omit<InputHTMLAttributes<HTMLInputElement>, "onChange" | "type"> {
  label?: ReactNode;
  some?: boolean;
  onChange: (checked: boolean) => void;
}

export function Checkbox({ label, some, onChange, ...rest }: CheckProps) {
  return (
    <label className={css.check} data-disabled={rest.disabled}>
      <input
        type="checkbox"
        {...rest}
        ref={(box) => {
          if (box) box.indeterminate = Boolean(some);
        }}
        onChange={(event) => onChange(event.target.checked)}
      />
      {label}
    </label>
  );
}

export function Radio({ label, onChange, ...rest }: CheckProps) {
  return (
    <label className={css.check} data-disabled={rest.disabled}>
      <input type="radio" {...rest} onChange={() => onChange(true)} />
      {label}
    </label>
  );
}

interface SwitchProps {
  checked: boolean;
  onChange: (checked: boolean) => void;
  disabled?: boolean;
  id?: string;
  "aria-label"?: string;
  "aria-labelledby"?: string;
  "aria-describedby"?: string;
}

export function Switch({ checked, onChange, ...rest }: SwitchProps) {
  return <button type="button" role="switch" aria-checked={checked} className={css.switch} onClick={() => onChange(!checked)} {...rest} />;
}

interface SegmentsProps<T extends string> {
  value: T;
  options: { value: T; label: ReactNode }[];
  onChange: (value: T) => void;
  label: string;
}

export function Segments<T extends string>({ value, options, onChange, label }: SegmentsProps<T>) {
  return (
    <div role="radiogroup" aria-label={label} className={css.segments}>
      {options.map((option) => (
        <button key={option.value} type="button" role="radio" aria-checked={option.value === value} onClick={() => onChange(option.value)}>
          {option.label}
        </button>
      ))}
    </div>
  );
}
