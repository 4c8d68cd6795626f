/** What can be chosen where a setting names another part: by shown names, never by keys. */
import { useMemo } from "react";

import type { Json } from "../../platform/api/types";
import type { Option } from "../../ui";
import { useAppView, useDocument, useSay, useSystemFields } from "../context";
import { fieldChoices } from "../document/appview";
import { nameOf } from "../document/names";
import { getAt, type JsonObject, listAt } from "../document/pointer";
import { fits, type Pick } from "../schema/picks";
import { useWords } from "../words";

const LISTS: Partial<Record<Pick, string>> = { form: "forms", flow: "flows", option_set: "option_sets", calendar: "calendars", report: "reports", dashboard: "dashboards", page: "pages", connection: "connections", template: "templates", pool: "pools" };

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
  return useMemo(() => {
    const parts = (items: JsonObject[]): Option[] => items.map((one) => ({ value: String(one.key), label: nameOf(one) }));
    const fields = (deep: boolean): Option[] =>
      fieldChoices(app, app.forms.find((one) => one.key === form), name === "through" || model === "FormDef" ? [] : system, deep).filter((one) => fits(model, name, one.field.type)).map((one) => ({ value: one.path, label: one.label, hint: words.kind("field_types", one.field.type) }));
    const list = LISTS[pick];
    if (list) return parts(listAt(document, `/${list}`));
    switch (pick) {
      case "role":
        return [...(model === "RoleDef" ? [] : [{ value: "everyone", label: say("access.everyone") }]), ...parts(listAt(document, "/roles"))];
      case "field":
      case "sort":
        return fields(false);
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
        const report = pointer.split("/").slice(0, 3).join("/");
        return listAt(document, `${report}/dimensions`).map((one) => ({ value: String(one.key ?? one.field ?? ""), label: nameOf(one) || String(one.field ?? "") }));
      }
      default:
        return [];
    }
  }, [pick, model, name, form, pointer, document, app, system, say, words]);
}

/** The keys a list names, whether plainly or as objects with a ``field``. */
export const namedIn = (value: Json | undefined): string[] => (Array.isArray(value) ? value.map((one) => (typeof one === "string" ? one : String(getAt(one, "/field") ?? ""))) : typeof value === "string" ? [value] : []);
