/** A new part of a model: what it requires, as empty as it can be, so that the checker says what is still to be filled in. */
import type { Json } from "../../platform/api/types";
import { freeKey, isKey } from "../document/keys";
import type { JsonObject } from "../document/pointer";
import type { Property, Schema, Widget } from "./model";

/** What a setting begins with where it is asked for. */
export function empty(schema: Schema, property: Property): Json | undefined {
  const widget = schema.widget(property);
  return widget.is === "model" ? fresh(schema, widget.model) : begun(widget);
}

function begun(widget: Widget): Json | undefined {
  switch (widget.is) {
    case "choice":
      return widget.values[0] ?? "";
    case "switch":
      return false;
    case "number":
      return widget.min ?? 0;
    case "duration":
      return "1d";
    case "words":
    case "models":
    case "kinds":
    case "choices":
      return [];
    case "pairs":
    case "sets":
    case "rights":
      return {};
    case "model":
      return {};
    default:
      // what only a person can say is left out: the checker asks for it
      return undefined;
  }
}

/** ``base`` becomes the key, made free among ``taken``. */
export function fresh(schema: Schema, model: string, taken: string[] = [], base = "part"): JsonObject {
  const made: JsonObject = {};
  for (const property of schema.properties(model)) {
    const widget = schema.widget(property);
    if (!property.required) continue;
    if (widget.is === "fixed") {
      made[property.name] = property.schema.const ?? null;
      continue;
    }
    const value = property.name === "key" ? freeKey(isKey(base.replace(/s$/, "")) ? base.replace(/s$/, "") : "part", taken) : property.name === "at" && model.endsWith("TileDef") ? [0, 0, 8, 8] : begun(widget);
    if (value !== undefined) made[property.name] = value;
  }
  return made;
}
