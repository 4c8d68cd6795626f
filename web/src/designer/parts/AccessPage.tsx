/** Who may do what: roles down, forms across; a press on a cell opens its grants. */
import { Link } from "@tanstack/react-router";
import { Plus, Trash2 } from "lucide-react";
import { useState } from "react";

import { useMe } from "../../platform/queries";
import { Button, Tabs } from "../../ui";
import { useDocument, useGo, useSay, useStore } from "../context";
import { freeKey, keysOf } from "../document/keys";
import { nameOf } from "../document/names";
import { isObject, type JsonObject, join, listAt } from "../document/pointer";
import { useConditionWords } from "../panel/ConditionControl";
import { PinnedProblems } from "../panel/PinnedProblems";
import { SchemaPanel } from "../panel/SchemaPanel";
import { useMayGo } from "../panel/Used";
import { useWords } from "../words";
import css from "./parts.module.css";

interface Chosen {
  role: string;
  form: string | null;
}

export default function AccessPage() {
  const say = useSay();
  const store = useStore();
  const go = useGo();
  const document = useDocument();
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const forms = listAt(document, "/forms");
  const roles = [{ key: "everyone", name: say("access.everyone") } as JsonObject, ...listAt(document, "/roles")];
  const grants = Array.isArray(document.grants) ? document.grants : [];
  const of = (role: string, form: string) => grants.flatMap((one, index) => (isObject(one) && one.role === role && one.form === form ? [{ grant: one, index }] : []));
  const addRole = () => {
    const key = freeKey("role", keysOf(document.roles));
    store.insert("/roles", { key, name: say("access.new_role", { n: listAt(document, "/roles").length + 1 }) });
    setChosen({ role: key, form: null });
  };
  if (!forms.length) return <div className={css.nothing}><Button onClick={() => go(`${store.app}/forms`)}>{say("forms.add")}</Button></div>;
  return (
    <div className={`${css.page ?? ""} ${css.two ?? ""}`}>
      <div className={css.body}>
        <p className={css.note} style={{ marginBottom: 12 }}>{say("access.lead")}</p>
        <div className={css.matrixbox} tabIndex={0} role="region" aria-label={say("tab.access")}>
          <table className={css.matrix} data-testid="grants">
            <thead>
              <tr>
                <th scope="col">{say("access.role")}</th>
                {forms.map((form) => <th key={String(form.key)} scope="col">{nameOf(form)}</th>)}
              </tr>
            </thead>
            <tbody>
              {roles.map((role) => (
                <tr key={String(role.key)}>
                  <th scope="row">{role.key === "everyone" ? nameOf(role) : <Button kind="link" small onClick={() => setChosen({ role: String(role.key), form: null })} data-role={String(role.key)}>{nameOf(role)}</Button>}</th>
                  {forms.map((form) => <td key={String(form.key)}><Cell grants={of(String(role.key), String(form.key)).map((one) => one.grant)} label={`${nameOf(role)}, ${nameOf(form)}`} chosen={chosen?.role === role.key && chosen?.form === form.key} onChoose={() => setChosen({ role: String(role.key), form: String(form.key) })} form={String(form.key)} /></td>)}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
        <div className={css.more}><Button icon={Plus} onClick={addRole} data-action="add-role">{say("access.add_role")}</Button></div>
        <PinnedProblems pointer="/grants" />
        <PinnedProblems pointer="/roles" />
      </div>
      <aside className={css.side} aria-label={say("props.label")} data-testid="properties">
        {!chosen && <p className={css.note}>{say("access.choose")}</p>}
        {chosen?.form === null && <RolePart role={chosen.role} onGone={() => setChosen(null)} />}
        {chosen?.form && <Grants key={`${chosen.role} ${chosen.form}`} role={chosen.role} form={chosen.form} found={of(chosen.role, chosen.form)} title={`${nameOf(roles.find((one) => one.key === chosen.role))} · ${nameOf(forms.find((one) => one.key === chosen.form))}`} />}
      </aside>
    </div>
  );
}

function Cell({ grants, label, chosen, onChoose, form }: { grants: JsonObject[]; label: string; chosen: boolean; onChoose: () => void; form: string }) {
  const say = useSay();
  const words = useWords();
  const inWords = useConditionWords(form);
  const rows = (grant: JsonObject): string => {
    const value = grant.rows ?? "all";
    return typeof value === "string" && !/[^a-z_]/.test(value) ? words.value("rows", value) : inWords(value);
  };
  const said = grants.map((grant) => ({ can: (Array.isArray(grant.can) ? grant.can : []).map((one) => words.value("can", String(one))).join(say("condition.comma")), rows: rows(grant) }));
  return (
    <button type="button" className={css.cell} data-empty={!grants.length} aria-pressed={chosen} onClick={onChoose} data-grant={label}>
      <span className="sr-only">{label}{said.length ? "" : ` ${say("access.nothing")}`}</span>
      {said.length ? said.map((one, index) => <span key={index}>{one.can}<br /><small>{one.rows}</small></span>) : <span aria-hidden>–</span>}
    </button>
  );
}

function Grants({ role, form, found, title }: { role: string; form: string; found: { grant: JsonObject; index: number }[]; title: string }) {
  const say = useSay();
  const store = useStore();
  const [tab, setTab] = useState("0");
  const now = found[Number(tab)] ?? found[0];
  const add = () => {
    store.insert("/grants", { role, form, can: ["read"], rows: "own" });
    setTab(String(found.length));
  };
  return (
    <>
      <h2>{title}</h2>
      {!now && <p className={css.note}>{say("access.nothing_text")}</p>}
      {found.length > 1 && <Tabs label={title} value={now === found[0] ? "0" : tab} onChange={setTab} tabs={found.map((_, index) => ({ key: String(index), label: say("access.grant", { n: index + 1 }) }))} />}
      {now && <SchemaPanel key={now.index} model="GrantDef" pointer={join("/grants", now.index)} form={form} only={["can", "rows", "fields"]} />}
      <Button icon={Plus} onClick={add} data-action="add-grant">{say(found.length ? "access.another" : "access.add_grant")}</Button>
      {now && <Button kind="danger" small icon={Trash2} onClick={() => store.remove(join("/grants", now.index))}>{say("access.drop_grant")}</Button>}
    </>
  );
}

function RolePart({ role, onGone }: { role: string; onGone: () => void }) {
  const say = useSay();
  const store = useStore();
  const index = listAt(useDocument(), "/roles").findIndex((one) => one.key === role);
  const mayGo = useMayGo();
  const me = useMe();
  if (index < 0) return null;
  const drop = async () => {
    if (!(await mayGo(join("/roles", index), nameOf(listAt(store.document, "/roles")[index])))) return;
    store.remove(join("/roles", index));
    onGone();
  };
  return (
    <>
      <SchemaPanel model="RoleDef" pointer={join("/roles", index)} />
      <p className={css.note}>{say("access.members")}{me.admin && <> <Link to="/admin/$section" params={{ section: "roles" }}>{say("access.members_go")}</Link></>}</p>
      <Button kind="danger" small icon={Trash2} onClick={() => void drop()}>{say("access.drop_role")}</Button>
    </>
  );
}
