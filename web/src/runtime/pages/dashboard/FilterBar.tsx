/** The shared filters above a dashboard. */
import { useTranslation } from "react-i18next";

import { PERIODS } from "../../../engines/record/conditions";
import { useFieldScope } from "../../../engines/record/context";
import { fieldView } from "../../../engines/record/registry";
import type { Dashboard, DashboardFilter, Json } from "../../../platform/api/types";
import { Select } from "../../../ui";
import css from "./dashboard.module.css";
import { type Chosen, isTime } from "./filters";

interface BarProps {
  dashboard: Dashboard;
  chosen: Chosen;
  onChange: (chosen: Chosen) => void;
}

export function FilterBar({ dashboard, chosen, onChange }: BarProps) {
  const { t } = useTranslation();
  if (!dashboard.filters.length) return null;
  return (
    <div className={css.filters} role="group" aria-label={t("dashboard.filters")}>
      {dashboard.filters.map((filter) => (
        <div key={filter.key} className={css.filter} data-filter={filter.key}>
          <One filter={filter} value={chosen[filter.key] ?? null} onChange={(value) => onChange({ ...chosen, [filter.key]: value })} />
        </div>
      ))}
    </div>
  );
}

const TYPES: Record<string, string> = { user: "user", department: "department", record: "reference", number: "number", money: "number", text: "text" };

function One({ filter, value, onChange }: { filter: DashboardFilter; value: Json; onChange: (value: Json) => void }) {
  const { t } = useTranslation();
  useFieldScope();
  const every = t("dashboard.every", { name: filter.name });
  if (isTime(filter)) return <Select label={filter.name} placeholder={every} value={typeof value === "string" ? value : null} options={PERIODS.map((period) => ({ value: period, label: t(`period.${period}`) }))} onChange={onChange} />;
  if (filter.options?.length) return <Select label={filter.name} placeholder={every} value={typeof value === "string" ? value : null} options={filter.options.map((option) => ({ value: option.value, label: option.name }))} onChange={onChange} />;
  const type = TYPES[filter.type ?? ""] ?? "text";
  const { Input } = fieldView(type);
  return Input ? <Input id={`filter-${filter.key}`} field={{ key: filter.key, type, name: filter.name, placeholder: every, form: filter.form ?? undefined, allow_create: false }} value={value} onChange={onChange} /> : null;
}
