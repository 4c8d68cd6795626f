import { useTranslation } from "react-i18next";

import { cx, WholeRows } from "../../../ui";
import { type ChartProps, type ChartView } from "../chart_view";
import css from "../report.module.css";
import { figure, label } from "../words";

function ReportTable({ context, onPick }: ChartProps) {
  const { t } = useTranslation();
  const { answer, words } = context;
  const dimensions = answer.columns.filter((column) => column.role === "dimension");
  const totals = answer.columns.some((column) => column.role === "measure" && answer.totals[column.key] !== undefined) && dimensions.length > 0;
  return (
    <WholeRows rows={answer.rows.length}>
      <div className={css.scroll} tabIndex={0} role="region" aria-label={t("report.table")}>
        <table className={css.table}>
          <thead>
            <tr>
              {answer.columns.map((column) => (
                <th key={column.key} scope="col" className={cx(column.role === "measure" && css.numeric)}>
                  {column.name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {answer.rows.map((row, index) => {
              const at = Object.fromEntries(answer.columns.flatMap((column, place) => (column.role === "dimension" ? [[column.key, row[place] ?? null]] : [])));
              return (
                <tr key={index} data-press={onPick ? true : undefined} onClick={() => onPick?.(at)}>
                  {answer.columns.map((column, place) => {
                    const text = column.role === "measure" ? figure(column, row[place], t("unit.d")) : label(column, row[place], words.blank);
                    return (
                      <td key={column.key} className={cx(column.role === "measure" && css.numeric)}>
                        {place === 0 && onPick ? <button type="button">{text}</button> : text}
                      </td>
                    );
                  })}
                </tr>
              );
            })}
          </tbody>
          {totals && (
            <tfoot>
              <tr>
                {answer.columns.map((column, place) => (
                  <td key={column.key} className={cx(column.role === "measure" && css.numeric)}>
                    {place === 0 ? words.total : column.role === "measure" && answer.totals[column.key] !== undefined ? figure(column, answer.totals[column.key], t("unit.d")) : ""}
                  </td>
                ))}
              </tr>
            </tfoot>
          )}
        </table>
      </div>
    </WholeRows>
  );
}

/** Rows as they are, with totals below. */
export const CHART: ChartView = { key: "table", View: ReportTable };
