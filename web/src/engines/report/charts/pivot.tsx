import { useTranslation } from "react-i18next";

import type { Json, ReportColumn } from "../../../platform/api/types";
import { cx, WholeRows } from "../../../ui";
import { type At, type ChartContext, type ChartProps, type ChartView, columnOf, indexOf, plainValue } from "../chart_view";
import css from "../report.module.css";
import { figure, label } from "../words";

interface Axis {
  key: string;
  names: string[];
  at: At;
}

const SEPARATOR = "\n";

/** The distinct places along some dimensions, in the order of the answer. */
function axis({ answer, words }: ChartContext, keys: string[]): Axis[] {
  const seen = new Map<string, Axis>();
  for (const row of answer.rows) {
    const values = keys.map((key): Json => row[indexOf(answer, key)] ?? null);
    const key = values.map(plainValue).join(SEPARATOR);
    if (seen.has(key)) continue;
    const names = keys.map((one, index) => {
      const column = columnOf(answer, one);
      return column ? label(column, values[index], words.blank) : "";
    });
    seen.set(key, { key, names, at: Object.fromEntries(keys.map((one, index) => [one, values[index] ?? null])) });
  }
  return [...seen.values()];
}

function Pivot({ context, onPick }: ChartProps) {
  const { t } = useTranslation();
  const { answer } = context;
  const down = answer.encoding.rows ?? [];
  const across = answer.encoding.across ?? [];
  const measures = (answer.encoding.values ?? []).map((key) => columnOf(answer, key)).filter((one): one is ReportColumn => one !== undefined);
  const rows = axis(context, down);
  const columns = across.length ? axis(context, across) : [{ key: "", names: [""], at: {} }];
  const placeOf = (row: Json[], keys: string[]) => keys.map((key) => plainValue(row[indexOf(answer, key)])).join(SEPARATOR);
  const cells = new Map(answer.rows.map((row) => [`${placeOf(row, down)}|${placeOf(row, across)}`, row]));
  return (
    <WholeRows rows={rows.length}>
      <div className={css.scroll} tabIndex={0} role="region" aria-label={t("report.table")}>
        <table className={css.table}>
          <thead>
            <tr>
              {down.map((key) => (
                <th key={key} scope="col">
                  {columnOf(answer, key)?.name}
                </th>
              ))}
              {columns.flatMap((column) =>
                measures.map((measure) => (
                  <th key={`${column.key}/${measure.key}`} scope="col" className={css.numeric}>
                    {[...column.names.filter(Boolean), ...(measures.length > 1 || !across.length ? [measure.name] : [])].join(" · ")}
                  </th>
                )),
              )}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.key}>
                {row.names.map((name, index) => (
                  <th key={index} scope="row" style={{ position: "static", fontWeight: 400, borderBottom: "1px solid var(--line)" }}>
                    {name}
                  </th>
                ))}
                {columns.flatMap((column) =>
                  measures.map((measure) => {
                    const found = cells.get(`${row.key}|${column.key}`);
                    const text = figure(measure, found?.[indexOf(answer, measure.key)] ?? null, t("unit.d"));
                    return (
                      <td key={`${column.key}/${measure.key}`} className={cx(css.numeric)}>
                        {found && onPick ? (
                          <button type="button" onClick={() => onPick({ ...row.at, ...column.at })}>
                            {text}
                          </button>
                        ) : (
                          text
                        )}
                      </td>
                    );
                  }),
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </WholeRows>
  );
}

/** Dimensions down and across. */
export const CHART: ChartView = { key: "pivot", View: Pivot };
