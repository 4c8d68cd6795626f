/** Values of fields where a setting asks for one: typed as the field is typed, never as JSON. */
import { Plus, X } from "lucide-react";

import { FieldScopeProvider } from "../../engines/record/context";
import { optionsOf } from "../../engines/record/fields";
import { PERIODS } from "../../engines/record/conditions";
import { fieldView } from "../../engines/record/registry";
import type { Field, Json } from "../../platform/api/types";
import { Button, IconButton, MultiSelect, Select, TextInput } from "../../ui";
import { useAppView, useSay, useSystemFields } from "../context";
import { fieldChoices, formNamed } from "../document/appview";
import { isObject } from "../document/pointer";
import type { ControlProps } from "./Control";
import { NameControl } from "./NameControl";
import css from "./panel.module.css";

type Some = Pick<ControlProps, "id" | "label" | "value" | "change">;

/** Types whose input gives the value as the document keeps it. */
const AS_TYPED = new Set(["number", "money", "percent", "rating", "duration", "date", "datetime", "time", "textarea"]);

export function ValueControl({ id, label, value, change, field, form }: Some & { field: Field | undefined; form: string | undefined }) {
  const say = useSay();
  const app = useAppView();
  const own = formNamed(app, form);
  const options = field ? optionsOf(app, field).map((one) => ({ value: one.value, label: one.name })) : [];
  if (field?.type === "boolean")
    return <Select id={id} label={label} value={typeof value === "boolean" ? String(value) : null} options={[{ value: "true", label: say("translation:ui.yes" as never) }, { value: "false", label: say("translation:ui.no" as never) }]} onChange={(next) => change(next === null ? undefined : next === "true")} />;
  if (field?.type === "multiselect" && options.length > 0)
    return <MultiSelect many id={id} label={label} options={options} value={options.filter((one) => Array.isArray(value) && value.includes(one.value))} onChange={(next) => change(next.length ? next.map((one) => one.value) : undefined)} />;
  if (options.length > 0) return <Select id={id} label={label} value={typeof value === "string" ? value : null} options={options} onChange={(next) => change(next ?? undefined)} />;
  const { Input } = fieldView(field?.type ?? "");
  if (field && own && Input && AS_TYPED.has(field.type))
    return (
      <FieldScopeProvider value={{ app, form: own }}>
        <Input id={id} field={{ ...field, required: false }} value={value ?? null} onChange={(next) => change(next ?? undefined)} />
      </FieldScopeProvider>
    );
  return <TextInput id={id} value={typeof value === "string" || typeof value === "number" ? String(value) : ""} onChange={(next) => change(next || undefined)} />;
}

/** From what to what a field has to change: asked where one field alone is chosen. */
export function ChangeControl({ part, form, ...rest }: ControlProps) {
  const app = useAppView();
  const named = Array.isArray(part.fields) ? part.fields.map(String) : [];
  const field = named.length === 1 ? formNamed(app, form)?.fields.find((one) => one.key === named[0]) : undefined;
  return <ValueControl {...rest} field={field} form={form} />;
}

/** What a filter of a dashboard begins with: a period for dates, else a value of its field. */
export function FilterDefault({ part, form, ...rest }: ControlProps) {
  const say = useSay();
  const app = useAppView();
  const system = useSystemFields();
  // a dashboard stands on no form: its reports say which one
  const forms = form ? app.forms.filter((one) => one.key === form) : app.forms;
  const found = forms.flatMap((one) => fieldChoices(app, one, system, true).filter((each) => each.path === part.field).map((each) => ({ field: each.field, form: one.key })))[0];
  if (["date", "datetime"].includes(found?.field.type ?? "")) return <Select id={rest.id} label={rest.label} value={typeof rest.value === "string" ? rest.value : null} options={PERIODS.map((one) => ({ value: one, label: say(`translation:period.${one}` as never) }))} onChange={(next) => rest.change(next ?? undefined)} />;
  return <ValueControl {...rest} field={found?.field} form={found?.form} />;
}

/** The words for yes and for no. */
export function LabelsControl({ id, label, value, change }: ControlProps) {
  const say = useSay();
  const pair: Json[] = Array.isArray(value) ? value : [];
  const put = (at: 0 | 1, next: Json | undefined) => {
    const made = [pair[0] ?? "", pair[1] ?? ""];
    made[at] = next ?? "";
    change(made.every((one) => one === "") ? undefined : made);
  };
  return (
    <div className={css.rows}>
      <NameControl id={id} label={`${label}: ${say("translation:ui.yes" as never)}`} value={pair[0]} change={(next) => put(0, next)} />
      <NameControl id={`${id}-no`} label={`${label}: ${say("translation:ui.no" as never)}`} value={pair[1]} change={(next) => put(1, next)} />
    </div>
  );
}

const DAYS = ["mon-fri", "mon-sat", "mon-sun", "sat-sun", "mon", "tue", "wed", "thu", "fri", "sat", "sun"];
const SPAN = /^([01]?\d|2[0-3])[:：]?([0-5]\d)\s*[-–~到至]\s*([01]?\d|2[0-4])[:：]?([0-5]\d)$/;

/** Working hours, by days of the week: 09:00-12:00, 13:30-18:00. */
export function HoursControl({ label, value, change }: ControlProps) {
  const say = useSay();
  const rows = isObject(value) ? Object.entries(value) : [];
  const put = (next: [string, Json][]) => change(Object.fromEntries(next));
  const days = [...DAYS, ...rows.map(([day]) => day).filter((day) => !DAYS.includes(day))];
  const span = (typed: string): string => {
    const [, h1 = "", m1 = "", h2 = "", m2 = ""] = SPAN.exec(typed.trim()) ?? [];
    return h1 ? `${h1.padStart(2, "0")}:${m1}-${h2.padStart(2, "0")}:${m2}` : typed.trim();
  };
  return (
    <div className={css.rows}>
      {rows.map(([day, spans], index) => (
        <div key={day} className={css.row}>
          <Select label={`${label}: ${say("hours.days")}`} clearable={false} value={day} options={days.filter((one) => one === day || !rows.some(([other]) => other === one)).map((one) => ({ value: one, label: say(`hours.${one.replace("-", "_")}`, { defaultValue: one }) }))} onChange={(next) => put(rows.map((row, at) => (at === index ? [next ?? day, row[1]] : row)))} />
          <MultiSelect many label={`${label}: ${say("hours.spans")}`} placeholder={say("hours.hint")} options={[]} create={(typed) => ({ value: span(typed), label: span(typed) })} value={(Array.isArray(spans) ? spans : []).map((one) => ({ value: String(one), label: String(one) }))} onChange={(next) => put(rows.map((row, at) => (at === index ? [row[0], next.map((one) => one.value)] : row)))} />
          <IconButton small icon={X} label={say("delete")} onClick={() => put(rows.filter((_, at) => at !== index))} />
        </div>
      ))}
      <Button icon={Plus} className={css.add} onClick={() => put([...rows, [DAYS.find((one) => !rows.some(([day]) => day === one)) ?? "mon", ["09:00-12:00", "13:30-18:00"]]])}>{say("hours.add")}</Button>
    </div>
  );
}

/** Which options of a field are left while a linkage holds. */
export function LeftOptions({ label, value, change, form }: ControlProps) {
  const say = useSay();
  const app = useAppView();
  const fields = formNamed(app, form)?.fields.filter((one) => ["select", "multiselect"].includes(one.type)) ?? [];
  const rows = isObject(value) ? Object.entries(value) : [];
  const put = (next: [string, Json][]) => change(next.length ? Object.fromEntries(next) : undefined);
  const free = fields.filter((one) => !rows.some(([key]) => key === one.key));
  return (
    <div className={css.rows}>
      {rows.map(([key, left], index) => {
        const field = fields.find((one) => one.key === key);
        const options = field ? optionsOf(app, field).map((one) => ({ value: one.value, label: one.name })) : [];
        return (
          <div key={key} className={css.item}>
            <div className={css.itembody} style={{ borderTop: 0, gap: 6 }}>
              <div className={css.line}>
                <Select label={`${label} ${say("field")}`} clearable={false} value={key} options={[...(field ? [field] : []), ...free].map((one) => ({ value: one.key, label: one.name }))} onChange={(next) => put(rows.map((row, at) => (at === index ? [next ?? key, []] : row)))} />
                <IconButton small icon={X} label={say("delete")} onClick={() => put(rows.filter((_, at) => at !== index))} />
              </div>
              <MultiSelect many label={label} placeholder={say("choose")} options={options} value={options.filter((one) => Array.isArray(left) && left.includes(one.value))} onChange={(next) => put(rows.map((row, at) => (at === index ? [row[0], next.map((one) => one.value)] : row)))} />
            </div>
          </div>
        );
      })}
      <Button icon={Plus} className={css.add} disabled={!free.length} onClick={() => put([...rows, [free[0]?.key ?? "", []]])}>{say("add_options")}</Button>
    </div>
  );
}

/** The rows of a decision table: a cell under each input and each output. */
export function TableRows({ part, value, change, label }: ControlProps) {
  const say = useSay();
  const heads = ["inputs", "outputs"].flatMap((side) => (Array.isArray(part[side]) ? part[side] : []).map((one) => ({ side, name: typeof one === "string" ? one : isObject(one) ? String(one.name ?? one.key ?? "") : "" })));
  const rows = (Array.isArray(value) ? value : []).map((row) => (Array.isArray(row) ? row : []));
  const text = (cell: Json | undefined): string => (cell === null || cell === undefined ? "" : String(cell));
  // a figure stays a figure, so that outputs can be computed with
  const read = (typed: string): Json => (typed === "" ? null : /^-?\d+(\.\d+)?$/.test(typed) ? Number(typed) : typed);
  const put = (at: number, column: number, typed: string) => change(rows.map((row, index) => (index === at ? heads.map((_, n) => (n === column ? read(typed) : (row[n] ?? null))) : row)));
  if (!heads.length) return <p className={css.about}>{say("table.heads_first")}</p>;
  return (
    <div className={css.rows}>
      <div className={css.tablebox}>
        <table className={css.decisions}>
          <thead><tr>{heads.map((head, index) => <th key={index} scope="col" data-side={head.side}>{head.name}</th>)}<td /></tr></thead>
          <tbody>
            {rows.map((row, at) => (
              <tr key={at}>
                {heads.map((head, column) => <td key={column}><TextInput aria-label={`${label} ${String(at + 1)}: ${head.name}`} value={text(row[column])} placeholder={head.side === "inputs" ? say("table.any") : ""} onChange={(typed) => put(at, column, typed)} /></td>)}
                <td><IconButton small icon={X} label={say("delete")} onClick={() => change(rows.filter((_, index) => index !== at))} /></td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <Button icon={Plus} className={css.add} onClick={() => change([...rows, heads.map(() => null)])}>{say("table.add")}</Button>
    </div>
  );
}
