/** What the server found in the draft, and where that is in the designer. */
import type { Json } from "../../platform/api/types";
import { getAt, isObject, type JsonObject, parts, under } from "./pointer";

export interface DraftProblem {
  pointer: string;
  code: string;
  severity: "error" | "warning";
  message: { "zh-CN": string; en: string };
  hint?: string | null;
  position?: [number, number] | null;
}

export const problemsUnder = (problems: DraftProblem[], pointer: string): DraftProblem[] => problems.filter((one) => under(one.pointer, pointer));
export const problemsAt = (problems: DraftProblem[], pointer: string): DraftProblem[] => problems.filter((one) => one.pointer === pointer);

/** The address inside the designer of the part a pointer leads to: ``forms/visitor/phone``. */
export function placeOf(document: JsonObject, pointer: string): string {
  const [list = "", index, inner, innerIndex, deeper, deeperIndex] = parts(pointer);
  const key = (at: string): string => {
    const part = getAt(document, at);
    return isObject(part) && typeof part.key === "string" ? part.key : "";
  };
  if (list === "forms" && index !== undefined) {
    const form = key(`/forms/${index}`);
    if (inner !== "fields" || innerIndex === undefined) return `forms/${form}${inner === "linkage" ? "/~linkage" : ""}`;
    const field = key(`/forms/${index}/fields/${innerIndex}`);
    const cell = deeper === "fields" && deeperIndex !== undefined ? `.${key(`/forms/${index}/fields/${innerIndex}/fields/${deeperIndex}`)}` : "";
    return `forms/${form}/${field}${cell}`;
  }
  if (list === "flows" && index !== undefined) {
    const flow = key(`/flows/${index}`);
    if (inner === "nodes" && innerIndex !== undefined) return `flows/${flow}/${key(`/flows/${index}/nodes/${innerIndex}`)}`;
    if (inner === "edges" && innerIndex !== undefined) return `flows/${flow}/~${innerIndex}`;
    return `flows/${flow}`;
  }
  if (["rules", "reports", "dashboards"].includes(list)) return index === undefined ? list : `${list}/${key(`/${list}/${index}`) || index}`;
  if (list === "grants" || list === "roles") return "access";
  if (list && Array.isArray(document[list] as Json)) return `more/${list}${index === undefined ? "" : `/${index}`}`;
  return "more";
}
