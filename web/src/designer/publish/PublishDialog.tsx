/** Plan and publish: what will happen, what it costs, what is lost, and a tick for each thing that wants a yes. */
import { useMutation, useQuery } from "@tanstack/react-query";
import { CircleCheck, CircleX, Database, GitCompare, Trash2 } from "lucide-react";
import { useState } from "react";

import { Refusal } from "../../platform/api/client";
import { currentLocale } from "../../platform/i18n";
import { queryClient } from "../../platform/queries";
import { Button, Checkbox, Layer, Notice, SkeletonLines, TextArea, toast } from "../../ui";
import { designer, type Plan, type PlanStep } from "../api";
import { useDraft, useOpenPart, useSay, useStore } from "../context";
import { shown } from "../document/names";
import { placeOf } from "../document/problems";
import { Problems, useTrail } from "../shell/ProblemList";
import { Changes } from "./Changes";
import css from "./publish.module.css";

export function PublishDialog({ onClose, rollback }: { onClose: () => void; rollback?: number }) {
  const say = useSay();
  const store = useStore();
  const [ticked, setTicked] = useState<string[]>([]);
  const [note, setNote] = useState("");
  const plan = useQuery({
    queryKey: ["designer-plan", store.app, rollback ?? "draft"],
    queryFn: async () => {
      await store.flush();
      return rollback === undefined ? designer.plan(store.app) : designer.rollback(store.app, rollback);
    },
    staleTime: Infinity, gcTime: 0, retry: false, refetchOnWindowFocus: false,
  });
  const publish = useMutation({
    mutationFn: (made: Plan) => designer.publish(store.app, made.plan_id, ticked, note),
    onSuccess: async ({ version }) => {
      toast("success", say("publish.done", { n: version }));
      await Promise.all([store.reload(), queryClient.invalidateQueries({ queryKey: ["designer-apps"] }), queryClient.invalidateQueries({ queryKey: ["designer-versions", store.app] }), queryClient.invalidateQueries({ queryKey: ["app", store.app] }), queryClient.invalidateQueries({ queryKey: ["my-apps"] })]);
      onClose();
    },
  });
  const errors = plan.data?.problems.filter((one) => one.severity === "error") ?? [];
  const wanted = plan.data?.steps.filter((one) => one.confirm).map((one) => one.id) ?? [];
  const ready = plan.data && !errors.length && wanted.every((id) => ticked.includes(id));
  const refused = publish.error instanceof Refusal ? publish.error : null;
  const again = () => { publish.reset(); setTicked([]); void plan.refetch(); };
  const title = rollback === undefined ? say("publish.title") : say("publish.back_title", { n: rollback });
  return (
    <Layer
      open title={title} onClose={onClose} width={680} data-testid="publish-dialog"
      foot={
        <>
          {wanted.length > 0 && !ready && !errors.length && <span className={css.left}>{say("publish.tick_left", { count: wanted.filter((id) => !ticked.includes(id)).length })}</span>}
          <Button onClick={onClose}>{say("translation:ui.cancel" as never)}</Button>
          {plan.isError || refused ? <Button kind="primary" onClick={again}>{say("publish.again")}</Button> : <Button kind="primary" disabled={!ready} busy={publish.isPending} onClick={() => plan.data && publish.mutate(plan.data)} data-action="publish-now">{say(rollback === undefined ? "publish.now" : "publish.back_now")}</Button>}
        </>
      }
    >
      <div className={css.body}>
        {plan.isFetching && <SkeletonLines lines={5} />}
        {plan.isError && !plan.isFetching && <Notice kind="error">{plan.error instanceof Refusal ? plan.error.message : say("publish.failed")}</Notice>}
        {plan.data && !plan.isFetching && <PlanView plan={plan.data} ticked={ticked} onTick={(id, on) => setTicked(on ? [...ticked, id] : ticked.filter((one) => one !== id))} onGone={onClose} />}
        {publish.isError && <Notice kind="error">{refused?.message ?? say("publish.failed")}{refused?.problems.map((one, index) => <div key={index}>{one.message}</div>)}</Notice>}
        {ready && (
          <div className={css.note}>
            <label htmlFor="publish-note">{say("publish.note")}</label>
            <TextArea id="publish-note" rows={2} value={note} onChange={setNote} placeholder={say("publish.note_hint")} />
          </div>
        )}
      </div>
    </Layer>
  );
}

function PlanView({ plan, ticked, onTick, onGone }: { plan: Plan; ticked: string[]; onTick: (id: string, on: boolean) => void; onGone: () => void }) {
  const say = useSay();
  const open = useOpenPart();
  const { document, published } = useDraft();
  // what is touched stands in what is published, not in the draft
  const before = published ?? document;
  const trail = useTrail(before);
  const errors = plan.problems.filter((one) => one.severity === "error");
  const warnings = plan.problems.filter((one) => one.severity === "warning");
  const steps = plan.steps.filter((one) => one.op !== "test");
  const heavy = steps.filter((one) => one.class === "loses" || one.confirm);
  const quiet = steps.filter((one) => !heavy.includes(one));
  // what the list of differences says already, and what costs no row anything, is not said at length again
  const light = plan.base_version > 0 && quiet.every((one) => one.class === "instant" && !one.rows);
  return (
    <>
      <p className={css.lead}>{errors.length ? say("publish.lead_errors", { count: errors.length }) : plan.base_version ? say(steps.length ? "publish.lead" : "publish.lead_light", { n: plan.base_version + 1 }) : say("publish.lead_first")}</p>
      {errors.length > 0 && <section className={css.box} data-kind="error"><h3>{say("publish.errors")}</h3><Problems problems={errors} onGone={onGone} /></section>}
      {plan.base_version > 0 && (
        <section className={css.box} data-testid="changes">
          <h3><GitCompare size={15} aria-hidden />{say("publish.changes")}</h3>
          <Changes a={String(plan.base_version)} b={plan.rollback_of === null ? "draft" : String(plan.rollback_of)} most={8} />
        </section>
      )}
      {heavy.length > 0 && (
        <section className={css.box} data-kind="loses">
          <h3><Trash2 size={15} aria-hidden />{say("publish.loses")}</h3>
          <ul className={css.steps}>{heavy.map((one) => <StepView key={one.id} step={one} ticked={ticked.includes(one.id)} onTick={(on) => onTick(one.id, on)} />)}</ul>
        </section>
      )}
      {quiet.length > 0 && light && (
        <details className={css.box}>
          <summary>{say("publish.steps_light", { count: quiet.length })}</summary>
          <ul className={css.steps}>{quiet.map((one) => <StepView key={one.id} step={one} ticked={false} onTick={() => undefined} />)}</ul>
        </details>
      )}
      {quiet.length > 0 && !light && (
        <section className={css.box}>
          <h3><Database size={15} aria-hidden />{say("publish.steps", { count: quiet.length })}</h3>
          <ul className={css.steps}>{quiet.map((one) => <StepView key={one.id} step={one} ticked={ticked.includes(one.id)} onTick={(on) => onTick(one.id, on)} />)}</ul>
        </section>
      )}
      {plan.affects.length > 0 && (
        <section className={css.box}>
          <h3>{say("publish.affects")}</h3>
          <ul className={css.steps}>
            {plan.affects.map((one, index) => (
              <li key={index}>
                <button type="button" className={css.link} onClick={() => { onGone(); open(placeOf(before, one.pointer)); }}>{trail(one.pointer) || one.pointer}</button>
                {one.count > 0 && <small>{say("publish.running", { count: one.count })}</small>}
              </li>
            ))}
          </ul>
        </section>
      )}
      {plan.tests.length > 0 && (
        <section className={css.box}>
          <h3>{say("publish.tests")}</h3>
          <ul className={css.steps}>
            {plan.tests.map((one, index) => {
              const fine = one.ok ?? one.passed ?? false;
              return <li key={index} data-fine={fine}>{fine ? <CircleCheck size={15} aria-hidden /> : <CircleX size={15} aria-hidden />}<span>{shown(one.name)}{one.message ? `: ${shown(one.message)}` : ""}</span></li>;
            })}
          </ul>
          {plan.steps.filter((one) => one.op === "test" && one.confirm && !heavy.includes(one)).map((one) => <StepView key={one.id} step={one} ticked={ticked.includes(one.id)} onTick={(on) => onTick(one.id, on)} />)}
        </section>
      )}
      {warnings.length > 0 && <details className={css.box}><summary>{say("publish.warnings", { count: warnings.length })}</summary><Problems problems={warnings} onGone={onGone} /></details>}
    </>
  );
}

function StepView({ step, ticked, onTick }: { step: PlanStep; ticked: boolean; onTick: (on: boolean) => void }) {
  const say = useSay();
  const text = step.what[currentLocale()];
  const counts = [step.rows > 0 && say("publish.rows", { count: step.rows }), step.class === "rewrites" && say("publish.rewrites")].filter(Boolean).join(" · ");
  return (
    <li data-step={step.op} data-class={step.class}>
      <div>
        {step.confirm ? <Checkbox label={text} checked={ticked} onChange={onTick} data-confirm={step.id} /> : <span>{text}</span>}
        {counts && <small>{counts}</small>}
        {step.lost > 0 && <strong className={css.lost}>{say("publish.lost", { count: step.lost })}</strong>}
        {step.samples.length > 0 && <small>{say("publish.samples", { values: step.samples.slice(0, 5).join(say("condition.comma")) })}</small>}
      </div>
    </li>
  );
}
