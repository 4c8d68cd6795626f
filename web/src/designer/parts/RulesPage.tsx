/** Business rules: when, on what condition, do what. */
import { Chip, Switch } from "../../ui";
import { useAt, useIsPublished, useSay, useStore } from "../context";
import { freeKey, keysOf } from "../document/keys";
import { nameOf } from "../document/names";
import { isObject, join, listAt } from "../document/pointer";
import { SchemaPanel } from "../panel/SchemaPanel";
import { PinnedProblems } from "../panel/PinnedProblems";
import { useWords } from "../words";
import { Backtest } from "./Backtest";
import { NothingYet, PartList } from "./PartList";
import css from "./parts.module.css";
import { useChosen } from "./useChosen";

export default function RulesPage({ place: [named] }: { place: string[] }) {
  const say = useSay();
  const words = useWords();
  const store = useStore();
  const { index, choose, count } = useChosen("/rules", "rules", named);
  const make = () => {
    const form = listAt(store.document, "/forms")[0]?.key;
    return { key: freeKey("rule", keysOf(store.document.rules)), name: say("rules.new", { n: count + 1 }), ...(form ? { form } : {}), on: { type: "updated" }, do: [{ action: "notify", to: [{ by: "field", field: "owner" }], text: say("rules.text") }] };
  };
  return (
    <div className={css.page}>
      <PartList
        list="/rules" chosen={index} onChoose={choose} make={make} title={say("tab.rules")} addLabel={say("rules.add")}
        line={(part) => [nameOf(listAt(store.document, "/forms").find((one) => one.key === part.form)), isObject(part.on) ? words.kind("triggers", String(part.on.type)) : ""].filter(Boolean).join(" · ")}
        badge={(part) => (part.enabled === false ? <Chip color="gray">{say("rules.off")}</Chip> : null)}
      />
      {count ? <Rule key={index} pointer={join("/rules", index)} /> : <NothingYet title={say("rules.none")}>{say("rules.none_text")}</NothingYet>}
    </div>
  );
}

function Rule({ pointer }: { pointer: string }) {
  const say = useSay();
  const store = useStore();
  const value = useAt(pointer);
  const rule = isObject(value) ? value : {};
  const form = typeof rule.form === "string" ? rule.form : undefined;
  const published = useIsPublished(form);
  return (
    <div className={css.body}>
      <div className={css.sheet} data-testid="rule">
        <div className={css.sheethead}>
          <SchemaPanel model="RuleDef" pointer={pointer} form={form} only={["name"]} />
          <label className={css.on}><Switch checked={rule.enabled !== false} aria-label={say("rules.enabled")} onChange={(on) => store.set(join(pointer, "enabled"), on ? undefined : false)} />{say("rules.enabled")}</label>
        </div>
        <section className={css.step}><h2><i>1</i>{say("rules.when")}</h2><SchemaPanel model="RuleDef" pointer={pointer} form={form} only={["form", "on", "timing"]} /></section>
        <section className={css.step}><h2><i>2</i>{say("rules.if")}</h2><SchemaPanel model="RuleDef" pointer={pointer} form={form} only={["when"]} /></section>
        <section className={css.step}><h2><i>3</i>{say("rules.then")}</h2><SchemaPanel model="RuleDef" pointer={pointer} form={form} only={["do"]} /></section>
        <details className={css.step}><summary>{say("group.advanced")}</summary><SchemaPanel model="RuleDef" pointer={pointer} form={form} only={["as", "priority", "stop", "channels", "limit", "missed", "hint", "key"]} /></details>
        <PinnedProblems pointer={pointer} exact />
        {published && <Backtest rule={rule} />}
      </div>
    </div>
  );
}
