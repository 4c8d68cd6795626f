/** Parts inside of parts: one, several, of one model or of any kind of an open set. */
import { ArrowDown, ArrowUp, ChevronDown, Copy, Plus, Trash2 } from "lucide-react";
import { type ReactNode, useState } from "react";

import type { Json } from "../../platform/api/types";
import { Button, IconButton, Menu, Select, Switch } from "../../ui";
import { useSay, useSchema, useStore } from "../context";
import { freeKey, keysOf } from "../document/keys";
import { getAt, isObject, type JsonObject, join } from "../document/pointer";
import { fresh } from "../schema/fresh";
import { chartOf } from "../schema/picks";
import { useWords } from "../words";
import type { ControlProps } from "./Control";
import css from "./panel.module.css";
import { useTrouble } from "./PinnedProblems";
import { SchemaPanel } from "./SchemaPanel";
import { useSummary } from "./useSummary";

export function ModelControl({ of, nullable, value, change, pointer, form, label }: ControlProps & { of: string; nullable: boolean }) {
  const schema = useSchema();
  const on = isObject(value);
  return (
    <div className={css.item}>
      {nullable && (
        <div className={css.line} style={{ padding: "2px 10px" }}>
          <span>{label}</span>
          <Switch checked={on} aria-label={label} onChange={(next) => change(next ? fresh(schema, of) : undefined)} />
        </div>
      )}
      {(on || !nullable) && <div className={css.itembody} style={nullable ? undefined : { borderTop: 0 }}><SchemaPanel model={of} pointer={pointer} form={form} flat /></div>}
    </div>
  );
}

interface RowsProps {
  pointer: string;
  items: Json[];
  title: (item: Json) => string;
  body: (item: Json, at: string) => ReactNode;
  add: ReactNode;
  open: number | null;
  setOpen: (index: number | null) => void;
}

function Rows({ pointer, items, title, body, add, open, setOpen }: RowsProps) {
  return (
    <div className={css.rows}>
      <ol className={css.list}>
        {items.map((item, index) => (
          <Row key={index} index={index} count={items.length} at={join(pointer, index)} list={pointer} item={item} name={title(item)} open={open === index} onOpen={() => setOpen(open === index ? null : index)} onGone={() => setOpen(null)}>
            {body(item, join(pointer, index))}
          </Row>
        ))}
      </ol>
      {add}
    </div>
  );
}

interface RowProps {
  index: number;
  count: number;
  at: string;
  list: string;
  item: Json;
  name: string;
  open: boolean;
  onOpen: () => void;
  onGone: () => void;
  children: ReactNode;
}

function Row({ index, count, at, list, item, name, open, onOpen, onGone, children }: RowProps) {
  const say = useSay();
  const store = useStore();
  const { errors } = useTrouble(at);
  const copy = () => store.insert(list, isObject(item) && typeof item.key === "string" ? { ...item, key: freeKey(item.key, keysOf(getAt(store.document, list))) } : item, index + 1);
  return (
    <li className={css.item} data-item={index} data-trouble={errors > 0}>
      <div className={css.itemhead}>
        <button type="button" className={css.itemname} aria-expanded={open} onClick={onOpen}>
          <ChevronDown size={14} aria-hidden />
          <span>{name || say("unnamed")}</span>
        </button>
        {index > 0 && <IconButton small icon={ArrowUp} label={say("move_up")} onClick={() => { store.move(list, index, index - 1); onGone(); }} />}
        {index < count - 1 && <IconButton small icon={ArrowDown} label={say("move_down")} onClick={() => { store.move(list, index, index + 1); onGone(); }} />}
        <IconButton small icon={Copy} label={say("copy")} onClick={copy} />
        <IconButton small icon={Trash2} label={say("delete")} onClick={() => { store.remove(at); onGone(); }} />
      </div>
      {open && <div className={css.itembody}>{children}</div>}
    </li>
  );
}

export function ModelList({ models, value, pointer, form, name }: ControlProps & { models: string[] }) {
  const say = useSay();
  const words = useWords();
  const schema = useSchema();
  const store = useStore();
  const title = useSummary(form);
  const items = Array.isArray(value) ? value : [];
  const [open, setOpen] = useState<number | null>(null);
  // several models in one place are told apart by the setting that only one of them requires
  const modelOf = (item: Json): string => models.find((one) => isObject(item) && schema.properties(one).filter((property) => property.required).every((property) => property.name in item)) ?? models[0] ?? "";
  const put = (model: string) => {
    store.insert(pointer, fresh(schema, model, keysOf(value), name));
    setOpen(items.length);
  };
  const [first = ""] = models;
  const add =
    models.length > 1 ? (
      <Menu kind="default" icon={Plus} label={say("add")} className={css.add} align="start" items={models.map((one) => ({ key: one, label: words.kind("model", one), onPress: () => put(one) }))}>{say("add")}</Menu>
    ) : (
      <Button icon={Plus} className={css.add} onClick={() => put(first)} data-action={`add-${name}`}>{say("add_to", { what: words.setting(first, name) })}</Button>
    );
  return <Rows pointer={pointer} items={items} title={(item) => title(item)} body={(item, at) => (isObject(item) ? <SchemaPanel model={modelOf(item)} pointer={at} form={form} flat /> : <p>{String(item)}</p>)} add={add} open={open} setOpen={setOpen} />;
}

export function KindList({ set, value, pointer, form, name }: ControlProps & { set: string }) {
  const say = useSay();
  const words = useWords();
  const schema = useSchema();
  const store = useStore();
  const title = useSummary(form);
  const items = Array.isArray(value) ? value : [];
  const [open, setOpen] = useState<number | null>(null);
  const by = schema.discriminator(set);
  const kinds = [...schema.kinds(set)];
  const put = (kind: string, model: string) => {
    store.insert(pointer, { [by]: kind, ...fresh(schema, model, keysOf(value), kind) });
    setOpen(items.length);
  };
  const swap = (at: string, item: JsonObject, kind: string | null) => {
    const model = kind && schema.kinds(set).get(kind);
    if (!kind || !model) return;
    const allowed = new Set(schema.properties(model).map((one) => one.name));
    const kept = Object.fromEntries(Object.entries(item).filter(([key]) => key !== by && allowed.has(key)));
    store.set(at, { [by]: kind, ...fresh(schema, model, [], kind), ...kept });
  };
  const options = kinds.map(([kind]) => ({ value: kind, label: words.kind(set, kind) }));
  return (
    <Rows
      pointer={pointer} items={items} title={(item) => title(item, set)} open={open} setOpen={setOpen}
      body={(item, at) => {
        const model = schema.modelOf(set, item);
        return (
          <>
            <Select label={words.part(set)} clearable={false} value={isObject(item) ? String(item[by] ?? "") : null} options={options} onChange={(kind) => isObject(item) && swap(at, item, kind)} />
            {model && <SchemaPanel model={model} pointer={at} form={form} flat />}
          </>
        );
      }}
      add={<Menu kind="default" icon={Plus} className={css.add} align="start" label={say("add")} data-action={`add-${name}`} items={kinds.map(([kind, model]) => ({ key: kind, label: words.kind(set, kind), onPress: () => put(kind, model) }))}>{say(`add_${set}`, { defaultValue: say("add") })}</Menu>}
    />
  );
}

/** One of an open set: a trigger, or a chart (which may be named shortly). */
export function KindControl({ set, short, value, pointer, form, id, label, change }: ControlProps & { set: string; short: boolean }) {
  const words = useWords();
  const schema = useSchema();
  const kind = short ? chartOf(value) : isObject(value) ? String(value[schema.discriminator(set)] ?? "") : "";
  const options = [...schema.kinds(set).keys()].map((one) => ({ value: one, label: words.kind(set, one) }));
  const model = schema.kinds(set).get(kind);
  const choose = (next: string | null) => {
    const chosen = next && schema.kinds(set).get(next);
    if (next && chosen) change(short ? next : { [schema.discriminator(set)]: next, ...fresh(schema, chosen, [], next) });
  };
  const own = model ? schema.properties(model).some((one) => schema.widget(one).is !== "fixed") : false;
  const expanded = isObject(value);
  return (
    <div className={css.rows}>
      <Select id={id} label={label} clearable={false} value={kind || null} options={options} onChange={choose} />
      {short && own && <div className={css.line}><span>{words.part("chart_settings")}</span><Switch checked={expanded} aria-label={words.part("chart_settings")} onChange={(on) => change(on ? { type: kind } : kind)} /></div>}
      {model && own && expanded && <SchemaPanel model={model} pointer={pointer} form={form} flat />}
    </div>
  );
}
