/** One field of a form: its label, its input or its value, its problem. */
import { type CSSProperties, memo, useCallback, useMemo, useSyncExternalStore } from "react";
import { useTranslation } from "react-i18next";

import type { Field, Json } from "../../platform/api/types";
import { isComputed, isShownOnly } from "../record/fields";
import { fieldView } from "../record/registry";
import { FieldShow } from "../record/shows/FieldShow";
import css from "./form.module.css";
import type { FieldState, FormStore } from "./store";
import { SubtableInput } from "./SubtableInput";
import { wholeOf } from "./whole";

export const inputId = (path: string): string => `field-${path.replaceAll("/", "-")}`;

export function useFieldState(store: FormStore, field: Field): FieldState {
  return useSyncExternalStore(store.subscribe, () => store.state(field.key, field, store.values[field.key] ?? null));
}

export const FieldBox = memo(function FieldBox({ store, field, span }: { store: FormStore; field: Field; span: number }) {
  const { t } = useTranslation();
  const state = useFieldState(store, field);
  const change = useCallback((value: Json) => store.set(field.key, value), [store, field.key]);
  const fill = useCallback((values: Record<string, Json>) => store.setMany(values), [store]);
  const standing = useMemo(() => ({ field: field.key, id: store.record, whole: () => wholeOf(store.form.fields, store.values) }), [store, field.key]);
  if (state.hidden) return null;
  const view = fieldView(field.type);
  const id = inputId(field.key);
  const wide = span === 0;
  const style = { "--span": span || undefined } as CSSProperties;
  if (isShownOnly(field))
    return (
      <div className={css.box} data-field={field.key} data-wide={wide} style={style}>
        <view.Show field={field} value={null} />
      </div>
    );
  const described = [field.hint ? `${id}-hint` : "", state.problem ? `${id}-problem` : ""].filter(Boolean).join(" ") || undefined;
  const grouped = view.group ?? ["radio", "buttons"].includes(String(field.control));
  const Label = grouped || !state.editable ? "span" : "label";
  const input =
    field.type === "subtable" && state.editable ? (
      <SubtableInput store={store} field={field} />
    ) : state.editable && view.Input ? (
      <view.Input id={id} field={field} value={state.value} onChange={change} onFill={fill} values={store.values} standing={standing} required={state.required} invalid={state.problem?.severity === "error" || (state.problem && !state.problem.severity)} describedBy={described} allowed={state.allowed} />
    ) : (
      <output id={id} className={css.readonly} data-wide={field.type === "subtable" || field.type === "richtext"} aria-labelledby={`${id}-label`}>
        {field.type === "serial" && !state.value ? <span className={css.later}>{t("field.on_save")}</span> : <FieldShow field={field} value={state.value} />}
      </output>
    );
  return (
    <div className={css.box} data-field={field.key} data-type={field.type} data-wide={wide} style={style} role={grouped ? "group" : undefined} aria-labelledby={grouped ? `${id}-label` : undefined}>
      <Label className={css.label} id={`${id}-label`} htmlFor={Label === "label" ? id : undefined}>
        {state.required && state.editable && <em aria-hidden>*</em>}
        {field.name}
        {isComputed(field) && <span className={css.auto}>{t("field.automatic")}</span>}
      </Label>
      {input}
      {field.hint && (
        <div id={`${id}-hint`} className={css.hint}>
          {field.hint}
        </div>
      )}
      {state.problem && (
        <div id={`${id}-problem`} className={css.problem} data-problem={state.problem.code} data-warning={state.problem.severity === "warning"}>
          {state.problem.message}
        </div>
      )}
    </div>
  );
});
