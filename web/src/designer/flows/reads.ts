/** What a flow looks at to find its way: the fields its conditions name. */
import type { Json } from "../../platform/api/types";
import { isObject, type JsonObject, listAt } from "../document/pointer";
import { tokensOf } from "../expression/tokens";

function namesIn(condition: Json | undefined): string[] {
  if (typeof condition === "string") return tokensOf(condition).filter((token) => token.type === "name").map((token) => token.text);
  if (Array.isArray(condition)) return condition.flatMap(namesIn);
  if (!isObject(condition)) return [];
  return [...(typeof condition.field === "string" ? [condition.field] : []), ...["all", "any", "not"].flatMap((kind) => namesIn(condition[kind]))];
}

/** Keys of fields of the flow's own form, each once, in the order of the ways. */
export function readBy(flow: JsonObject): string[] {
  const conditions = [getStart(flow), ...listAt(flow, "/edges").map((edge) => edge.when)];
  return [...new Set(conditions.flatMap(namesIn).map((path) => path.split(".")[0] ?? ""))].filter(Boolean);
}

const getStart = (flow: JsonObject): Json | undefined => (isObject(flow.start) ? flow.start.when : undefined);
