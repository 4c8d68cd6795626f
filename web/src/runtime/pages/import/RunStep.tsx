/** The import at work: it can be left, and taken back afterwards. */
import { useMutation } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

import { imports } from "../../../platform/api/resources";
import type { App, Form, ImportJob } from "../../../platform/api/types";
import { Bar, Button, buttonClass, confirm, Notice } from "../../../ui";
import { Counts, Problems } from "./CheckStep";
import css from "./import.module.css";

interface RunProps {
  app: App;
  form: Form;
  job: ImportJob;
  onReverted: (job: ImportJob) => void;
  onAgain: () => void;
}

export function RunStep({ app, form, job, onReverted, onAgain }: RunProps) {
  const { t } = useTranslation();
  const reverting = useMutation({ mutationFn: () => imports.revert(app.key, form.key, job.id), onSuccess: onReverted });
  const revert = async () => {
    if (await confirm({ title: t("import.revert_title"), text: t("import.revert_text"), yes: t("import.revert"), danger: true })) reverting.mutate();
  };
  const list = (
    <Link to="/app/$app/form/$form" params={{ app: app.key, form: form.key }} className={buttonClass("primary")} data-action="to-list">
      {t("import.to_list")}
    </Link>
  );
  const working = job.state !== "done" && job.state !== "failed" && job.state !== "reverted";
  return (
    <section className={css.card} data-import={job.state}>
      {working && (
        <div className={css.progress}>
          <strong>{t("import.running", { done: job.done ?? 0, total: job.total ?? 0 })}</strong>
          <Bar share={job.total ? (job.done ?? 0) / job.total : 0} label={t("import.step_run")} />
          <span style={{ color: "var(--ink-3)" }}>{t("import.may_leave")}</span>
        </div>
      )}
      {job.state === "done" && <Notice kind="success">{t("import.done", { good: job.counts.create + job.counts.update })}</Notice>}
      {job.state === "failed" && <Notice kind="error">{t("import.failed")}</Notice>}
      {job.state === "reverted" && <Notice>{t("import.reverted")}</Notice>}
      {reverting.error && <Notice kind="error">{reverting.error.message}</Notice>}
      {!working && <Counts job={job} />}
      {!working && <Problems app={app} form={form} job={job} />}
      <div className={css.foot}>
        {job.state === "done" && (
          <Button kind="danger" busy={reverting.isPending} onClick={() => void revert()} data-action="revert">
            {t("import.revert")}
          </Button>
        )}
        <span />
        {!working && <Button onClick={onAgain}>{t("import.again")}</Button>}
        {list}
      </div>
    </section>
  );
}
