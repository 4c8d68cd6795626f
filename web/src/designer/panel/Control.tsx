/** One setting's input, by what its schema asks for. */
import type { ComponentType } from "react";

import type { Json } from "../../platform/api/types";
import { Checkbox, MultiSelect, type Option, Segments, Select, TextInput } from "../../ui";
import { currentLocale } from "../../platform/i18n";
import { iconOf, ICON_NAMES } from "../../ui/icons";
import { useSay, useStore } from "../context";
import { freeKey, keysOf } from "../document/keys";
import { insertAt, isObject, type JsonObject, setAt } from "../document/pointer";
import type { Widget } from "../schema/model";
import { type Pick, pickOf } from "../schema/picks";
import { useWords } from "../words";
import { ChartColors } from "./chartColors";
import { ColorControl, OptionsControl } from "./choices";
import { ConditionControl, ConditionOr } from "./ConditionControl";
import { FactsControl } from "./facts";
import { ChannelsControl, CurrencyControl, DepartmentControl, HolidaysControl, OnRejectControl, ResultControl, ZoneControl } from "./fixed";
import { FormulaControl } from "./FormulaControl";
import { KeyControl } from "./KeyControl";
import { DefaultControl, DurationControl, NumberControl, RawControl, WordsControl } from "./plain";
import { KindControl, KindList, ModelControl, ModelList } from "./lists";
import { PairsControl, RightsControl, SetsControl, SortControl, UniqueControl } from "./maps";
import { NameControl } from "./NameControl";
import css from "./panel.module.css";
import { PeopleControl } from "./PeopleControl";
import { PlaceControl } from "./Place";
import { DayControl, ScheduleControl, TimeControl } from "./schedules";
import { SerialPatternControl } from "./serial";
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
  /** The form of the record in hand, where ``form`` is the one written to. */
  around: string | undefined;
  id: string;
  label: string;
  change: (value: Json | undefined) => void;
}

/** Settings with an input of their own. */
const OWN: Record<string, ComponentType<ControlProps>> = {
  "OnUpdated.from": ChangeControl, "OnUpdated.to": ChangeControl, "DashboardFilter.default": FilterDefault, "BooleanDef.labels": LabelsControl, "CalendarDef.hours": HoursControl, "CalendarDef.holidays": HolidaysControl,
  "LinkageDef.set": SetsControl, "LinkageDef.options": LeftOptions, "TableDef.rows": TableRows, "FormDef.unique": UniqueControl, "BlockDef.at": PlaceControl, "SerialDef.pattern": SerialPatternControl,
  "EndDef.result": ResultControl, "ApprovalDef.on_reject": OnRejectControl, "AppDef.currency": CurrencyControl, "MoneyDef.currency": CurrencyControl, "AppDef.timezone": ZoneControl, "NotifyAction.channels": ChannelsControl,
  "OnCron.cron": ScheduleControl, "OnDate.at": TimeControl, "PublicDef.opens": DayControl, "PublicDef.closes": DayControl, "DateDef.min": DayControl, "DateDef.max": DayControl, "TestDef.at": DayControl,
  "MembersParticipant.department": DepartmentControl, "DepartmentHeadParticipant.department": DepartmentControl,
  "GivenRecord.set": FactsControl, "Submitted.set": FactsControl, "Pressed.set": FactsControl, "Decided.set": FactsControl, "Expectation.record": FactsControl,
};

export function Control(props: ControlProps) {
  const { widget, model, name } = props;
  const pick = pickOf(model, name);
  if (name === "key") return <KeyControl {...props} />;
  if (name === "default" && model.endsWith("Def") && widget.is === "raw") return <DefaultControl {...props} />;
  const Own = OWN[`${model}.${name}`];
  if (Own) return <Own {...props} />;
  if (model === "ButtonDef" && name === "guard") return isObject(props.value) ? <ModelControl {...props} of="GuardDef" nullable={false} /> : <ModelList {...props} models={["GuardDef"]} />;
  if (name === "options" && widget.is === "models") return <OptionsControl {...props} />;
  if (name === "colors" && widget.is === "pairs") return <ChartColors {...props} />;
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
      return <ConditionControl {...props} filled={props.name === "filter" && ["ReferenceDef", "ReferencesDef"].includes(props.model) ? props.around : undefined} />;
    case "condition_or":
      return <ConditionOr {...props} values={widget.values} />;
    case "formula":
      // what a computed field holds is what its formula has to give
      return <FormulaControl {...props} {...(props.name === "formula" && typeof props.part.returns === "string" ? { want: props.part.returns } : {})} />;
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

const NEW = "~new:";

function PickOne({ pick, ...props }: ControlProps & { pick: Pick }) {
  const { id, label, value, fallback, change, required, model, name, form, pointer } = props;
  const say = useSay();
  const store = useStore();
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
  // a role that is missing is made on the spot
  const makes = pick === "role" && !model.startsWith("Test");
  const make = (called: string) => {
    const made = freeKey("role", keysOf(store.document.roles));
    store.edit((document) => setAt(insertAt(document, "/roles", { key: made, name: called }), pointer, made));
  };
  return (
    <Select
      id={id} label={label} clearable={!required} placeholder={say(makes ? "choose_or_new" : "choose")} options={offered}
      create={makes ? (typed) => ({ value: `${NEW}${typed}`, label: say("access.new_role_do", { name: typed }) }) : undefined}
      value={now === null ? null : (offered.find((one) => one.value === now) ?? { value: now, label: say(`system.${now}`, { defaultValue: now }) })}
      onChange={(next) => (next?.startsWith(NEW) ? make(next.slice(NEW.length)) : change(next ?? undefined))}
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
