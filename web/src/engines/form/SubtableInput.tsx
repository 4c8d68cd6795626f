/** The rows of a sub-table to fill in: a table on a desktop, cards on a phone. */
import { ArrowDown, ArrowUp, Copy, EllipsisVertical, Plus, Trash2 } from "lucide-react";
import { memo, useSyncExternalStore } from "react";
import { useTranslation } from "react-i18next";

import type { Field, Json, Values } from "../../platform/api/types";
import { Button, cx, IconButton, Menu, usePhone } from "../../ui";
import { useFieldScope } from "../record/context";
import { isComputed, isShownOnly, shownAs } from "../record/fields";
import { fieldView } from "../record/registry";
import { FieldShow } from "../record/shows/FieldShow";
import cards from "../record/shows/subtable.module.css";
import { totalsOf } from "../record/shows/SubtableShow";
import css from "./form.module.css";
import { cellPath, rowKey } from "./paths";
import { type FormRow, rows } from "./program";
import type { FormStore } from "./store";
import { wholeOf } from "./whole";

interface TableProps {
  store: FormStore;
  field: Field;
}

const MOST = 500;

export function SubtableInput({ store, field }: TableProps) {
  const { t } = useTranslation();
  const phone = usePhone();
  const value = useSyncExternalStore(store.subscribe, () => store.values[field.key] ?? null);
  const all = rows(value);
  const full = all.length >= (typeof field.max === "number" ? field.max : MOST);
  const fields = (field.fields ?? []).filter((one) => !isShownOnly(one));
  const add = (
    <Button kind={phone ? "default" : "link"} icon={Plus} wide={phone} className={cx(phone && css.dashed)} disabled={full} onClick={() => store.addRow(field)} data-action="add-row">
      {t("form.add_row")}
    </Button>
  );
  if (phone)
    return (
      <div className={cards.cards}>
        {all.map((row, index) => (
          <CardRow key={rowKey(row)} store={store} table={field} fields={fields} row={row} index={index} />
        ))}
        {add}
      </div>
    );
  return (
    <div>
        <div className={css.scroll}>
          <table className={css.cells}>
            <thead>
              <tr>
                <th scope="col" className={css.index}>#</th>
                {fields.map((one) => (
                  <Head key={one.key} field={one} fields={fields} />
                ))}
                <th scope="col"><span className="sr-only">{t("list.actions")}</span></th>
              </tr>
            </thead>
            <tbody>
              {all.map((row, index) => (
                <TableRow key={rowKey(row)} store={store} table={field} fields={fields} row={row} index={index} last={index === all.length - 1} full={full} />
              ))}
            </tbody>
            {all.length > 0 && <Totals fields={fields} all={all} />}
          </table>
          <div className={css.addrow}>{add}</div>
        </div>
    </div>
  );
}

function useNumeric(field: Field, fields: Field[]): boolean {
  const { app, form } = useFieldScope();
  return Boolean(fieldView(shownAs(app, { ...form, fields }, field).type).numeric);
}

function Head({ field, fields }: { field: Field; fields: Field[] }) {
  return (
    <th scope="col" className={cx(useNumeric(field, fields) && css.numeric)}>
      {field.name}
      {field.required && <em aria-hidden>*</em>}
    </th>
  );
}

function Totals({ fields, all }: { fields: Field[]; all: FormRow[] }) {
  const { t } = useTranslation();
  const totals = totalsOf(fields, all);
  if (!Object.keys(totals).length) return null;
  return (
    <tfoot>
      <tr>
        <td className={css.index}>{t("field.total")}</td>
        {fields.map((one) => (
          <TotalCell key={one.key} field={one} fields={fields} total={totals[one.key]} />
        ))}
        <td className={css.ends} />
      </tr>
    </tfoot>
  );
}

function TotalCell({ field, fields, total }: { field: Field; fields: Field[]; total: string | undefined }) {
  return <td className={cx(useNumeric(field, fields) && css.numeric)}>{total !== undefined && <FieldShow field={field} value={total} dense />}</td>;
}

interface RowProps {
  store: FormStore;
  table: Field;
  fields: Field[];
  row: FormRow;
  index: number;
}

const TableRow = memo(function TableRow({ store, table, fields, row, index, last, full }: RowProps & { last: boolean; full: boolean }) {
  const { t } = useTranslation();
  const key = rowKey(row);
  return (
    <tr data-row-index={index}>
      <td className={css.index}>{index + 1}</td>
      {fields.map((one) => (
        <Cell key={one.key} store={store} table={table} field={one} fields={fields} row={row} index={index} />
      ))}
      <td className={css.ends}>
        <Menu
          small
          icon={EllipsisVertical}
          label={t("form.row_actions", { n: index + 1 })}
          items={[
            { key: "copy", label: t("form.copy_row"), icon: Copy, disabled: full, onPress: () => store.addRow(table, index, typedOnly(fields, row.values)) },
            { key: "up", label: t("form.row_up"), icon: ArrowUp, disabled: index === 0, onPress: () => store.moveRow(table.key, key, -1) },
            { key: "down", label: t("form.row_down"), icon: ArrowDown, disabled: last, onPress: () => store.moveRow(table.key, key, 1) },
            { key: "delete", label: t("form.drop_row"), icon: Trash2, danger: true, apart: true, onPress: () => store.dropRow(table.key, key) },
          ]}
        />
      </td>
    </tr>
  );
});

const typedOnly = (fields: Field[], values: Values): Values => Object.fromEntries(fields.filter((one) => !isComputed(one) && one.key in values).map((one) => [one.key, values[one.key] ?? null]));

function useCell({ store, table, field, row }: { store: FormStore; table: Field; field: Field; row: FormRow }) {
  const path = cellPath(table.key, rowKey(row), field.key);
  return { path, state: useSyncExternalStore(store.subscribe, () => store.state(path, field, row.values[field.key] ?? null)) };
}

interface CellProps extends RowProps {
  field: Field;
}

function CellInput({ store, table, field, row, index }: CellProps) {
  const { t } = useTranslation();
  const { path, state } = useCell({ store, table, field, row });
  const view = fieldView(field.type);
  const id = `field-${path.replaceAll("/", "-")}`;
  if (state.hidden) return null;
  const named = { ...field, name: `${field.name} ${t("field.row_number", { n: index + 1 })}` };
  return (
    <>
      {state.editable && view.Input ? (
        <span role="presentation" data-cell={field.key}>
          <view.Input
            id={id}
            field={named}
            value={state.value}
            onChange={(value: Json) => store.setCell(table.key, rowKey(row), field.key, value)}
            onFill={(values) => store.setRow(table.key, rowKey(row), values)}
            values={{ ...store.values, ...row.values }}
            standing={{ field: `${table.key}.${field.key}`, row: index, id: store.record, whole: () => wholeOf(store.form.fields, store.values) }}
            required={state.required}
            invalid={Boolean(state.problem)}
            describedBy={state.problem ? `${id}-problem` : undefined}
            allowed={state.allowed}
          />
        </span>
      ) : (
        <span className={css.plain} id={id} data-cell={field.key}>
          <FieldShow field={field} value={state.value} dense />
        </span>
      )}
      {state.problem && (
        <div id={`${id}-problem`} className={css.problem} data-problem={state.problem.code}>
          {state.problem.message}
        </div>
      )}
    </>
  );
}

const NARROW = new Set(["number", "percent", "boolean", "time", "rating"]);

function Cell(props: CellProps & { fields: Field[] }) {
  const numeric = useNumeric(props.field, props.fields);
  return (
    <td className={cx(numeric && css.numeric)} data-field={props.field.key} style={NARROW.has(props.field.type) || numeric ? { minWidth: 104, width: 136 } : { minWidth: 150 }}>
      <CellInput {...props} />
    </td>
  );
}

const CardRow = memo(function CardRow({ store, table, fields, row, index }: RowProps) {
  const { t } = useTranslation();
  return (
    <div className={cards.card} data-row-index={index}>
      <div className={cards.cardhead}>
        <span>{t("field.row_number", { n: index + 1 })}</span>
        <IconButton small icon={Trash2} label={t("form.drop_row_n", { n: index + 1 })} onClick={() => store.dropRow(table.key, rowKey(row))} />
      </div>
      {fields.map((one) => (
        <CardCell key={one.key} store={store} table={table} fields={fields} row={row} index={index} field={one} />
      ))}
    </div>
  );
});

function CardCell(props: CellProps) {
  const { path, state } = useCell(props);
  if (state.hidden) return null;
  return (
    <div className={css.pair} data-field={props.field.key}>
      <label htmlFor={`field-${path.replaceAll("/", "-")}`}>
        {state.required && <em aria-hidden>*</em>}
        {props.field.name}
      </label>
      <div>
        <CellInput {...props} />
      </div>
    </div>
  );
}
