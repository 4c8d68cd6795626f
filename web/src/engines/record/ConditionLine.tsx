/** One line of a condition: a field, how it is asked, the value, and what is wrong with any of them. */
import { CircleAlert, TriangleAlert, X } from "lucide-react";
import { useId } from "react";
import { useTranslation } from "react-i18next";

import type { Field, Json } from "../../platform/api/types";
import { IconButton, MultiSelect, Select } from "../../ui";
import { OPERATORS, OPS, opWord, PAST, PERIODS, type Term } from "./conditions";
import css from "./conditions.module.css";
import { useFieldScope } from "./context";
import { optionsOf, shownAs } from "./fields";
import { fieldView } from "./registry";

export interface TreeProblem {
  readonly pointer: string;
  readonly message: string;
  readonly severity?: "error" | "warning";
}

interface LineProps {
  term: Term;
  fields: Field[];
  problems: readonly TreeProblem[];
  past: boolean;
  onChange: (term: Term) => void;
  onDrop: () => void;
}

export function ConditionLine({ term, fields, problems, past, onChange, onDrop }: LineProps) {
  const { t } = useTranslation();
  const { app, form } = useFieldScope();
  const id = useId();
  const field = fields.find((one) => one.key === term.field);
  const like = field && shownAs(app, form, field);
  const family = like ? fieldView(like.type).family : "none";
  const offered = [...OPS[family], ...(past ? PAST : [])];
  // what stands there is shown even where it is not offered
  const ops = !term.op || offered.includes(term.op) ? offered : [...offered, term.op];
  const choose = (key: string | null) => {
    const next = fields.find((one) => one.key === key);
    const fitting = next ? OPS[fieldView(shownAs(app, form, next).type).family] : [];
    onChange({ field: key ?? "", op: fitting.includes(term.op) ? term.op : (fitting[0] ?? ""), value: null });
  };
  const wrong = (part: string) => problems.some((one) => one.pointer === part || one.pointer.startsWith(`${part}/`));
  const told = (part: string) => (wrong(part) ? { "aria-invalid": true, "aria-describedby": id } : {});
  const unknown = term.field && !field ? [{ value: term.field, label: term.field }] : [];
  return (
    <div className={css.line}>
      <div className={css.row} data-condition={term.field} data-wrong={problems.length > 0 || undefined}>
        <Select label={t("condition.field")} placeholder={t("condition.field")} clearable={false} value={term.field || null} options={[...unknown, ...fields.map((one) => ({ value: one.key, label: one.name }))]} onChange={choose} {...told("/field")} />
        <Select label={t("condition.operator")} placeholder={t("condition.operator")} clearable={false} width={230} disabled={!field} value={term.op || null} options={ops.map((op) => ({ value: op, label: t(opWord(op, family)) }))} onChange={(op) => onChange({ field: term.field, op: op ?? "", value: OPERATORS[op ?? ""] === OPERATORS[term.op] ? term.value : null })} {...told("/op")} />
        {like ? <ValueEditor field={like} fields={fields} term={term} wrong={wrong("/value") ? id : undefined} onChange={(value) => onChange({ ...term, value })} /> : <span />}
        <IconButton icon={X} label={t("condition.remove")} onClick={onDrop} />
      </div>
      <LineProblems id={id} problems={problems} />
    </div>
  );
}

export function LineProblems({ problems, id }: { problems: readonly TreeProblem[]; id?: string }) {
  if (problems.length === 0) return null;
  return (
    <div id={id} role="alert" className={css.problems}>
      {problems.map((one) => (
        <p key={one.pointer + one.message} data-severity={one.severity ?? "error"}>
          {one.severity === "warning" ? <TriangleAlert size={14} aria-hidden /> : <CircleAlert size={14} aria-hidden />}
          <span>{one.message}</span>
        </p>
      ))}
    </div>
  );
}

interface ValueProps {
  field: Field;
  fields: Field[];
  term: Term;
  /** The id of what tells that the value is wrong. */
  wrong: string | undefined;
  onChange: (value: unknown) => void;
}

function ValueEditor({ field, fields, term, wrong, onChange }: ValueProps) {
  const { t } = useTranslation();
  const { app } = useFieldScope();
  const id = useId();
  const asks = OPERATORS[term.op] ?? "value";
  const { family } = fieldView(field.type);
  const told = wrong ? { "aria-invalid": true, "aria-describedby": wrong } : {};
  if (asks === "nothing" || !term.op) return <span />;
  const other = otherField(term.value);
  if (other !== null) return <Select label={t("condition.value")} value={other} options={fields.map((one) => ({ value: one.key, label: one.name }))} onChange={(next) => onChange(next === null ? null : { field: next })} {...told} />;
  if (family === "boolean")
    return <Select label={t("condition.value")} clearable={false} value={typeof term.value === "boolean" ? String(term.value) : null} options={[{ value: "true", label: t("ui.yes") }, { value: "false", label: t("ui.no") }]} onChange={(next) => onChange(next === "true")} {...told} />;
  // before today, after this month: cleared, a day is chosen instead
  const period = asks === "period" || (["date", "datetime"].includes(family) && typeof term.value === "string" && PERIODS.includes(term.value));
  if (period) return <Select label={t("condition.value")} clearable={asks !== "period"} value={typeof term.value === "string" ? term.value : null} options={PERIODS.map((one) => ({ value: one, label: t(`period.${one}`) }))} onChange={onChange} {...told} />;
  if (asks === "values" && family === "option") {
    const options = optionsOf(app, field).map((one) => ({ value: one.value, label: one.name }));
    const chosen: unknown[] = Array.isArray(term.value) ? term.value : [];
    return <MultiSelect many label={t("condition.value")} options={options} value={options.filter((one) => chosen.includes(one.value))} onChange={(next) => onChange(next.map((one) => one.value))} {...told} />;
  }
  if (asks === "span") {
    const [from = null, to = null] = (Array.isArray(term.value) ? term.value : []) as Json[];
    return (
      <div className={css.span}>
        <One id={`${id}-from`} field={field} value={from} wrong={wrong} onChange={(next) => onChange([next, to])} />
        <One id={`${id}-to`} field={field} value={to} wrong={wrong} onChange={(next) => onChange([from, next])} />
      </div>
    );
  }
  return <One id={id} field={field} several={asks === "values"} value={(term.value ?? null) as Json} wrong={wrong} onChange={onChange} />;
}

/** The value of another field stands beside it. */
function otherField(value: unknown): string | null {
  const held = typeof value === "object" && value !== null && "field" in value ? value.field : null;
  return typeof held === "string" ? held : null;
}

const SINGLE: Record<string, string> = { users: "user", departments: "department", references: "reference", multiselect: "select", tags: "select", serial: "text", formula: "text", textarea: "text", richtext: "text", phone: "text", email: "text", url: "text", barcode: "text", region: "text", rating: "number" };
const SEVERAL: Record<string, string> = { user: "users", department: "departments", reference: "references" };

function One({ id, field, several, value, wrong, onChange }: { id: string; field: Field; several?: boolean; value: Json; wrong: string | undefined; onChange: (value: Json) => void }) {
  const { t } = useTranslation();
  const single = SINGLE[field.type] ?? field.type;
  const asked = { ...field, type: several ? (SEVERAL[single] ?? single) : single, control: undefined, pattern: undefined, name: t("condition.value") };
  const { Input } = fieldView(asked.type);
  if (!Input) return null;
  return (
    <div className={css.value}>
      <label htmlFor={id}>{t("condition.value")}</label>
      <Input id={id} field={asked} value={value} onChange={onChange} invalid={wrong !== undefined} {...(wrong ? { describedBy: wrong } : {})} />
    </div>
  );
}
