/** Where a condition is clicked together or written as a formula; each is read as the other where it can be. */
import { useEffect, useEffectEvent, useState } from "react";

import { ConditionBuilder } from "../../engines/record/ConditionBuilder";
import { complete, plainest, type Tree } from "../../engines/record/conditions";
import { FieldScopeProvider } from "../../engines/record/context";
import type { Json } from "../../platform/api/types";
import { Button, confirm, Layer, Notice, Segments, SkeletonLines } from "../../ui";
import { useAppView, useSay, useStore, useSystemFields } from "../context";
import { choicesOfThis, fieldChoices, formNamed } from "../document/appview";
import { isObject } from "../document/pointer";
import { questions } from "../expression/questions";
import { FormulaBox } from "./FormulaBox";
import { drawable, useTreeProblems } from "./conditionChecks";
import css from "./panel.module.css";

type Mode = "clicks" | "formula";

interface DialogProps {
  value: Json | undefined;
  form: string | undefined;
  /** The form of the record being filled in, where it says which records may be chosen. */
  filled?: string | undefined;
  title: string;
  /** Whether it is asked of a record that has just been changed. */
  past?: boolean;
  onClose: () => void;
  onDone: (value: Json | undefined) => void;
}

const written = (value: unknown): string => JSON.stringify(value ?? null);

export function ConditionDialog({ value, form, filled, title, past = false, onClose, onDone }: DialogProps) {
  const say = useSay();
  const store = useStore();
  const app = useAppView();
  const system = useSystemFields();
  const own = formNamed(app, form);
  const fields = [...fieldChoices(app, own, system, true, true), ...choicesOfThis(app, filled, system, say("condition.this"))].map((one) => ({ ...one.field, key: one.path, name: one.label }));
  const [mode, setMode] = useState<Mode>(own ? "clicks" : "formula");
  const [tree, setTree] = useState<Tree | null>(isObject(value) ? (value as unknown as Tree) : null);
  const [formula, setFormula] = useState(typeof value === "string" ? value : "");
  const [reading, setReading] = useState(Boolean(own && typeof value === "string" && value.trim()));
  const [refused, setRefused] = useState<"only_formula" | "only_clicks" | "unread" | null>(null);
  // what says the same as the condition that was opened: turning it over changes nothing
  const [same, setSame] = useState<readonly string[]>([written(value)]);
  const { problems, checking } = useTreeProblems(store.app, form, mode === "clicks" && own ? tree : null, fields, filled);

  const result = (): Json | undefined => (mode === "formula" ? formula.trim() || undefined : ((tree && complete(tree)) as unknown as Json | null) ?? undefined);
  const changed = !reading && !same.includes(written(result()));

  /** The other way to say it; null where it cannot be said so. */
  const turned = async (to: Mode): Promise<boolean> => {
    if (to === "formula") {
      const full = tree && complete(tree);
      const text = full === null ? "" : (await questions.check(store.app, plainest(full), form, "boolean", filled)).text;
      if (text === null) return false;
      setFormula(text);
      if (!changed) setSame([...same, written(text || undefined)]);
      return true;
    }
    const read = formula.trim() ? (await questions.check(store.app, formula, form, "boolean", filled)).tree : null;
    if (formula.trim() && !(read && own && drawable(read, fields, own))) return false;
    setTree(read);
    if (!changed) setSame([...same, written(read ?? undefined)]);
    return true;
  };
  const turn = async (to: Mode) => {
    if (to === mode || reading) return;
    setReading(true);
    setRefused(null);
    try {
      if (await turned(to)) setMode(to);
      else setRefused(to === "clicks" ? "only_formula" : "only_clicks");
    } catch {
      setRefused("unread");
    }
    setReading(false);
  };

  // a plain formula opens as what can be clicked together
  const open = useEffectEvent(async (still: () => boolean) => {
    await store.flush();
    const readable = await turned("clicks").catch(() => false);
    if (!still()) return;
    if (!readable) setMode("formula");
    setReading(false);
  });
  const asText = typeof value === "string" && value.trim() !== "" && own !== undefined;
  useEffect(() => {
    if (!asText) return undefined;
    let current = true;
    void open(() => current);
    return () => void (current = false);
  }, [asText]);

  const done = () => onDone(changed ? result() : value);
  const close = async () => {
    if (!changed || (await confirm({ title: say("condition.drop"), text: say("condition.drop_text"), yes: say("formula.drop_yes"), danger: true }))) onClose();
  };
  return (
    <Layer
      open title={title} onClose={() => void close()} width={mode === "formula" ? 860 : 760} data-testid="condition-dialog"
      extra={own && <Segments label={say("condition.how")} value={mode} options={[{ value: "clicks", label: say("condition.clicks") }, { value: "formula", label: say("condition.formula") }]} onChange={(to) => void turn(to)} />}
      foot={<><Button onClick={() => void close()}>{say("translation:ui.cancel" as never)}</Button><Button kind="primary" onClick={done} disabled={reading} data-action="done">{say("translation:ui.ok" as never)}</Button></>}
    >
      <div className={css.dialogbody} aria-busy={reading || checking || undefined}>
        {refused && <Notice kind="warning">{say(`condition.${refused}`)}</Notice>}
        {reading && mode === "clicks" && tree === null && <SkeletonLines lines={3} />}
        {mode === "formula" || !own ? (
          <FormulaBox value={formula} onChange={setFormula} form={form} filled={filled} want="boolean" label={title} onDone={done} />
        ) : (
          !(reading && tree === null) && (
            <FieldScopeProvider value={{ app, form: own }}>
              <ConditionBuilder value={tree} onChange={setTree} fields={fields} problems={problems} past={past} />
            </FieldScopeProvider>
          )
        )}
      </div>
    </Layer>
  );
}
