/** What can be chosen where a setting names another part: by shown names, never by keys. */
import { useMemo } from "react";

import { optionsOf } from "../../engines/record/fields";
import type { Json } from "../../platform/api/types";
import type { Option } from "../../ui";
import { useAppView, useDocument, useSay, useSystemFields } from "../context";
import { fieldChoices, formNamed } from "../document/appview";
import { nameOf, shown } from "../document/names";
import { getAt, isObject, type JsonObject, listAt } from "../document/pointer";
import { fits, type Pick } from "../schema/picks";
import { useWords } from "../words";

const LISTS: Partial<Record<Pick, string>> = { form: "forms", flow: "flows", option_set: "option_sets", calendar: "calendars", report: "reports", dashboard: "dashboards", page: "pages", connection: "connections", template: "templates", pool: "pools", rule: "rules" };

/** A report's measures by the keys they go by: their own, else function and field. */
export function useMeasures(pointer: string): Option[] {
  const document = useDocument();
  const words = useWords();
  const app = useAppView();
  const report = getAt(document, pointer.split("/").slice(0, 3).join("/"));
  if (!isObject(report)) return [];
  const fields = fieldChoices(app, formNamed(app, String(report.form ?? "")), [], true);
  return listAt(report, "/measures").map((one) => {
    const field = typeof one.field === "string" ? one.field : "";
    const key = typeof one.key === "string" ? one.key : [String(one.fn ?? "count"), ...field.split(".")].join("_").replace(/_+$/, "");
    const name = shown(one.name) || [fields.find((each) => each.path === field)?.label ?? field, words.value("fn", String(one.fn ?? "count"))].filter(Boolean).join(" · ");
    return { value: key, label: name };
  });
}

interface Asked {
  pick: Pick;
  model: string;
  name: string;
  form: string | undefined;
  /** Where the setting stands. */
  pointer: string;
}

export function usePicks({ pick, model, name, form, pointer }: Asked): Option[] {
  const document = useDocument();
  const app = useAppView();
  const system = useSystemFields();
  const say = useSay();
  const words = useWords();
  const measures = useMeasures(pointer);
  return useMemo(() => {
    const parts = (items: JsonObject[]): Option[] => items.map((one) => ({ value: String(one.key), label: nameOf(one) }));
    const fields = (deep: boolean): Option[] =>
      fieldChoices(app, formNamed(app, form), name === "through" || model === "FormDef" ? [] : system, deep).filter((one) => fits(model, name, one.field.type)).map((one) => ({ value: one.path, label: one.label, hint: words.kind("field_types", one.field.type) }));
    const list = LISTS[pick];
    if (list) return parts(listAt(document, `/${list}`));
    switch (pick) {
      case "role":
        return [...(model === "RoleDef" ? [] : [{ value: "everyone", label: say("access.everyone") }]), ...parts(listAt(document, "/roles"))];
      case "sort": {
        // what a report counts is sorted by what it shows
        const report = model === "ReportDef" ? getAt(document, pointer.split("/").slice(0, 3).join("/")) : null;
        return isObject(report) && listAt(report, "/measures").length ? [...dimensionsOf(report, fields(true)), ...measures] : fields(false);
      }
      case "field":
        return fields(false);
      case "measure":
        return measures;
      case "button":
      case "form_button": {
        const forms = listAt(document, "/forms").filter((one) => pick === "form_button" || one.key === form);
        return forms.flatMap((one) => listAt(one, "/buttons").map((button) => ({ value: pick === "button" ? String(button.key) : `${String(one.key)}/${String(button.key)}`, label: pick === "button" ? nameOf(button) : `${nameOf(one)} / ${nameOf(button)}` })));
      }
      case "stage": {
        const own = listAt(document, "/forms").find((one) => one.key === form);
        const view = app.forms.find((one) => one.key === form);
        return listAt(own ?? {}, "/pipelines").flatMap((line) => {
          const field = view?.fields.find((one) => one.key === line.field);
          const called = field ? optionsOf(app, field) : [];
          return listAt(line, "/stages").map((stage) => ({ value: String(stage.value), label: shown(stage.name) || called.find((one) => one.value === stage.value)?.name || String(stage.value) }));
        });
      }
      case "path":
        return fields(true);
      case "person_of":
        return [{ value: "initiator", label: say("person.initiator") }, { value: "actor", label: say("person.actor") }, ...fields(false).filter((one) => one.hint === words.kind("field_types", "user"))];
      case "node": {
        const flow = pointer.split("/").slice(0, 3).join("/");
        const nodes = flow.startsWith("/flows/") ? listAt(document, `${flow}/nodes`) : listAt(document, "/flows").flatMap((one) => listAt(one, "/nodes"));
        return parts(nodes);
      }
      case "view":
        return listAt(document, "/forms").flatMap((one) => listAt(one, "/views").map((view) => ({ value: `${String(one.key)}/${String(view.key)}`, label: `${nameOf(one)} / ${nameOf(view)}` })));
      case "chart_key": {
        const report = getAt(document, pointer.split("/").slice(0, 3).join("/"));
        return isObject(report) ? dimensionsOf(report, fieldChoices(app, formNamed(app, String(report.form ?? "")), system, true).map((one) => ({ value: one.path, label: one.label }))) : [];
      }
      default:
        return [];
    }
  }, [pick, model, name, form, pointer, document, app, system, say, words, measures]);
}

/** What a report is split by, by the keys they go by: their own, else the field. */
const dimensionsOf = (report: JsonObject, fields: Option[]): Option[] =>
  listAt(report, "/dimensions").map((one) => {
    const key = String(one.key ?? one.field ?? "formula");
    return { value: key, label: shown(one.name) || fields.find((each) => each.value === one.field)?.label || key };
  });

/** The keys a list names, whether plainly or as objects with a ``field``. */
export const namedIn = (value: Json | undefined): string[] => (Array.isArray(value) ? value.map((one) => (typeof one === "string" ? one : String(getAt(one, "/field") ?? ""))) : typeof value === "string" ? [value] : []);
