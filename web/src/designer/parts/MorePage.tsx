/** The other parts of an app, each drawn from its model: the app itself, menu, shared options, calendars, pools, scores and so on. */
import { useDocument, useGo, useSay, useSchema, useStore } from "../context";
import { keysOf } from "../document/keys";
import { nameOf } from "../document/names";
import { getAt, isObject, type JsonObject, join, listAt } from "../document/pointer";
import { PinnedProblems } from "../panel/PinnedProblems";
import { SchemaPanel } from "../panel/SchemaPanel";
import { useSummary } from "../panel/useSummary";
import { fresh } from "../schema/fresh";
import { useWords } from "../words";
import { NothingYet, PartList } from "./PartList";
import css from "./parts.module.css";
import { Tabs } from "../../ui";

const SELF = ["name", "description", "icon", "version", "locale", "timezone", "currency", "requires"];
const OWN_PAGE = new Set(["forms", "flows", "rules", "reports", "dashboards", "grants", "roles"]);

// what most apps need comes first; the rest keeps the server's order
const FIRST = ["menu", "option_sets", "calendars", "pages", "tests", "connections"];
const rank = (name: string): number => (FIRST.indexOf(name) + FIRST.length + 1) % (FIRST.length + 1);

export default function MorePage({ place: [section = "app", named] }: { place: string[] }) {
  const say = useSay();
  const words = useWords();
  const schema = useSchema();
  const store = useStore();
  const go = useGo();
  const document = useDocument();
  const lists = schema.properties("AppDef").filter((one) => one.schema.type === "array" && !OWN_PAGE.has(one.name)).sort((a, b) => rank(a.name) - rank(b.name));
  const tabs = [{ key: "app", label: say("more.app") }, ...lists.map((one) => ({ key: one.name, label: words.part(one.name), count: Array.isArray(getAt(document, `/${one.name}`)) ? (getAt(document, `/${one.name}`) as unknown[]).length : null }))];
  return (
    <div className={css.whole}>
      <div className={css.more}><Tabs label={say("tab.more")} tabs={tabs} value={section} onChange={(key) => go(`${store.app}/more/${key}`, true)} /></div>
      {section === "app" ? <div className={css.body}><div className={css.sheet}><SchemaPanel model="AppDef" pointer="" only={SELF} /><PinnedProblems pointer="" exact /></div></div> : <Collection key={section} list={section} named={named} />}
    </div>
  );
}

function Collection({ list, named }: { list: string; named: string | undefined }) {
  const say = useSay();
  const words = useWords();
  const schema = useSchema();
  const store = useStore();
  const go = useGo();
  const document = useDocument();
  const title = useSummary(undefined);
  const value = getAt(document, `/${list}`);
  const items = Array.isArray(value) ? value : [];
  const index = Math.min(Number(named ?? 0) || 0, Math.max(0, items.length - 1));
  const property = schema.property("AppDef", list);
  const widget = property && schema.widget(property);
  const models = widget?.is === "models" ? widget.models : [];
  const part = items[index];
  const model = models.find((one) => isObject(part) && schema.properties(one).filter((setting) => setting.required).every((setting) => setting.name in part)) ?? models[0];
  const make = () => ({ ...fresh(schema, models[0] ?? "", keysOf(value), list), ...(schema.property(models[0] ?? "", "name") ? { name: say("more.new", { what: words.part(list), n: items.length + 1 }) } : {}), ...(list === "menu" ? { group: say("more.group") } : {}) });
  // a set of options without a name is called like the fields that use it
  const called = (one: JsonObject): string => {
    if (list !== "option_sets") return "";
    const using = listAt(document, "/forms").flatMap((each) => listAt(each, "/fields")).filter((field) => field.option_set === one.key).map(nameOf);
    return [...new Set(using)].slice(0, 2).join(say("condition.comma"));
  };
  const form = isObject(part) && typeof part.form === "string" ? part.form : undefined;
  return (
    <div className={css.page}>
      <PartList called={called} list={`/${list}`} chosen={index} onChoose={(next) => go(`${store.app}/more/${list}/${String(next)}`, true)} make={make} title={words.part(list)} addLabel={say("add_to", { what: words.part(list) })} line={(one) => (title(one) === nameOf(one) ? "" : title(one))} />
      <div className={css.body}>
        {isObject(part) && model ? <div className={css.sheet} key={index}><SchemaPanel model={model} pointer={join(`/${list}`, index)} form={form} /><PinnedProblems pointer={join(`/${list}`, index)} exact /></div> : <NothingYet title={say("more.none", { what: words.part(list) })}>{say(`more.text_${list}`, { defaultValue: say("more.none_text") })}</NothingYet>}
      </div>
    </div>
  );
}
