/** A shown name: the app's own language first, the other one beside it. */
import { Languages } from "lucide-react";
import { useState } from "react";

import { IconButton, TextInput } from "../../ui";
import { useDocument, useSay } from "../context";
import { type Locale, named } from "../document/names";
import { isObject } from "../document/pointer";
import type { ControlProps } from "./Control";
import css from "./panel.module.css";

export function NameControl({ value, change, id, label }: Pick<ControlProps, "value" | "change" | "id" | "label">) {
  const say = useSay();
  const main: Locale = useDocument().locale === "en" ? "en" : "zh-CN";
  const other: Locale = main === "en" ? "zh-CN" : "en";
  const [both, setBoth] = useState(isObject(value));
  const text = (locale: Locale): string => (isObject(value) ? String(value[locale] ?? "") : locale === main && typeof value === "string" ? value : "");
  return (
    <div className={css.names}>
      <div className={css.line} style={{ gap: 4 }}>
        <TextInput id={id} value={text(main)} onChange={(next) => change(named(value, main, next, main))} prefix={both ? <span className={css.lang}>{say(`lang.${main}`)}</span> : undefined} data-lang={main} />
        <IconButton icon={Languages} label={say(both ? "one_language" : "two_languages")} on={both} onClick={() => setBoth(!both)} data-action="languages" />
      </div>
      {both && <TextInput aria-label={`${label} (${say(`lang.${other}`)})`} value={text(other)} onChange={(next) => change(named(value, other, next, main))} prefix={<span className={css.lang}>{say(`lang.${other}`)}</span>} data-lang={other} />}
    </div>
  );
}
