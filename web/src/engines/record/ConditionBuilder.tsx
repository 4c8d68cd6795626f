/** Conditions, clicked together: used for filters, linkage, rules, edges and grants alike. */
import { Plus, X } from "lucide-react";
import { useTranslation } from "react-i18next";

import type { Field } from "../../platform/api/types";
import { Button, IconButton, Segments, Select } from "../../ui";
import { groupOf, isRows, isTerm, type Join, joined, type RowsTree, type Term, type Tree } from "./conditions";
import css from "./conditions.module.css";
import { FieldScopeProvider, useFieldScope } from "./context";
import { ConditionLine, LineProblems, type TreeProblem } from "./ConditionLine";

interface BuilderProps {
  value: Tree | null;
  onChange: (tree: Tree) => void;
  /** The fields that may be asked about; paths are allowed. */
  fields: Field[];
  /** Groups inside groups, as deep as this. */
  depth?: number;
  /** What is wrong, by pointers into the tree. */
  problems?: readonly TreeProblem[];
  /** Whether a record has just been changed, so that it can be asked what it was. */
  past?: boolean;
}

const EMPTY: Term = { field: "", op: "" };
const NONE: readonly TreeProblem[] = [];

export function ConditionBuilder({ value, onChange, problems = NONE, depth = 2, past = false, ...rest }: BuilderProps) {
  const single = value !== null && (isTerm(value) || isRows(value));
  // one line alone is drawn as a group of one
  const tree: Tree = value === null ? { all: [EMPTY] } : single ? { all: [value] } : value;
  const placed = single ? problems.map((one) => ({ ...one, pointer: `/all/0${one.pointer}` })) : problems;
  return <GroupEditor tree={tree} onChange={onChange} problems={placed} depth={depth} past={past} {...rest} />;
}

interface PartProps {
  tree: Tree;
  onChange: (tree: Tree) => void;
  fields: Field[];
  depth: number;
  problems: readonly TreeProblem[];
  past: boolean;
}

/** Those at or below a place, as seen from there. */
const below = (problems: readonly TreeProblem[], place: string): TreeProblem[] =>
  problems.filter((one) => one.pointer === place || one.pointer.startsWith(`${place}/`)).map((one) => ({ ...one, pointer: one.pointer.slice(place.length) }));

function GroupEditor({ tree, onChange, fields, depth, problems, past }: PartProps) {
  const { t } = useTranslation();
  const { form } = useFieldScope();
  const { join, parts, places } = groupOf(tree);
  const put = (next: readonly Tree[], as: Join = join) => onChange(joined(as, next));
  const joins: Join[] = ["all", "any", "none", ...(join === "not_all" ? ["not_all" as const] : [])];
  const rows = form.fields.filter((field) => field.type === "subtable");
  return (
    <div className={css.group} role="group" aria-label={t("condition.group")}>
      {(parts.length > 1 || !["all", "any"].includes(join)) && (
        <div className={css.head}>
          <Segments label={t("condition.match")} value={join} options={joins.map((one) => ({ value: one, label: t(`condition.${one}`) }))} onChange={(next) => put(parts, next)} />
        </div>
      )}
      {parts.map((one, index) => {
        const change = (next: Tree) => put(parts.map((old, at) => (at === index ? next : old)));
        const drop = () => put(parts.filter((_, at) => at !== index));
        const wrong = below(problems, places[index] ?? "");
        if (isTerm(one)) return <ConditionLine key={index} term={one} fields={fields} problems={wrong} past={past} onChange={change} onDrop={drop} />;
        if (isRows(one)) return <RowsEditor key={index} tree={one} onChange={change} onDrop={drop} fields={fields} depth={depth} problems={wrong} past={past} />;
        return (
          <div key={index} className={css.inner}>
            <GroupEditor tree={one} onChange={(next) => (groupOf(next).parts.length ? change(next) : drop())} fields={fields} depth={depth - 1} problems={wrong} past={past} />
          </div>
        );
      })}
      <LineProblems problems={problems.filter((one) => !places.some((place) => one.pointer === place || one.pointer.startsWith(`${place}/`)))} />
      <div className={css.foot}>
        <Button kind="link" small icon={Plus} onClick={() => put([...parts, EMPTY])} data-action="add-condition">
          {t("condition.add")}
        </Button>
        {depth > 1 && (
          <Button kind="link" small icon={Plus} onClick={() => put([...parts, { any: [EMPTY] }])} data-action="add-group">
            {t("condition.add_group")}
          </Button>
        )}
        {depth > 1 && rows.length > 0 && (
          <Button kind="link" small icon={Plus} onClick={() => put([...parts, { any_row: rows[0]?.key ?? "", when: { all: [EMPTY] } }])} data-action="add-rows">
            {t("condition.add_rows")}
          </Button>
        )}
      </div>
    </div>
  );
}

/** What the rows of a sub-table have to fulfil: some row, or every one. */
function RowsEditor({ tree, onChange, onDrop, fields, depth, problems, past }: Omit<PartProps, "tree" | "onChange"> & { tree: RowsTree; onChange: (tree: Tree) => void; onDrop: () => void }) {
  const { t } = useTranslation();
  const { app, form } = useFieldScope();
  const [how, key] = "any_row" in tree ? (["any_row", tree.any_row] as const) : (["all_rows", tree.all_rows] as const);
  const tables = form.fields.filter((field) => field.type === "subtable");
  const columns = tables.find((one) => one.key === key)?.fields ?? [];
  const put = (as: string, rows: string, when: Tree) => onChange(as === "any_row" ? { any_row: rows, when } : { all_rows: rows, when });
  // in a row a name is one of its columns or, behind that, a field of the record
  const inside = [...columns, ...fields.filter((one) => !one.key.startsWith(`${key}.`) && !columns.some((column) => column.key === one.key))];
  return (
    <div className={css.inner} role="group" aria-label={t("condition.rows")}>
      <div className={css.rowshead}>
        <Select label={t("condition.rows")} clearable={false} value={key || null} options={tables.map((one) => ({ value: one.key, label: one.name }))} onChange={(next) => put(how, next ?? "", { all: [EMPTY] })} />
        <Segments label={t("condition.match")} value={how} options={(["any_row", "all_rows"] as const).map((one) => ({ value: one, label: t(`condition.${one}`) }))} onChange={(next) => put(next, key, tree.when)} />
        <IconButton icon={X} label={t("condition.remove")} onClick={onDrop} />
      </div>
      <FieldScopeProvider value={{ app, form: { ...form, fields: inside } }}>
        <GroupEditor tree={isTerm(tree.when) ? { all: [tree.when] } : tree.when} onChange={(when) => put(how, key, when)} fields={inside} depth={Math.min(depth - 1, 1)} problems={rowProblems(problems, tree)} past={past} />
      </FieldScopeProvider>
    </div>
  );
}

/** A single line below `when` is drawn as a group of one. */
const rowProblems = (problems: readonly TreeProblem[], tree: RowsTree): TreeProblem[] =>
  [...below(problems, "/when").map((one) => ({ ...one, pointer: (isTerm(tree.when) ? "/all/0" : "") + one.pointer })), ...problems.filter((one) => !one.pointer.startsWith("/when"))];
