/** What would happen, and every problem with its row, before anything is written. */
import { Download } from "lucide-react";
import { useTranslation } from "react-i18next";

import { thousands } from "../../../kit/format";
import { imports } from "../../../platform/api/resources";
import type { App, Form, ImportJob } from "../../../platform/api/types";
import { Button, buttonClass, Notice } from "../../../ui";
import css from "./import.module.css";

interface CheckProps {
  app: App;
  form: Form;
  job: ImportJob;
  busy: boolean;
  onBack: () => void;
  onRun: (skipErrors: boolean) => void;
}

export const COUNTS = ["create", "update", "skip", "error"] as const;

export function Counts({ job }: { job: ImportJob }) {
  const { t } = useTranslation();
  return (
    <div className={css.counts}>
      {COUNTS.map((kind) => (
        <div key={kind} className={css.count} data-kind={kind} data-count={job.counts[kind]}>
          <strong>{thousands(String(job.counts[kind]))}</strong>
          <span>{t(`import.count_${kind}`)}</span>
        </div>
      ))}
    </div>
  );
}

export function Problems({ app, form, job }: { app: App; form: Form; job: ImportJob }) {
  const { t } = useTranslation();
  if (!job.problems.length) return null;
  return (
    <>
      <div className={css.foot}>
        <strong>{t("import.problems")}</strong>
        <span />
        <a className={buttonClass()} href={job.problems_file ?? imports.problemsUrl(app.key, form.key, job.id)} download data-action="problems-file">
          <Download size={15} aria-hidden />
          {t("import.problems_file")}
        </a>
      </div>
      <div className={css.scroll} style={{ maxHeight: 380, overflowY: "auto" }} tabIndex={0} role="region" aria-label={t("import.problems")}>
        <table className={css.table}>
          <thead>
            <tr>
              <th scope="col">{t("import.row")}</th>
              <th scope="col">{t("import.column")}</th>
              <th scope="col">{t("import.problem")}</th>
            </tr>
          </thead>
          <tbody>
            {job.problems.map((problem, index) => (
              <tr key={index} data-row={problem.row}>
                <td>{problem.row}</td>
                <td>{problem.column}</td>
                <td>{problem.message}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

export function CheckStep({ app, form, job, busy, onBack, onRun }: CheckProps) {
  const { t } = useTranslation();
  const good = job.counts.create + job.counts.update;
  const errors = job.counts.error;
  return (
    <section className={css.card}>
      <Notice kind={errors ? "warning" : "success"}>{errors ? t("import.checked_errors", { errors, good }) : t("import.checked", { good })}</Notice>
      <Counts job={job} />
      <Problems app={app} form={form} job={job} />
      <div className={css.foot}>
        <Button onClick={onBack}>{t("ui.previous")}</Button>
        <span />
        <Button kind="primary" busy={busy} disabled={good === 0} onClick={() => onRun(errors > 0)} data-action="run">
          {errors ? t("import.run_skipping", { good }) : t("import.run", { good })}
        </Button>
      </div>
    </section>
  );
}
