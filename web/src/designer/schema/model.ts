/**
 * Reading the document's JSON Schema: which models there are, which kinds an open set has, and what a setting asks for.
 *
 * Nothing here knows a single kind: a plugin's field type, node or action gets its panel from its settings model.
 */
import type { Json } from "../../platform/api/types";
import { isObject, type JsonObject } from "../document/pointer";

export interface Property {
  name: string;
  schema: JsonObject;
  required: boolean;
  fallback: Json | undefined;
}

export type Widget =
  | { is: "fixed" }
  | { is: "switch" }
  | { is: "choice"; values: string[]; nullable: boolean }
  | { is: "choices"; values: string[] }
  | { is: "number"; integer: boolean; min?: number; max?: number }
  | { is: "text" }
  | { is: "duration" }
  | { is: "name" }
  | { is: "condition" }
  | { is: "condition_or"; values: string[] }
  | { is: "formula" }
  | { is: "words" }
  | { is: "model"; model: string; nullable: boolean }
  | { is: "models"; models: string[] }
  | { is: "kind"; set: string; short: boolean }
  | { is: "kinds"; set: string }
  | { is: "rights"; values: string[] }
  | { is: "sets" }
  | { is: "pairs" }
  | { is: "raw" };

const REF = "#/$defs/";
const DURATION = "^\\d+[smhdw]$";
const list = (value: Json | undefined): JsonObject[] => (Array.isArray(value) ? value.filter(isObject) : []);
const strings = (value: Json | undefined): string[] => (Array.isArray(value) ? value.filter((one): one is string => typeof one === "string") : []);

export class Schema {
  readonly defs: Record<string, JsonObject>;
  readonly root: JsonObject;

  constructor(schema: JsonObject) {
    this.root = schema;
    this.defs = schema.$defs as Record<string, JsonObject>;
  }

  private def(model: string): JsonObject {
    return model === "AppDef" ? this.root : (this.defs[model] ?? {});
  }

  isSet(name: string): boolean {
    return Array.isArray(this.defs[name]?.allOf) && `${name}.by_name` in this.defs;
  }

  /** The key that names the kind: ``type``, ``action``, ``by``. */
  discriminator(set: string): string {
    return strings(this.def(set).required)[0] ?? "type";
  }

  /** kind → model, in the server's order. */
  kinds(set: string): Map<string, string> {
    const by = this.discriminator(set);
    const found = new Map<string, string>();
    for (const rule of list(this.def(set).allOf)) {
      const kind = (rule.if as { properties?: Record<string, { const?: string }> } | undefined)?.properties?.[by]?.const;
      const ref = (rule.then as { $ref?: string } | undefined)?.$ref;
      if (kind && ref) found.set(kind, ref.slice(REF.length));
    }
    return found;
  }

  modelOf(set: string, part: Json | undefined): string | undefined {
    const kind = isObject(part) ? part[this.discriminator(set)] : undefined;
    return typeof kind === "string" ? this.kinds(set).get(kind) : undefined;
  }

  properties(model: string): Property[] {
    const def = this.def(model);
    const required = new Set(strings(def.required));
    return Object.entries((def.properties ?? {}) as Record<string, JsonObject>).map(([name, schema]) => ({ name, schema, required: required.has(name), fallback: schema.default }));
  }

  /** Settings of which exactly one is made; none where a model asks for all it has. */
  alternatives(model: string): string[] {
    return list(this.def(model).oneOf).flatMap((one) => strings(one.required));
  }

  property(model: string, name: string): Property | undefined {
    return this.properties(model).find((one) => one.name === name);
  }

  widget({ name, schema }: Property): Widget {
    const nullable = list(schema.anyOf).some((one) => one.type === "null");
    const offered = schema.anyOf ? list(schema.anyOf).filter((one) => one.type !== "null") : [schema];
    // a choice inside of a choice ("a number or nothing", where a number is whole or not) is the same as one
    const options = offered.flatMap((one) => (one.anyOf && !one.type && !one.$ref ? list(one.anyOf) : [one]));
    const refs = options.flatMap((one) => (typeof one.$ref === "string" ? [one.$ref.slice(REF.length)] : []));
    if (refs.includes("AllOf")) {
      const values = options.flatMap((one) => strings(one.enum));
      return values.length ? { is: "condition_or", values } : { is: "condition" };
    }
    if (refs.includes("Name")) return { is: "name" };
    const set = refs.find((one) => this.isSet(one));
    if (set) return { is: "kind", set, short: refs.length > 1 };
    if (refs.length === 1 && options.length === 1 && refs[0]) return { is: "model", model: refs[0], nullable };
    const [only] = options;
    if (options.length === 1 && only) return this.plain(name, only, nullable);
    const array = options.find((one) => one.type === "array");
    if (array && options.every((one) => one === array || one.type === "string")) return this.plain(name, array, nullable);
    if (options.some((one) => one.type === "number" || one.type === "integer") && options.every((one) => ["number", "integer", "string"].includes(String(one.type)))) return { is: "number", integer: false };
    return { is: "raw" };
  }

  private plain(name: string, schema: JsonObject, nullable: boolean): Widget {
    if ("const" in schema) return { is: "fixed" };
    if (Array.isArray(schema.enum)) return { is: "choice", values: strings(schema.enum), nullable };
    switch (schema.type) {
      case "boolean":
        return { is: "switch" };
      case "integer":
      case "number":
        return { is: "number", integer: schema.type === "integer", ...bounds(schema) };
      case "string":
        if (schema.pattern === DURATION) return { is: "duration" };
        return FORMULAS.has(name) ? { is: "formula" } : { is: "text" };
      case "array":
        return this.many(schema);
      case "object":
        return this.mapping(schema);
      default:
        return { is: "raw" };
    }
  }

  private many(schema: JsonObject): Widget {
    const item = isObject(schema.items) ? schema.items : undefined;
    if (!item || schema.prefixItems) return { is: "raw" };
    if (Array.isArray(item.enum)) return { is: "choices", values: strings(item.enum) };
    if (item.type === "string") return { is: "words" };
    const inside = [item, ...list(item.anyOf), ...list(item.oneOf)];
    const refs = inside.flatMap((one) => (typeof one.$ref === "string" ? [one.$ref.slice(REF.length)] : []));
    const set = refs.find((one) => this.isSet(one));
    if (set) return { is: "kinds", set };
    if (inside.some((one) => one.type === "string")) return { is: "words" };
    return refs.length ? { is: "models", models: refs } : { is: "raw" };
  }

  private mapping(schema: JsonObject): Widget {
    const [value] = Object.values((schema.patternProperties ?? {}) as Record<string, JsonObject>);
    const inner = value ?? (isObject(schema.additionalProperties) ? schema.additionalProperties : undefined);
    if (!inner) return { is: "raw" };
    if (Array.isArray(inner.enum)) return { is: "rights", values: strings(inner.enum) };
    if (inner.anyOf) return { is: "sets" };
    return inner.type === "string" ? { is: "pairs" } : { is: "raw" };
  }
}

function bounds(schema: JsonObject): { min?: number; max?: number } {
  const min = schema.minimum ?? schema.exclusiveMinimum;
  return { ...(typeof min === "number" ? { min } : {}), ...(typeof schema.maximum === "number" ? { max: schema.maximum } : {}) };
}

/** Settings whose text is an expression. */
const FORMULAS = new Set(["formula"]);
