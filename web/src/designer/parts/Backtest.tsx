/** A rule held against what happened: how often it would have met, what it would have changed, a few of them shown. */
import { useMutation } from "@tanstack/react-query";
import { ArrowRight, History } from "lucide-react";
import { useState } from "react";

import { FieldScopeProvider } from "../../engines/record/context";
import { FieldShow } from "../../engines/record/shows/FieldShow";
import { dateTime } from "../../kit/format";
import { Refusal } from "../../platform/api/client";
import { Button, Notice, Segments } from "../../ui";
import { type Backtest as Outcome, designer } from "../api";
import { useAppView, useSay, useStore } from "../context";
import type { JsonObject } from "../document/pointer";
import { useViewer, ViewerSelect } from "../panel/Viewer";
import css from "./parts.module.css";

const SPANS = ["30", "90", "365"] as const;
const DAY = 86_400_000;
const MOST = 2000;

export function Backtest({ rule }: { rule: JsonObject }) {
  const say = useSay();
  const store = useStore();
  const viewer = useViewer(store.app);
  const [days, setDays] = useState<(typeof SPANS)[number]>("90");
  const run = useMutation({
    mutationFn: async () => {
      if (!(await store.flush())) throw new Error("unsaved");
      const since = new Date(Date.now() - Number(days) * DAY).toISOString();
      return { found: await designer.backtest(store.app, String(rule.key), { since, limit: MOST, ...(viewer ? { as: viewer.value } : {}) }), rule };
    },
  });
  const refusal = run.error instanceof Refusal ? run.error : null;
  return (
    <section className={css.step} data-testid="backtest" aria-label={say("backtest.title")}>
      <h2><i><History size={13} aria-hidden /></i>{say("backtest.title")}</h2>
      <p className={css.note}>{say("backtest.text")}</p>
      <div className={css.ask}>
        <Segments label={say("backtest.span")} value={days} options={SPANS.map((one) => ({ value: one, label: say("backtest.days", { n: one }) }))} onChange={setDays} />
        <ViewerSelect app={store.app} label={say("backtest.as")} />
        <Button icon={History} busy={run.isPending} onClick={() => run.mutate()} data-action="run-backtest">{say("backtest.run")}</Button>
      </div>
      {run.isError && <Notice kind="error">{refusal && !refusal.offline ? refusal.message : say("trial.failed")}</Notice>}
      {run.data && run.data.rule !== rule && <Notice>{say("backtest.stale")}</Notice>}
      {run.data && <Found found={run.data.found} form={typeof rule.form === "string" ? rule.form : ""} alone={!viewer} />}
    </section>
  );
}

function Found({ found, form, alone }: { found: Outcome; form: string; alone: boolean }) {
  const say = useSay();
  const app = useAppView();
  const own = app.forms.find((one) => one.key === form);
  const figures = [["looked", found.looked], ["matched", found.matched], ["changed", found.changed]] as const;
  const moment = (at: string | null): string => (at ? dateTime(at, app.timezone) : "");
  return (
    <>
      <dl className={css.figures}>
        {figures.map(([name, count]) => <div key={name} data-figure={name}><dt>{say(`backtest.${name}`)}</dt><dd>{count}</dd></div>)}
      </dl>
      {!found.looked && <Notice>{say(alone ? "backtest.none_alone" : "backtest.none")}</Notice>}
      {own && found.samples.length > 0 && (
        <FieldScopeProvider value={{ app, form: own }}>
          <ul className={css.samples}>
            {found.samples.map((one, index) => (
              <li key={index} data-sample={one.record.id}>
                <div><strong>{one.record.title ?? say("unnamed")}</strong><small>{moment(one.at)}</small></div>
                {Object.entries(one.diff).map(([key, [before, after]]) => {
                  const field = own.fields.find((each) => each.key === key);
                  return <p key={key}><span>{field?.name ?? key}</span>{field && <><FieldShow field={field} value={before} dense /><ArrowRight size={13} aria-hidden /><FieldShow field={field} value={after} dense /></>}</p>;
                })}
                {one.messages.map((text, at) => <p key={at}><span>{say("backtest.tells")}</span>{text}</p>)}
                {one.effects.map((effect, at) => <p key={at}><span>{say("backtest.does")}</span>{say(`effect.${effect}`, { defaultValue: say("backtest.other") })}</p>)}
                {!Object.keys(one.diff).length && !one.messages.length && !one.effects.length && <p>{say("backtest.nothing")}</p>}
              </li>
            ))}
          </ul>
        </FieldScopeProvider>
      )}
    </>
  );
}
