/** Settings by field: rights of a node, values an action sets, what is copied, what is sorted by. */
import { Plus, X } from "lucide-react";

import type { Json } from "../../platform/api/types";
import { Button, IconButton, MultiSelect, Segments, Select, TextInput } from "../../ui";
import { useAppView, useSay } from "../context";
import { formNamed } from "../document/appview";
import { isObject } from "../document/pointer";
import { useWords } from "../words";
import type { ControlProps } from "./Control";
import { FormulaControl } from "./FormulaControl";
import css from "./panel.module.css";
import { usePicks } from "./usePicks";

const entries = (value: Json | undefined): [string, Json][] => (isObject(value) ? Object.entries(value) : []);

/** Every field with its right; the usual one is not written down. */
export function RightsControl({ value, change, form, values, label, model }: ControlProps & { values: string[] }) {
  const say = useSay();
  const words = useWords();
  const app = useAppView();
  const fields = formNamed(app, form)?.fields.filter((one) => !["note", "divider"].includes(one.type)) ?? [];
  const given = isObject(value) ? value : {};
  const usual = model === "GrantDef" ? "edit" : "~";
  const options = [...(values.includes(usual) ? [] : [{ value: usual, label: say("rights.usual") }]), ...values.map((one) => ({ value: one, label: words.value("right", one) }))];
  const put = (key: string, right: string | null) => {
    const { [key]: _, ...rest } = given;
    const next = right && right !== usual ? { ...rest, [key]: right } : rest;
    change(Object.keys(next).length ? next : undefined);
  };
  const rows = fields.flatMap((field) => [{ key: field.key, name: field.name }, ...(field.fields ?? []).map((inner) => ({ key: `${field.key}.${inner.key}`, name: `${field.name} / ${inner.name}` }))]);
  if (!rows.length) return <p className={css.about}>{say("choose_form_first")}</p>;
  return (
    <table className={css.rights}>
      <tbody>
        {rows.map((row) => (
          <tr key={row.key} data-right={row.key}>
            <th scope="row" title={row.name}>{row.name}</th>
            <td><Select label={`${label}: ${row.name}`} clearable={false} value={String(given[row.key] ?? usual)} options={options} onChange={(next) => put(row.key, next)} /></td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** field → formula. */
export function SetsControl({ model, name, value, change, form, around, label, pointer }: ControlProps) {
  const say = useSay();
  const fields = usePicks({ pick: "field", model, name, form, pointer });
  const rows = entries(value);
  const put = (next: [string, Json][]) => change(Object.fromEntries(next));
  return (
    <div className={css.rows}>
      {rows.map(([key, formula], index) => (
        <div key={index} className={css.item} data-set={key}>
          <div className={css.itembody} style={{ borderTop: 0, gap: 6 }}>
            <div className={css.line}>
              <Select label={`${label} ${say("field")}`} clearable={false} placeholder={say("choose")} value={key || null} options={fields} onChange={(next) => put(rows.map((row, at) => (at === index ? [next ?? "", row[1]] : row)))} />
              <IconButton small icon={X} label={say("delete")} onClick={() => put(rows.filter((_, at) => at !== index))} />
            </div>
            <FormulaControl label={say("sets_to")} value={formula} form={around} change={(next) => put(rows.map((row, at) => (at === index ? [row[0], next ?? null] : row)))} />
          </div>
        </div>
      ))}
      <Button icon={Plus} className={css.add} disabled={rows.some(([key]) => !key)} onClick={() => put([...rows, ["", ""]])} data-action="add-set">{say("add_set")}</Button>
    </div>
  );
}

/** key → text: fields copied, colours, headers. */
export function PairsControl({ model, name, value, change, form, label, part, pointer }: ControlProps) {
  const say = useSay();
  const own = usePicks({ pick: "field", model, name, form, pointer });
  const there = usePicks({ pick: "field", model, name, form: typeof part.form === "string" ? part.form : form, pointer });
  const copied = name === "fill";
  const rows = entries(value);
  const put = (next: [string, Json][]) => change(next.length ? Object.fromEntries(next) : undefined);
  const swap = (index: number, pair: [string, Json]) => put(rows.map((row, at) => (at === index ? pair : row)));
  return (
    <div className={css.rows}>
      {rows.map(([key, text], index) => (
        <div key={index} className={css.row}>
          {copied ? <Select label={label} clearable={false} value={key || null} options={own} onChange={(next) => swap(index, [next ?? "", text])} /> : <TextInput aria-label={label} value={key} onChange={(next) => swap(index, [next, text])} />}
          {copied ? <Select label={label} clearable={false} value={String(text) || null} options={there} onChange={(next) => swap(index, [key, next ?? ""])} /> : <TextInput aria-label={label} value={String(text)} onChange={(next) => swap(index, [key, next])} />}
          <IconButton small icon={X} label={say("delete")} onClick={() => put(rows.filter((_, at) => at !== index))} />
        </div>
      ))}
      <Button icon={Plus} className={css.add} disabled={rows.some(([key]) => !key)} onClick={() => put([...rows, ["", ""]])}>{say("add")}</Button>
    </div>
  );
}

/** ``-amount``: the largest first. */
export function SortControl({ model, name, value, change, form, label, pointer }: ControlProps) {
  const say = useSay();
  const fields = usePicks({ pick: "field", model, name, form, pointer });
  const rows = (Array.isArray(value) ? value : []).map(String);
  const put = (next: string[]) => change(next.length ? next : undefined);
  const known = (key: string) => fields.find((one) => one.value === key) ?? (key ? { value: key, label: key } : null);
  return (
    <div className={css.rows}>
      {rows.map((entry, index) => {
        const down = entry.startsWith("-");
        const key = entry.replace(/^-/, "");
        const swap = (next: string) => put(rows.map((row, at) => (at === index ? next : row)));
        return (
          <div key={index} className={css.row}>
            <Select label={label} clearable={false} placeholder={say("choose")} value={known(key)} options={fields} onChange={(next) => swap(`${down ? "-" : ""}${next ?? ""}`)} />
            <Segments label={say("sort.direction")} value={down ? "down" : "up"} options={[{ value: "up", label: say("sort.up") }, { value: "down", label: say("sort.down") }]} onChange={(next) => swap(`${next === "down" ? "-" : ""}${key}`)} />
            <IconButton small icon={X} label={say("delete")} onClick={() => put(rows.filter((_, at) => at !== index))} />
          </div>
        );
      })}
      <Button icon={Plus} className={css.add} disabled={rows.some((row) => !row.replace("-", ""))} onClick={() => put([...rows, fields[0]?.value ?? ""])}>{say("add")}</Button>
    </div>
  );
}

/** Groups of fields whose values together may stand in one record only. */
export function UniqueControl({ model, name, value, change, form, label, pointer }: ControlProps) {
  const say = useSay();
  const fields = usePicks({ pick: "field", model, name, form, pointer });
  const rows = (Array.isArray(value) ? value : []).map((row) => (Array.isArray(row) ? row.map(String) : []));
  const put = (next: string[][]) => change(next.length ? next : undefined);
  return (
    <div className={css.rows}>
      {rows.map((row, index) => (
        <div key={index} className={css.solo}>
          <MultiSelect many label={label} placeholder={say("choose")} options={fields} value={row.map((key) => fields.find((one) => one.value === key) ?? { value: key, label: key })} onChange={(next) => put(rows.map((old, at) => (at === index ? next.map((one) => one.value) : old)))} />
          <IconButton small icon={X} label={say("delete")} onClick={() => put(rows.filter((_, at) => at !== index))} />
        </div>
      ))}
      <Button icon={Plus} className={css.add} disabled={rows.some((row) => !row.length)} onClick={() => put([...rows, []])}>{say("add")}</Button>
    </div>
  );
}
