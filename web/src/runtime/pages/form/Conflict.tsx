/** Somebody else saved first: both versions side by side. What was typed stays kept on the device. */
import { useTranslation } from "react-i18next";

import { FieldShow } from "../../../engines/record/shows/FieldShow";
import type { App, Form, Json, Values } from "../../../platform/api/types";
import { Button, Layer } from "../../../ui";
import css from "./form.module.css";

export interface ConflictBody {
  /** What is stored now. */
  current?: { rev: number; values: Values; updated_by?: { title: string | null } | null };
  fields?: { field: string; mine: Json; theirs: Json }[];
  [more: string]: unknown;
}

interface ConflictProps {
  app: App;
  form: Form;
  body: ConflictBody;
  mine: Values;
  onClose: () => void;
  onReload: () => void;
}

export function Conflict({ form, body, mine, onClose, onReload }: ConflictProps) {
  const { t } = useTranslation();
  const theirs = (key: string): Json => body.fields?.find((one) => one.field === key)?.theirs ?? body.current?.values[key] ?? null;
  const fields = form.fields.filter((field) => field.key in mine);
  return (
    <Layer
      open
      onClose={onClose}
      title={t("form.conflict")}
      width={640}
      foot={
        <>
          <Button onClick={onClose}>{t("form.conflict_stay")}</Button>
          <Button kind="primary" onClick={onReload} data-action="rebase">{t("form.conflict_rebase")}</Button>
        </>
      }
    >
      <p>{t("form.conflict_text")}</p>
      <table className={css.diff}>
        <thead>
          <tr>
            <th>{t("condition.field")}</th>
            <th>{t("form.theirs")}</th>
            <th>{t("form.mine")}</th>
          </tr>
        </thead>
        <tbody>
          {fields.map((field) => (
            <tr key={field.key} data-field={field.key}>
              <td>{field.name}</td>
              <td><FieldShow field={field} value={theirs(field.key)} /></td>
              <td><FieldShow field={field} value={mine[field.key] ?? null} /></td>
            </tr>
          ))}
        </tbody>
      </table>
    </Layer>
  );
}
