/** Conditions, clicked together: used for filters, linkage, rules, edges and grants alike. */
import { Plus, X } from "lucide-react";
import { useId } from "react";
import { useTranslation } from "react-i18next";

import type { Field, Json } from "../../platform/api/types";
import { Button, IconButton, MultiSelect, Segments, Select } from "../../ui";
import { isGroup, isTerm, members, OPERATORS, OPS, opWord, PERIODS, type Term, type Tree } from "./conditions";
import css from "./conditions.module.css";
import { useFieldScope } from "./context";
import { optionsOf, shownAs } from "./fields";
import { fieldView } from "./registry";

interface BuilderProps {
  value: Tree | null;
  onChange: (tree: Tree) => void;
  /** The fields that may be asked about; paths are allowed. */
  fields: Field[];
  /** Groups inside groups, as deep as this. */
  depth?: number;
}

const EMPTY: Term = { field: "", op: "" };

export function ConditionBuilder({ value, onChange, fields, depth = 2 }: BuilderProps) {
  const tree: Tree = value && isGroup(value) ? value : { all: value ? [value] : [EMPTY] };
  return <GroupEditor tree={tree} onChange={onChange} fields={fields} depth={depth} />;
}

function GroupEditor({ tree, onChange, fields, depth }: { tree: Tree; onChange: (tree: Tree) => void; fields: Field[]; depth: number }) {
  const { t } = useTranslation();
  const kind = "any" in tree ? "any" : "all";
  const inside = members(tree);
  const put = (next: Tree[], as: string = kind) => onChange(as === "any" ? { any: next } : { all: next });
  return (
    <div className={css.group} role="group" aria-label={t("condition.group")}>
      {inside.length > 1 && (
        <div className={css.head}>
          <Segments label={t("condition.match")} value={kind} options={[{ value: "all", label: t("condition.all") }, { value: "any", label: t("condition.any") }]} onChange={(next) => put(inside, next)} />
        </div>
      )}
      {inside.map((one, index) => {
        const change = (next: Tree) => put(inside.map((old, at) => (at === index ? next : old)));
        const drop = () => put(inside.filter((_, at) => at !== index));
        if (isTerm(one)) return <TermEditor key={index} term={one} fields={fields} onChange={change} onDrop={drop} />;
        return (
          <div key={index} className={css.inner}>
            <GroupEditor tree={isGroup(one) ? one : { all: [one] }} onChange={(next) => (members(next).length ? change(next) : drop())} fields={fields} depth={depth - 1} />
          </div>
        );
      })}
      <div className={css.foot}>
        <Button kind="link" small icon={Plus} onClick={() => put([...inside, EMPTY])} data-action="add-condition">
          {t("condition.add")}
        </Button>
        {depth > 1 && (
          <Button kind="link" small icon={Plus} onClick={() => put([...inside, { any: [EMPTY] }])} data-action="add-group">
            {t("condition.add_group")}
          </Button>
        )}
      </div>
    </div>
  );
}

function TermEditor({ term, fields, onChange, onDrop }: { term: Term; fields: Field[]; onChange: (term: Term) => void; onDrop: () => void }) {
  const { t } = useTranslation();
  const { app, form } = useFieldScope();
  const field = fields.find((one) => one.key === term.field);
  const like = field && shownAs(app, form, field);
  const family = like ? fieldView(like.type).family : "none";
  const ops = OPS[family];
  const choose = (key: string | null) => {
    const next = fields.find((one) => one.key === key);
    const offered = next ? OPS[fieldView(shownAs(app, form, next).type).family] : [];
    onChange({ field: key ?? "", op: offered.includes(term.op) ? term.op : (offered[0] ?? ""), value: null });
  };
  return (
    <div className={css.row} data-condition={term.field}>
      <Select label={t("condition.field")} placeholder={t("condition.field")} clearable={false} value={term.field || null} options={fields.map((one) => ({ value: one.key, label: one.name }))} onChange={choose} />
      <Select label={t("condition.operator")} placeholder={t("condition.operator")} clearable={false} disabled={!field} value={term.op || null} options={ops.map((op) => ({ value: op, label: t(opWord(op, family)) }))} onChange={(op) => onChange({ field: term.field, op: op ?? "", value: OPERATORS[op ?? ""] === OPERATORS[term.op] ? term.value : null })} />
      {like ? <ValueEditor field={like} term={term} onChange={(value) => onChange({ ...term, value })} /> : <span />}
      <IconButton icon={X} label={t("condition.remove")} onClick={onDrop} />
    </div>
  );
}

function ValueEditor({ field, term, onChange }: { field: Field; term: Term; onChange: (value: unknown) => void }) {
  const { t } = useTranslation();
  const { app } = useFieldScope();
  const id = useId();
  const asks = OPERATORS[term.op] ?? "value";
  const { family } = fieldView(field.type);
  if (asks === "nothing" || !term.op) return <span />;
  if (family === "boolean")
    return <Select label={t("condition.value")} clearable={false} value={typeof term.value === "boolean" ? String(term.value) : null} options={[{ value: "true", label: t("ui.yes") }, { value: "false", label: t("ui.no") }]} onChange={(next) => onChange(next === "true")} />;
  if (asks === "period") return <Select label={t("condition.value")} clearable={false} value={typeof term.value === "string" ? term.value : null} options={PERIODS.map((one) => ({ value: one, label: t(`period.${one}`) }))} onChange={onChange} />;
  if (asks === "values" && family === "option") {
    const options = optionsOf(app, field).map((one) => ({ value: one.value, label: one.name }));
    const chosen: unknown[] = Array.isArray(term.value) ? term.value : [];
    return <MultiSelect many label={t("condition.value")} options={options} value={options.filter((one) => chosen.includes(one.value))} onChange={(next) => onChange(next.map((one) => one.value))} />;
  }
  if (asks === "span") {
    const [from = null, to = null] = (Array.isArray(term.value) ? term.value : []) as Json[];
    return (
      <div className={css.span}>
        <One id={`${id}-from`} field={field} value={from} onChange={(next) => onChange([next, to])} />
        <One id={`${id}-to`} field={field} value={to} onChange={(next) => onChange([from, next])} />
      </div>
    );
  }
  return <One id={id} field={field} several={asks === "values"} value={(term.value ?? null) as Json} onChange={onChange} />;
}

const SINGLE: Record<string, string> = { users: "user", departments: "department", references: "reference", multiselect: "select", tags: "select", serial: "text", formula: "text", textarea: "text", richtext: "text", phone: "text", email: "text", url: "text", barcode: "text", region: "text", rating: "number" };
const SEVERAL: Record<string, string> = { user: "users", department: "departments", reference: "references" };

function One({ id, field, several, value, onChange }: { id: string; field: Field; several?: boolean; value: Json; onChange: (value: Json) => void }) {
  const { t } = useTranslation();
  const single = SINGLE[field.type] ?? field.type;
  const asked = { ...field, type: several ? (SEVERAL[single] ?? single) : single, control: undefined, pattern: undefined, name: t("condition.value") };
  const { Input } = fieldView(asked.type);
  return Input ? <Input id={id} field={asked} value={value} onChange={onChange} /> : null;
}
