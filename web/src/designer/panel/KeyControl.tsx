/** The key of a part: what formulas and other systems call it. A change is taken when the field is left. */
import { useEffect, useState } from "react";

import { TextInput } from "../../ui";
import { useDraft, useSay, useStore } from "../context";
import { isKey, keysOf, publishedPart, renameKey, RESERVED } from "../document/keys";
import { getAt, isObject, lastOf, parentOf } from "../document/pointer";
import type { ControlProps } from "./Control";
import css from "./panel.module.css";

export function KeyControl({ pointer, value, id, change }: ControlProps) {
  const say = useSay();
  const store = useStore();
  const { document, published } = useDraft();
  const key = typeof value === "string" ? value : "";
  const [typed, setTyped] = useState(key);
  useEffect(() => setTyped(key), [key]);
  const at = parentOf(pointer);
  const part = getAt(document, at);
  const was = isObject(part) && typeof part.was === "string" ? part.was : null;
  const stands = publishedPart(published, document, at) !== null;
  const taken = typed !== key && keysOf(getAt(document, parentOf(at))).includes(typed);
  const reserved = lastOf(parentOf(at)) === "fields" && RESERVED.has(typed);
  const wrong = typed !== "" && !isKey(typed) ? say("key.wrong") : reserved ? say("key.reserved") : taken ? say("key.taken") : null;
  const take = () => {
    if (typed === key) return;
    if (!typed && key && !stands) return change(undefined);
    if (!typed || wrong) return setTyped(key);
    if (key) store.edit((before) => renameKey(before, published, at, typed));
    else change(typed);
  };
  return (
    <>
      <TextInput id={id} className={css.mono} value={typed} onChange={(next) => setTyped(next.trim().toLowerCase())} onBlur={take} onKeyDown={(event) => event.key === "Enter" && take()} aria-invalid={Boolean(wrong)} spellCheck={false} data-input="key" />
      {wrong && <p className={css.problem} role="alert">{wrong}</p>}
      <p className={css.about}>{was ? say("key.was", { was }) : say(stands ? "key.published" : "key.about")}</p>
    </>
  );
}
