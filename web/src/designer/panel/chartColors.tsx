/** A colour of one's own for some of the values a chart shows. */
import { Plus, X } from "lucide-react";

import { optionsOf } from "../../engines/record/fields";
import type { Json } from "../../platform/api/types";
import { Button, IconButton, Select, TextInput } from "../../ui";
import { useAppView, useAt, useSay, useSystemFields } from "../context";
import { fieldChoices, formNamed } from "../document/appview";
import { isObject, listAt } from "../document/pointer";
import { COLORS, Swatch } from "./choices";
import type { ControlProps } from "./Control";
import css from "./panel.module.css";
import { useMeasures } from "./usePicks";

/** The values that can be named: options of what the report is split by, else its measures. */
function useValues(pointer: string): { value: string; label: string }[] {
  const app = useAppView();
  const system = useSystemFields();
  const report = useAt(pointer.split("/").slice(0, 3).join("/"));
  const measures = useMeasures(pointer);
  if (!isObject(report)) return [];
  const fields = fieldChoices(app, formNamed(app, String(report.form ?? "")), system, true);
  const options = listAt(report, "/dimensions").flatMap((one) => {
    const found = fields.find((each) => each.path === one.field)?.field;
    return found ? optionsOf(app, found).map((each) => ({ value: each.value, label: each.name })) : [];
  });
  return options.length ? options : measures;
}

export function ChartColors({ value, change, label, pointer }: ControlProps) {
  const say = useSay();
  const offered = useValues(pointer);
  const rows: [string, Json][] = isObject(value) ? Object.entries(value) : [];
  const put = (next: [string, Json][]) => change(next.length ? Object.fromEntries(next) : undefined);
  const swap = (index: number, pair: [string, Json]) => put(rows.map((row, at) => (at === index ? pair : row)));
  const free = offered.filter((one) => !rows.some(([key]) => key === one.value));
  const called = (key: string): string => offered.find((one) => one.value === key)?.label ?? key;
  return (
    <div className={css.rows}>
      {rows.map(([key, color], index) => (
        <div key={index} className={css.tinted} data-color={key}>
          <Swatch color={String(color)} label={say("option.color", { name: called(key) })} onChange={(next) => swap(index, [key, next])} />
          {offered.length ? <Select label={label} clearable={false} placeholder={say("choose")} value={key ? { value: key, label: called(key) } : null} options={free} onChange={(next) => swap(index, [next ?? "", color])} /> : <TextInput aria-label={label} value={key} onChange={(next) => swap(index, [next, color])} />}
          <IconButton small icon={X} label={say("delete")} onClick={() => put(rows.filter((_, at) => at !== index))} />
        </div>
      ))}
      <Button icon={Plus} className={css.add} disabled={rows.some(([key]) => !key) || (offered.length > 0 && !free.length)} onClick={() => put([...rows, [free[0]?.value ?? "", COLORS[rows.length % COLORS.length] ?? "blue"]])} data-action="add-color">{say("add")}</Button>
    </div>
  );
}
