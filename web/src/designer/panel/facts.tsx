/** Values by field, as the app's own tests state and expect them. */
import { Plus, X } from "lucide-react";

import type { App, Field, Json } from "../../platform/api/types";
import { Button, IconButton, Select } from "../../ui";
import { useAppView, useAt, useDocument, useSay, useSystemFields } from "../context";
import { fieldChoices, formNamed } from "../document/appview";
import { getAt, isObject, type JsonObject, listAt } from "../document/pointer";
import type { ControlProps } from "./Control";
import css from "./panel.module.css";
import { RawControl } from "./plain";
import { useWords } from "../words";
import { ValueControl } from "./values";

const STATES = ["running", "returned", "approved", "rejected", "withdrawn", "terminated"];

/** The form whose record is spoken of: said here, that of the flow's node, or that of the record written last. */
function useSpokenOf(pointer: string, part: JsonObject): string | undefined {
  const document = useDocument();
  const test = useAt(pointer.split("/").slice(0, 3).join("/"));
  if (typeof part.form === "string") return part.form;
  if (typeof part.node === "string") {
    const flow = listAt(document, "/flows").find((one) => listAt(one, "/nodes").some((node) => node.key === part.node));
    return typeof flow?.form === "string" ? flow.form : undefined;
  }
  if (!isObject(test)) return undefined;
  const written = [...listAt(test, "/given"), ...listAt(test, "/do").flatMap((step) => ["create", "submit", "update", "press"].flatMap((name) => (isObject(step[name]) ? [step[name]] : [])))];
  const meant = typeof part.of === "string" ? written.find((one) => one.id === part.of) : written.at(-1);
  return typeof meant?.form === "string" ? meant.form : undefined;
}

function choicesOf(app: App, form: string | undefined, system: Field[], expected: boolean): Field[] {
  const known = new Set(["owner", "department", ...(expected ? ["flow_state"] : [])]);
  return fieldChoices(app, formNamed(app, form), system.filter((one) => known.has(one.key)), false).map((one) => one.field);
}

export function FactsControl({ model, value, change, label, part, pointer, id }: ControlProps) {
  const say = useSay();
  const words = useWords();
  const app = useAppView();
  const system = useSystemFields();
  const form = useSpokenOf(pointer, part);
  const fields = choicesOf(app, form, system, model === "Expectation");
  const rows: [string, Json][] = isObject(value) ? Object.entries(value) : [];
  const put = (next: [string, Json][]) => change(next.length || getAt(part, "/record") !== undefined ? Object.fromEntries(next) : undefined);
  const swap = (index: number, pair: [string, Json]) => put(rows.map((row, at) => (at === index ? pair : row)));
  const free = fields.filter((one) => !rows.some(([key]) => key === one.key));
  if (!form) return <p className={css.about}>{say("choose_form_first")}</p>;
  return (
    <div className={css.rows}>
      {rows.map(([key, fact], index) => {
        const field = fields.find((one) => one.key === key);
        const states = key === "flow_state" ? STATES.map((one) => ({ value: one, label: words.value("state", one) })) : null;
        return (
          <div key={index} className={css.item} data-fact={key}>
            <div className={css.itembody} style={{ borderTop: 0, gap: 6 }}>
              <div className={css.line}>
                <Select label={`${label} ${say("field")}`} clearable={false} placeholder={say("choose")} value={key ? { value: key, label: field?.name ?? key } : null} options={free.map((one) => ({ value: one.key, label: one.name }))} onChange={(next) => swap(index, [next ?? "", null])} />
                <IconButton small icon={X} label={say("delete")} onClick={() => put(rows.filter((_, at) => at !== index))} />
              </div>
              {states ? (
                <Select label={field?.name ?? key} clearable={false} value={typeof fact === "string" ? fact : null} options={states} onChange={(next) => swap(index, [key, next])} />
              ) : isObject(fact) || (Array.isArray(fact) && field?.type !== "multiselect") ? (
                <RawControl id={`${id}-${String(index)}`} label={field?.name ?? key} value={fact} change={(next) => swap(index, [key, next ?? null])} />
              ) : (
                <ValueControl id={`${id}-${String(index)}`} label={field?.name ?? key} value={fact ?? undefined} change={(next) => swap(index, [key, next ?? null])} field={field} form={form} />
              )}
            </div>
          </div>
        );
      })}
      <Button icon={Plus} className={css.add} disabled={!free.length || rows.some(([key]) => !key)} onClick={() => put([...rows, [free[0]?.key ?? "", null]])} data-action="add-fact">{say("add_fact")}</Button>
    </div>
  );
}
