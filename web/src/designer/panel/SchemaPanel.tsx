/** Everything that is drawn from a settings model: fields, nodes, triggers, actions, charts, and what plugins bring. */
import { ChevronDown } from "lucide-react";
import { Fragment, type ReactNode, useId, useState } from "react";

import { Select, Switch } from "../../ui";
import { useAppView, useAt, useSay, useSchema, useStore } from "../context";
import { isObject, type JsonObject, join } from "../document/pointer";
import { empty } from "../schema/fresh";
import { counts, type Group, GROUPS, groupOf, ordered } from "../schema/groups";
import type { Property, Widget } from "../schema/model";
import { formFor } from "../schema/picks";
import { useWords } from "../words";
import { Control } from "./Control";
import css from "./panel.module.css";
import { PinnedProblems } from "./PinnedProblems";

export interface PanelProps {
  model: string;
  /** Where the part stands in the document. */
  pointer: string;
  /** The form whose fields the part may name. */
  form?: string;
  only?: string[];
  omit?: string[];
  /** Without headings: inside of a list. */
  flat?: boolean;
  /** Something of its own behind a setting. */
  behind?: { name: string; part: ReactNode };
}

const NEVER = ["was"];

export function SchemaPanel({ model, pointer, form, only, omit = [], flat, behind }: PanelProps) {
  const schema = useSchema();
  const say = useSay();
  const value = useAt(pointer);
  const part = isObject(value) ? value : {};
  const store = useStore();
  const words = useWords();
  const alternatives = schema.alternatives(model);
  const made = alternatives.find((name) => part[name] !== undefined && part[name] !== null);
  const [meant, setMeant] = useState<string | null>(null);
  const chosen = made ?? meant;
  const swap = (next: string | null) => {
    if (!next || next === chosen) return;
    const property = schema.property(model, next);
    const rest = Object.fromEntries(Object.entries(part).filter(([name]) => !alternatives.includes(name)));
    const begun = property && empty(schema, property);
    setMeant(next);
    store.set(pointer, begun === undefined ? rest : { ...rest, [next]: begun });
  };
  const shown = ordered(schema.properties(model), model).filter(
    (one) => (!alternatives.includes(one.name) || one.name === chosen) && (only ? only.includes(one.name) : !omit.includes(one.name) && !(NEVER.includes(one.name) && schema.widget(one).is !== "condition")) && schema.widget(one).is !== "fixed" && counts(model, one.name, part),
  );
  const kind = alternatives.length > 1 && !only && (
    <div className={css.setting} data-setting="~kind">
      <span className={css.label}>{say("one_of")}</span>
      <Select label={say("one_of")} clearable={false} placeholder={say("choose")} value={chosen} options={alternatives.map((name) => ({ value: name, label: words.setting(model, name) }))} onChange={swap} />
    </div>
  );
  const rows = (properties: Property[]) => properties.flatMap((one) => [<Setting key={one.name} model={model} property={one} widget={schema.widget(one)} part={part} pointer={join(pointer, one.name)} form={form} />, ...(behind?.name === one.name ? [<Fragment key="behind">{behind.part}</Fragment>] : [])]);
  if (only || (flat && shown.length <= 4)) return <div className={css.settings}>{kind}{rows(shown)}</div>;
  const grouped = Map.groupBy(shown, (one) => groupOf(model, one.name));
  const folded = (group: Group) => group === "advanced" || (flat && group !== "basic");
  return (
    <div className={css.panel}>
      {kind && <div className={css.settings}>{kind}</div>}
      {GROUPS.filter((group) => grouped.has(group)).map((group) =>
        folded(group) ? (
          <details key={group} className={css.fold} data-group={group}>
            <summary>
              <ChevronDown size={14} aria-hidden />
              {say(`group.${group}`)}
            </summary>
            <div className={css.settings}>{rows(grouped.get(group) ?? [])}</div>
          </details>
        ) : (
          <section key={group} className={css.group} data-group={group} aria-label={say(`group.${group}`)}>
            {!flat && <h3 className={css.heading}>{say(`group.${group}`)}</h3>}
            <div className={css.settings}>{rows(grouped.get(group) ?? [])}</div>
          </section>
        ),
      )}
    </div>
  );
}

interface SettingProps {
  model: string;
  property: Property;
  widget: Widget;
  part: JsonObject;
  pointer: string;
  form: string | undefined;
}

const GROUPED = new Set(["choices", "words", "models", "kinds", "rights", "sets", "pairs", "model", "kind", "condition", "formula", "condition_or"]);

function Setting({ model, property, widget, part, pointer, form }: SettingProps) {
  const words = useWords();
  const store = useStore();
  const app = useAppView();
  const id = useId();
  const { name, required, fallback } = property;
  const value = part[name];
  const change = (next: JsonObject[string] | undefined) => {
    const usual = !required && (next === undefined || next === null || JSON.stringify(next) === JSON.stringify(fallback) || (Array.isArray(next) && !next.length && !fallback));
    store.set(pointer, usual ? undefined : next);
  };
  const label = words.setting(model, name);
  const about = words.about(model, name);
  const shared = { model, name, widget, part, pointer, value, fallback, required, form: formFor(app, model, name, part, form), around: form, id, label, change };
  if (widget.is === "switch")
    return (
      <div className={css.setting} data-setting={name}>
        <div className={css.line}>
          <label htmlFor={id}>{label}</label>
          <Switch id={id} checked={(value ?? fallback) === true} onChange={change} />
        </div>
        {about && <p className={css.about}>{about}</p>}
        <PinnedProblems pointer={pointer} />
      </div>
    );
  const grouped = GROUPED.has(widget.is);
  return (
    <div className={css.setting} data-setting={name} role={grouped ? "group" : undefined} aria-labelledby={grouped ? `${id}-label` : undefined}>
      {grouped ? (
        <span className={css.label} id={`${id}-label`}>{label}{required && <em aria-hidden>*</em>}</span>
      ) : (
        <label className={css.label} htmlFor={id} id={`${id}-label`}>{label}{required && <em aria-hidden>*</em>}</label>
      )}
      <Control {...shared} />
      {about && <p className={css.about}>{about}</p>}
      <PinnedProblems pointer={pointer} exact={["models", "kinds", "model", "kind"].includes(widget.is)} />
    </div>
  );
}

