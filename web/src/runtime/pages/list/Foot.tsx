/** What the list comes to: how many rows there are, how many are here, and the sums of its numbers. */
import { useTranslation } from "react-i18next";

import type { Column } from "../../../engines/record/columns";
import { FieldShow } from "../../../engines/record/shows/FieldShow";
import { thousands } from "../../../kit/format";
import css from "./list.module.css";

interface FootProps {
  columns: Column[];
  loaded: number;
  total?: number | null;
  sums?: Record<string, string | null>;
  more: boolean;
}

export function Foot({ columns, loaded, total, sums, more }: FootProps) {
  const { t } = useTranslation();
  return (
    <footer className={css.foot} data-testid="list-foot">
      {typeof total === "number" && <span>{t("list.total", { count: total, shown: thousands(String(total)) })}</span>}
      {more && <span>{t("list.loaded", { count: loaded })}</span>}
      {columns.filter((column) => sums?.[column.key]).map((column) => (
        <span key={column.key} data-sum={column.key}>
          {t("list.sum", { name: column.name })} <strong><FieldShow field={column.field} value={sums?.[column.key] ?? null} /></strong>
        </span>
      ))}
      <span>{more ? t("list.scroll") : t("list.end")}</span>
    </footer>
  );
}
