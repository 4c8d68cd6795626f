/** Somebody else saved first: field by field what is theirs, what is mine, and which of the two shall stand. */
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { isComputed, isShownOnly } from "../../../engines/record/fields";
import { FieldShow } from "../../../engines/record/shows/FieldShow";
import type { Field, Form, Ref, Values } from "../../../platform/api/types";
import { Button, cx, Layer, Radio } from "../../../ui";
import { collisions } from "./drafts";
import css from "./form.module.css";

/** What is stored now. */
export interface Current {
  rev: number;
  values: Values;
  updated_by?: Ref | null;
}

interface ConflictProps {
  form: Form;
  base: Values;
  mine: Values;
  current: Current;
  onClose: () => void;
  /** My changes that shall stand on top of what is stored now. */
  onMerge: (mine: Values) => void;
}

export function Conflict({ form, base, mine, current, onClose, onMerge }: ConflictProps) {
  const { t } = useTranslation();
  const [dropped, setDropped] = useState<ReadonlySet<string>>(new Set());
  const fields = form.fields.filter((field) => !isComputed(field) && !isShownOnly(field));
  const found = collisions(base, mine, current.values, fields.map((field) => field.key));
  const choose = (key: string, theirs: boolean) => setDropped(theirs ? new Set([...dropped, key]) : new Set([...dropped].filter((one) => one !== key)));
  const who = current.updated_by?.title;
  return (
    <Layer
      open
      onClose={onClose}
      title={who ? t("form.conflict_by", { who }) : t("form.conflict")}
      width={720}
      data-testid="conflict"
      foot={
        <>
          <Button onClick={onClose}>{t("form.conflict_stay")}</Button>
          <Button kind="primary" onClick={() => onMerge(Object.fromEntries(Object.entries(mine).filter(([key]) => !dropped.has(key))))} data-action="rebase">
            {t("form.conflict_rebase")}
          </Button>
        </>
      }
    >
      <p>{t(found.both.length ? "form.conflict_choose" : "form.conflict_text")}</p>
      <div className={css.clashes}>
        {fields.filter((field) => field.key in mine || found.theirs.includes(field.key)).map((field) =>
          found.both.includes(field.key) ? (
            <fieldset key={field.key} className={css.clash} data-field={field.key}>
              <legend>{field.name}</legend>
              <Side field={field} name={`clash-${field.key}`} label={t("form.mine")} values={mine} checked={!dropped.has(field.key)} onChoose={() => choose(field.key, false)} />
              <Side field={field} name={`clash-${field.key}`} label={t("form.theirs")} values={current.values} checked={dropped.has(field.key)} onChoose={() => choose(field.key, true)} />
            </fieldset>
          ) : (
            <div key={field.key} className={cx(css.clash, css.agreed)} data-field={field.key}>
              <strong>{field.name}</strong>
              <small>{t(field.key in mine ? "form.only_mine" : "form.only_theirs")}</small>
              <FieldShow field={field} value={(field.key in mine ? mine : current.values)[field.key] ?? null} />
            </div>
          ),
        )}
      </div>
    </Layer>
  );
}

interface SideProps {
  field: Field;
  name: string;
  label: string;
  values: Values;
  checked: boolean;
  onChoose: () => void;
}

function Side({ field, name, label, values, checked, onChoose }: SideProps) {
  return (
    <div className={css.side} data-on={checked}>
      <Radio name={name} checked={checked} onChange={onChoose} label={label} />
      <FieldShow field={field} value={values[field.key] ?? null} />
    </div>
  );
}
