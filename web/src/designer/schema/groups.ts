/** Where a setting stands in a panel: what everybody sets comes first, the rest is folded away. */
import type { Json } from "../../platform/api/types";
import type { Property } from "./model";
import { chartOf } from "./picks";

export type Group = "basic" | "check" | "show" | "exceptions" | "rights" | "advanced";
export const GROUPS: Group[] = ["basic", "check", "show", "exceptions", "rights", "advanced"];

const of = (group: Group, names: string): [string, Group][] => names.split(" ").map((name) => [name, group]);

const GROUP = new Map<string, Group>([
  ...of("check", "required unique min max min_length max_length max_size max_people_ pattern decimals min_rows unique_rows extensions checks"),
  ...of("show", "visible_when required_when readonly_when readonly control hint"),
  ...of("exceptions", "when_empty empty_to timers same_person self_approval on_reject return_to resume missed limit stop timeout on_rejected"),
  ...of("rights", "allow comment signature differs_from roles withdraw edits admins"),
  ...of("advanced", "index discloses was cursor version requires allow_other allow_create conversion trim masked suggestions max_people priority channels as scope per gap_free start step currency_field unique duplicates print public having pivot totals drill mode_ ratio collect page_size labels legend colors once key"),
]);

// settings whose usual group is another one in some models
const ELSEWHERE: Record<string, Group> = {
  "OnDate.at": "basic", "ViewDef.start": "basic", "StartDef.who": "basic", "FormDef.unique": "check", "FormDef.duplicates": "check", "FormDef.checks": "check", "FormDef.print": "advanced", "FormDef.hint": "basic", "ChecklistItem.required": "basic", "UserDef.roles": "check", "UsersDef.roles": "check", "ApprovalDef.ratio": "basic", "ApprovalDef.mode": "basic",
  "SerialDef.start": "basic", "SerialDef.pattern": "basic", "RoleDef.key": "basic", "ReportDef.limit": "basic", "ReportDef.roles": "advanced", "UpdateAction.limit": "advanced", "AssignAction.limit": "advanced", "StageDef.checklist": "basic", "TextDef.unique": "check", "ApprovalDef.checks": "exceptions", "FillDef.checks": "exceptions",
};

export function groupOf(model: string, name: string): Group {
  const own = ELSEWHERE[`${model}.${name}`];
  if (own) return own;
  if (name === "unique" && model.endsWith("Def")) return "check";
  return GROUP.get(name) ?? "basic";
}

// the order inside the basic group; what is not named keeps the server's order behind these
const FIRST = ["name", "title", "form", "type", "pattern", "on", "chart", "timing", "when", "who", "to", "mode", "ratio", "or_reject", "through", "field", "function", "formula", "returns", "options", "option_set", "fields", "dimensions", "measures", "filter", "do", "set"];

/** Where one setting asks about another, that one comes first. */
const ASKS_ABOUT: Record<string, string[]> = { OnUpdated: ["fields", "from", "to", "was"], TableDef: ["name", "form", "inputs", "outputs", "rows"], GrantDef: ["can", "rows", "fields"], LinkageDef: ["when", "show", "hide", "require", "readonly", "set", "options"] };

export function ordered(properties: Property[], model = ""): Property[] {
  const own = ASKS_ABOUT[model];
  if (own) return [...properties].sort((a, b) => (own.indexOf(a.name) + own.length + 1) % (own.length + 1) - (own.indexOf(b.name) + own.length + 1) % (own.length + 1));
  const rank = (name: string) => (FIRST.indexOf(name) + FIRST.length + 1) % (FIRST.length + 1);
  return [...properties].sort((a, b) => rank(a.name) - rank(b.name));
}

const list = (models: string, names: string): [string, Set<string>][] => models.split(" ").map((model) => [model, new Set(names.split(" "))]);

/** Settings every field has by its model that say nothing where a value is computed, made of rows or files, or only shown. */
const IDLE = new Map([
  ...list("SerialDef FormulaDef LookupDef RollupDef", "default required unique required_when readonly readonly_when"),
  ...list("SubtableDef", "default unique index"),
  ...list("NoteDef DividerDef", "default required unique required_when readonly readonly_when index hint"),
  ...list("FileDef ImageDef SignatureDef", "default unique index"),
  ...list("GeoDef AddressDef RegionDef JsonDef", "default unique"),
  ...list("RichtextDef", "unique index"),
]);

/** Settings that only count when another one says so. */
export function counts(model: string, name: string, part: Record<string, unknown>): boolean {
  if (IDLE.get(model)?.has(name)) return part[name] !== undefined;
  if (model === "ReportDef" && name === "columns") return part.columns !== undefined || chartOf(part.chart as Json) === "table";
  if (name === "ratio" && model === "ApprovalDef") return part.mode === "ratio";
  if (name === "or_reject") return model !== "ApprovalDef" || (part.mode ?? "any") === "any";
  if (name === "empty_to") return part.when_empty === "user";
  if (model === "ViewDef") {
    const type = String(part.type ?? "table");
    if (name === "start" || name === "end") return ["calendar", "gantt"].includes(type);
    if (name === "cover") return type === "gallery";
    if (name === "parent") return ["tree", "gantt"].includes(type);
    if (name === "place") return type === "map";
  }
  if (model === "OnUpdated" && (name === "from" || name === "to")) return Array.isArray(part.fields) && part.fields.length === 1;
  if (name === "options" && "option_set" in part) return !part.option_set;
  return true;
}
