/** The properties of what is selected: a field, a column, a section, or the form itself. */
import { ArrowLeft, ArrowRight, Trash2 } from "lucide-react";
import { useState } from "react";

import { Button, IconButton, Segments, Tabs } from "../../ui";
import { useSay, useSchema, useStore } from "../context";
import { indexOfKey } from "../document/keys";
import { nameOf } from "../document/names";
import { getAt, isObject, type JsonObject, join, listAt } from "../document/pointer";
import { PinnedProblems } from "../panel/PinnedProblems";
import { SchemaPanel } from "../panel/SchemaPanel";
import { UsedBy, useMayGo } from "../panel/Used";
import { useWords } from "../words";
import { blocksOf, setSpan } from "./canvas";
import css from "./forms.module.css";

const WHOLE = ["fields", "layout", "linkage"];

export function Properties({ form, pointer, selected }: { form: JsonObject; pointer: string; selected: string | null }) {
  const say = useSay();
  const [chosen, setChosen] = useState<"form" | "linkage">("form");
  const asked = selected?.startsWith("~linkage") ? "linkage" : null;
  const picked = selected !== null && !asked;
  const [tab, setTab] = useState<string>(asked ?? (picked ? "part" : "form"));
  const [last, setLast] = useState(selected);
  // a press on the canvas brings the tab of what was pressed
  if (last !== selected) {
    setLast(selected);
    setTab(asked ?? (picked ? "part" : chosen));
  }
  const tabs = [...(picked ? [{ key: "part", label: say(selected.startsWith("~section") ? "props.section" : "props.field") }] : []), { key: "form", label: say("props.form") }, { key: "linkage", label: say("props.linkage"), count: Array.isArray(form.linkage) ? form.linkage.length : null }];
  const now = tab === "part" && !picked ? chosen : tab;
  return (
    <aside className={css.props} aria-label={say("props.label")} data-testid="properties">
      <div className={css.proptabs}><Tabs label={say("props.label")} tabs={tabs} value={now} onChange={(key) => { setTab(key); if (key !== "part") setChosen(key as "form" | "linkage"); }} /></div>
      <div className={css.propbody} role="tabpanel" tabIndex={0} key={`${now} ${selected ?? ""}`}>
        {now === "part" && selected && <Part form={form} pointer={pointer} selected={selected} />}
        {now === "form" && <><SchemaPanel model="FormDef" pointer={pointer} form={String(form.key)} omit={WHOLE} /><UsedBy pointer={pointer} /></>}
        {now === "linkage" && <><p className={css.hint}>{say("props.linkage_text")}</p><SchemaPanel model="FormDef" pointer={pointer} form={String(form.key)} only={["linkage"]} /></>}
      </div>
    </aside>
  );
}

function Part({ form, pointer, selected }: { form: JsonObject; pointer: string; selected: string }) {
  if (selected.startsWith("~section")) return <SchemaPanel model="SectionDef" pointer={pointer + selected.slice("~section".length).replaceAll(":", "/")} form={String(form.key)} omit={["fields"]} />;
  const [key = "", inner] = selected.split(".");
  const index = indexOfKey(form, "/fields", key);
  if (index < 0) return null;
  const at = join(pointer, "fields", index);
  if (!inner) return <FieldPart form={form} at={at} />;
  const column = indexOfKey(form, `/fields/${String(index)}/fields`, inner);
  return column < 0 ? null : <ColumnPart form={`${String(form.key)}.${key}`} list={join(at, "fields")} index={column} />;
}

function FieldPart({ form, at }: { form: JsonObject; at: string }) {
  const say = useSay();
  const schema = useSchema();
  const store = useStore();
  const words = useWords();
  const field = getAt(store.document, at);
  const model = schema.modelOf("field_types", field);
  if (!model || !isObject(field)) return <PinnedProblems pointer={at} />;
  const block = blocksOf(form).find((one) => one.cells.some((cell) => cell.key === field.key));
  const span = block?.cells.find((cell) => cell.key === field.key)?.span ?? 1;
  const columns = block?.columns ?? 2;
  const width = (
    <div className={css.span}>
      <span>{say("props.width")}</span>
      <Segments
        label={say("props.width")} value={String(Math.min(span, columns))}
        options={Array.from({ length: columns }, (_, n) => ({ value: String(n + 1), label: n + 1 === columns ? say("props.whole") : `${String(n + 1)}/${String(columns)}` }))}
        onChange={(next) => store.edit((document) => ({ ...document, forms: listAt(document, "/forms").map((one) => (one.key === form.key ? setSpan(one, String(field.key), Number(next), say("forms.first_section")) : one)) }))}
      />
    </div>
  );
  return (
    <>
      <p className={css.kind}>{words.kind("field_types", String(field.type))}</p>
      <SchemaPanel model={model} pointer={at} form={String(form.key)} omit={field.type === "subtable" ? ["fields"] : []} behind={columns > 1 ? { name: "name", part: width } : undefined} />
      <UsedBy pointer={at} />
      <PinnedProblems pointer={at} exact />
    </>
  );
}

/** ``form``: the rows it stands in, as ``order.lines``. */
function ColumnPart({ form, list, index }: { form: string; list: string; index: number }) {
  const say = useSay();
  const schema = useSchema();
  const store = useStore();
  const words = useWords();
  const at = join(list, index);
  const column = getAt(store.document, at);
  const model = schema.modelOf("field_types", column);
  const count = listAt(store.document, list).length;
  const mayGo = useMayGo();
  const drop = async () => {
    if (await mayGo(at, nameOf(isObject(column) ? column : null))) store.remove(at);
  };
  if (!model || !isObject(column)) return null;
  return (
    <>
      <div className={css.columnhead}>
        <p className={css.kind}>{say("props.column", { name: nameOf(column), kind: words.kind("field_types", String(column.type)) })}</p>
        <IconButton small icon={ArrowLeft} label={say("move_left")} disabled={index === 0} onClick={() => store.move(list, index, index - 1)} />
        <IconButton small icon={ArrowRight} label={say("move_right")} disabled={index === count - 1} onClick={() => store.move(list, index, index + 1)} />
      </div>
      <SchemaPanel model={model} pointer={at} form={form} />
      <UsedBy pointer={at} />
      <Button kind="danger" small icon={Trash2} onClick={() => void drop()}>{say("forms.delete_column")}</Button>
    </>
  );
}
