/** What a setting names: another part of the document, or a field of some form. */
import type { App, Form, Json } from "../../platform/api/types";
import { formBehind, formNamed } from "../document/appview";
import { isObject, type JsonObject } from "../document/pointer";

export type Pick = "form" | "field" | "path" | "role" | "flow" | "node" | "option_set" | "calendar" | "report" | "dashboard" | "page" | "connection" | "template" | "color" | "icon" | "user" | "sort" | "chart_key" | "stage" | "person_of" | "pool" | "view" | "measure" | "button" | "form_button" | "rule";

const ANYWHERE: Record<string, Pick> = {
  form: "form", role: "role", roles: "role", inherits: "role", up_to_role: "role", flow: "flow", node: "node", differs_from: "node", return_to: "node", option_set: "option_set", calendar: "calendar",
  report: "report", reports: "report", dashboard: "dashboard", dashboards: "dashboard", page: "page", connection: "connection", template: "template", color: "color", icon: "icon", user: "user", users: "user", sort: "sort", view: "view",
  field: "path", fields: "field", through: "field", title: "field", show: "field", hide: "field", require: "field", readonly: "field", group: "path", start: "field", end: "field", cover: "field", parent: "field", place: "field",
  into: "field", band_into: "field", currency_field: "field", columns: "path", drill: "path", date: "field", per: "field", unique_rows: "field", until: "path", same_department_as: "path", match: "field", pivot: "chart_key",
};

/** Names that mean something else in one model. */
const ELSEWHERE: Record<string, Pick | null> = {
  "SectionDef.title": null, "NotifyAction.title": null, "SerialDef.start": null, "MenuGroup.group": null, "Band.value": null, "TestDef.as": "role", "TestStep.as": "role", "PoolDef.owner": "field", "LoadDef.field": "field", "MenuItem.report": "report",
  "SuperiorParticipant.of": "person_of", "SuperiorsParticipant.of": "person_of", "DepartmentHeadParticipant.of": "person_of", "MembersParticipant.of": "person_of",
  "UpdateAction.of": "field", "DeleteAction.of": "field", "AssignAction.of": "field", "Compare.field": "path", "PrintDef.template": "template", "AppDef.icon": "icon", "SectionDef.columns": null, "TestStep.form": "form",
  "ModuleDef.forms": "form", "ModuleDef.flows": "flow", "ModuleDef.rules": "rule", "ModuleDef.pages": "page", "OnButton.button": "button", "Pressed.button": "button", "BlockDef.button": "form_button",
  "OnStage.from": "stage", "OnStage.to": "stage", "StageDef.to": "stage", "UpsertAction.keep": "field", "Combo.lines": "measure", "Table.bars": "measure", "MeasureDef.of": "measure", "MeasureDef.over": "chart_key", "MeasureDef.by": "measure", "Pivot.rows": "chart_key", "Pivot.across": "chart_key", "Target.measure": "measure",
};

export function pickOf(model: string, name: string): Pick | undefined {
  const own = ELSEWHERE[`${model}.${name}`];
  return own === null ? undefined : (own ?? ANYWHERE[name]);
}

/** Models that are about the form they name, with all that stands inside them. */
const ABOUT = new Set(["FlowDef", "RuleDef", "ReportDef", "PoolDef", "ScoreDef", "SegmentDef", "GrantDef", "TableDef", "GivenRecord", "ExpectedCount", "LoadDef", "DeleteAction"]);
/** Settings of these models that speak of the form they name; the others stay with the form around. */
const THERE: Record<string, string[]> = {
  RollupDef: ["through", "field", "when"], ReferenceDef: ["filter", "show"], ReferencesDef: ["filter", "show"], CreateAction: ["set"], UpsertAction: ["set", "match", "where"],
  UpdateAction: ["set", "where", "through"], AssignAction: ["where", "field", "through", "table", "among"], MeasureDef: ["field", "filter", "formula"], ViewDef: [],
};

const named = (value: Json | undefined): string | undefined => (typeof value === "string" && value ? value : undefined);

/** The form whose fields a setting may name: ``around`` is the form the part itself stands in. */
export function formFor(app: App, model: string, name: string, part: JsonObject, around: string | undefined): string | undefined {
  const own = named(part.form);
  if (ABOUT.has(model) && own) return own;
  const form: Form | undefined = formNamed(app, around);
  if (model === "LookupDef" && name === "field") return formBehind(app, form, named(part.through) ?? "") ?? around;
  if (THERE[model]?.includes(name)) return own ?? (named(part.of) ? formBehind(app, form, named(part.of) ?? "") : undefined) ?? around;
  return around;
}

/** Which fields fit: look-ups and roll-ups go through references, dates need a date. */
export function fits(model: string, name: string, type: string): boolean {
  if (name === "through") return ["reference", "references", "subtable"].includes(type);
  if (model === "FieldParticipant") return ["user", "users", "department", "departments"].includes(type);
  if (model === "OnDate" && name === "field") return ["date", "datetime", "formula", "lookup", "rollup"].includes(type);
  if (model === "ViewDef" && (name === "start" || name === "end")) return ["date", "datetime"].includes(type);
  if (model === "ViewDef" && name === "cover") return ["image", "file"].includes(type);
  if (model === "ViewDef" && name === "parent") return type === "reference";
  if (model === "PipelineDef" && name === "field") return type === "select";
  return true;
}

/** The kind of a chart, whether it stands alone or with settings. */
export const chartOf = (value: Json | undefined): string => (typeof value === "string" ? value : isObject(value) ? String(value.type ?? "") : "");
