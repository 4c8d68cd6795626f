/** The rows of a sub-table to read: a table on a desktop, cards on a phone; numbers are summed up below. */
import { useTranslation } from "react-i18next";

import { add } from "../../../kit/sums";
import type { Field, Json, Values } from "../../../platform/api/types";
import { cx, usePhone } from "../../../ui";
import type { ShowProps } from "../field_view";
import { isShownOnly, shownAs } from "../fields";
import { useFieldScope } from "../context";
import { fieldView } from "../registry";
import { Blank } from "./basic";
import { FieldShow } from "./FieldShow";
import css from "./subtable.module.css";

export interface ChildRow {
  id?: string;
  values: Values;
}

export function rowsOf(value: Json | undefined): ChildRow[] {
  return Array.isArray(value) ? (value as unknown as ChildRow[]).filter((row) => typeof row === "object" && row !== null) : [];
}

/** Sums of money and of whole amounts; unit prices and rates are not summed up. */
export function totalsOf(fields: Field[], rows: ChildRow[]): Record<string, string> {
  const totals: Record<string, string> = {};
  for (const field of fields) if (field.summary === "sum" || (field.type === "formula" && field.kind === "money")) totals[field.key] = rows.map((row) => row.values[field.key]).reduce<string>((sum, one) => add(sum, one), "0");
  return totals;
}

export function SubtableShow({ field, value }: ShowProps) {
  const { t } = useTranslation();
  const { app, form } = useFieldScope();
  const phone = usePhone();
  const rows = rowsOf(value);
  const fields = (field.fields ?? []).filter((one) => !isShownOnly(one));
  if (!rows.length) return <Blank />;
  const totals = totalsOf(fields, rows);
  const like = (one: Field) => fieldView(shownAs(app, { ...form, fields }, one).type);
  if (phone)
    return (
      <div className={css.cards}>
        {rows.map((row, index) => (
          <div key={row.id ?? index} className={css.card}>
            <div className={css.cardhead}>{t("field.row_number", { n: index + 1 })}</div>
            <dl className={css.pairs}>
              {fields.map((one) => (
                <div key={one.key} className={css.pair}>
                  <dt>{one.name}</dt>
                  <dd>
                    <FieldShow field={one} value={row.values[one.key] ?? null} dense />
                  </dd>
                </div>
              ))}
            </dl>
          </div>
        ))}
      </div>
    );
  return (
    <div className={css.scroll}>
      <table className={css.table} data-field={field.key}>
        <thead>
          <tr>
            <th scope="col" className={css.index}>#</th>
            {fields.map((one) => (
              <th key={one.key} scope="col" className={cx(like(one).numeric && css.numeric)}>
                {one.name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <tr key={row.id ?? index}>
              <td className={css.index}>{index + 1}</td>
              {fields.map((one) => (
                <td key={one.key} data-field={one.key} className={cx(like(one).numeric && css.numeric)}>
                  <FieldShow field={one} value={row.values[one.key] ?? null} dense={one.type !== "percent"} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
        {Object.keys(totals).length > 0 && (
          <tfoot>
            <tr>
              <td className={css.index}>{t("field.total")}</td>
              {fields.map((one) => (
                <td key={one.key} className={cx(like(one).numeric && css.numeric)}>
                  {one.key in totals && <FieldShow field={one} value={totals[one.key] ?? null} dense />}
                </td>
              ))}
            </tr>
          </tfoot>
        )}
      </table>
    </div>
  );
}
