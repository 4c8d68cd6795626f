/** One setting's input, by what its schema asks for. */
import type { Json } from "../../platform/api/types";
import { Checkbox, MultiSelect, type Option, Segments, Select, TextInput } from "../../ui";
import { currentLocale } from "../../platform/i18n";
import { iconOf, ICON_NAMES } from "../../ui/icons";
import { useSay } from "../context";
import { isObject, type JsonObject } from "../document/pointer";
import type { Widget } from "../schema/model";
import { type Pick, pickOf } from "../schema/picks";
import { useWords } from "../words";
import { ColorControl, OptionsControl } from "./choices";
import { ConditionControl, ConditionOr } from "./ConditionControl";
import { FormulaControl } from "./FormulaControl";
import { KeyControl } from "./KeyControl";
import { DefaultControl, DurationControl, NumberControl, RawControl, WordsControl } from "./plain";
import { KindControl, KindList, ModelControl, ModelList } from "./lists";
import { PairsControl, RightsControl, SetsControl, SortControl, UniqueControl } from "./maps";
import { NameControl } from "./NameControl";
import css from "./panel.module.css";
import { PeopleControl } from "./PeopleControl";
import { namedIn, usePicks } from "./usePicks";
import { ChangeControl, FilterDefault, HoursControl, LabelsControl, LeftOptions, TableRows } from "./values";

export interface ControlProps {
  model: string;
  name: string;
  widget: Widget;
  part: JsonObject;
  pointer: string;
  value: Json | undefined;
  fallback: Json | undefined;
  required: boolean;
  form: string | undefined;
  id: string;
  label: string;
  change: (value: Json | undefined) => void;
}

export function Control(props: ControlProps) {
  const { widget, model, name } = props;
  const pick = pickOf(model, name);
  if (name === "key") return <KeyControl {...props} />;
  if (name === "default" && model.endsWith("Def") && widget.is === "raw") return <DefaultControl {...props} />;
  if (model === "OnUpdated" && (name === "from" || name === "to")) return <ChangeControl {...props} />;
  if (model === "DashboardFilter" && name === "default") return <FilterDefault {...props} />;
  if (model === "BooleanDef" && name === "labels") return <LabelsControl {...props} />;
  if (model === "CalendarDef" && name === "hours") return <HoursControl {...props} />;
  if (model === "LinkageDef" && name === "set") return <SetsControl {...props} />;
  if (model === "LinkageDef" && name === "options") return <LeftOptions {...props} />;
  if (model === "TableDef" && name === "rows") return <TableRows {...props} />;
  if (model === "ButtonDef" && name === "guard") return isObject(props.value) ? <ModelControl {...props} of="GuardDef" nullable={false} /> : <ModelList {...props} models={["GuardDef"]} />;
  if (name === "options" && widget.is === "models") return <OptionsControl {...props} />;
  if (model === "FormDef" && name === "unique") return <UniqueControl {...props} />;
  if (pick === "color") return <ColorControl {...props} />;
  if (pick === "user") return <PeopleControl {...props} many={widget.is === "words"} />;
  if (pick === "sort" && widget.is === "words") return <SortControl {...props} />;
  if (pick && (widget.is === "words" || (pick === "stage" && widget.is === "raw"))) return <PickMany {...props} pick={pick} />;
  if (pick && widget.is === "text") return <PickOne {...props} pick={pick} />;
  switch (widget.is) {
    case "choice":
      return <Choice {...props} values={widget.values} nullable={widget.nullable} />;
    case "choices":
      return <Choices {...props} values={widget.values} />;
    case "number":
      return <NumberControl {...props} widget={widget} />;
    case "text":
      return <TextInput id={props.id} value={text(props.value)} placeholder={text(props.fallback)} onChange={(next) => props.change(next || undefined)} />;
    case "duration":
      return <DurationControl {...props} />;
    case "name":
      return <NameControl {...props} />;
    case "condition":
      return <ConditionControl {...props} />;
    case "condition_or":
      return <ConditionOr {...props} values={widget.values} />;
    case "formula":
      return <FormulaControl {...props} />;
    case "words":
      return <WordsControl {...props} />;
    case "model":
      return <ModelControl {...props} of={widget.model} nullable={widget.nullable} />;
    case "models":
      return <ModelList {...props} models={widget.models} />;
    case "kind":
      return <KindControl {...props} set={widget.set} short={widget.short} />;
    case "kinds":
      return <KindList {...props} set={widget.set} />;
    case "rights":
      return <RightsControl {...props} values={widget.values} />;
    case "sets":
      return <SetsControl {...props} />;
    case "pairs":
      return <PairsControl {...props} />;
    default:
      return <RawControl {...props} />;
  }
}

const text = (value: Json | undefined): string => (typeof value === "string" ? value : typeof value === "number" ? String(value) : "");

function Choice({ name, value, fallback, change, id, label, values, nullable }: ControlProps & { values: string[]; nullable: boolean }) {
  const words = useWords();
  const options = values.map((one) => ({ value: one, label: words.value(name, one) }));
  const now = typeof value === "string" ? value : typeof fallback === "string" ? fallback : null;
  const length = options.reduce((sum, one) => sum + [...one.label].reduce((wide, letter) => wide + (letter > "\u2e80" ? 2 : 1), 3), 0);
  if (!nullable && now !== null && options.length <= 4 && length <= 34) return <Segments label={label} value={now} options={options} onChange={change} />;
  return <Select id={id} label={label} value={now} options={options} clearable={nullable} onChange={(next) => change(next ?? undefined)} />;
}

/** Several of a fixed few; ``null`` stands for the usual ones. */
function Choices({ name, value, fallback, change, values }: ControlProps & { values: string[] }) {
  const words = useWords();
  const chosen = Array.isArray(value) ? value : Array.isArray(fallback) ? fallback : [];
  return (
    <div className={css.checks}>
      {values.map((one) => (
        <Checkbox key={one} label={words.value(name, one)} checked={chosen.includes(one)} data-value={one} onChange={(on) => change(values.filter((other) => (other === one ? on : chosen.includes(other))))} />
      ))}
    </div>
  );
}

function PickOne({ pick, ...props }: ControlProps & { pick: Pick }) {
  const { id, label, value, fallback, change, required, model, name, form, pointer } = props;
  const say = useSay();
  const offered = usePicks({ pick, model, name, form, pointer });
  const now = typeof value === "string" ? value : typeof fallback === "string" ? fallback : null;
  if (pick === "icon") {
    const icons = ICON_NAMES.map((one): Option => {
      const Icon = iconOf(one);
      const said = currentLocale() === "en" ? one : <span className="sr-only">{one}</span>;
      return { value: one, label: one, face: <span style={{ display: "inline-flex", gap: 8, alignItems: "center", minHeight: 20 }}><Icon size={18} aria-hidden />{said}</span> };
    });
    return <Select id={id} label={label} value={now} options={icons} onChange={(next) => change(next ?? undefined)} />;
  }
  return (
    <Select
      id={id} label={label} clearable={!required} placeholder={say("choose")} options={offered}
      value={now === null ? null : (offered.find((one) => one.value === now) ?? { value: now, label: say(`system.${now}`, { defaultValue: now }) })}
      onChange={(next) => change(next ?? undefined)}
    />
  );
}

function PickMany({ pick, ...props }: ControlProps & { pick: Pick }) {
  const { id, label, value, change, model, name, form, pointer } = props;
  const say = useSay();
  const offered = usePicks({ pick, model, name, form, pointer });
  const entries = Array.isArray(value) ? value : typeof value === "string" ? [value] : [];
  const chosen = namedIn(value).map((key) => offered.find((one) => one.value === key) ?? { value: key, label: key });
  // an entry with settings of its own (a column's width) stays as it is
  const put = (next: Option[]) => change(next.map((one) => entries.find((entry) => isObject(entry) && entry.field === one.value) ?? one.value));
  return <MultiSelect many id={id} label={label} placeholder={say("choose")} options={offered} value={chosen} onChange={put} />;
}
