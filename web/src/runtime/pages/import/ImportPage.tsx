/** The import wizard: choose a file, say which column goes where, look at what would happen, run it. */
import { useMutation, useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";

import { FieldScopeProvider } from "../../../engines/record/context";
import { type ImportOptions, imports } from "../../../platform/api/resources";
import type { App, Form, ImportJob } from "../../../platform/api/types";
import { formOf, queryClient, refreshRecords, useApp } from "../../../platform/queries";
import { buttonClass, Notice } from "../../../ui";
import { NotFound } from "../../frame/PageError";
import { usePlace } from "../../frame/trail";
import { CheckStep } from "./CheckStep";
import css from "./import.module.css";
import { MapStep } from "./MapStep";
import { RunStep } from "./RunStep";
import { UploadStep } from "./UploadStep";

const STEPS = ["upload", "map", "check", "run"] as const;
type Step = (typeof STEPS)[number];
const EVERY = 1000;
const RUNS = new Set(["running", "done", "failed", "reverted"]);

export function ImportPage() {
  const { t } = useTranslation();
  const { app: key, form: formKey } = useParams({ from: "/frame/app/$app/form/$form/import" });
  const app = useApp(key);
  const form = formOf(app, formKey);
  usePlace({ name: form?.name ?? "", to: `/app/${key}/form/${formKey}` }, { name: t("list.import") });
  return form ? <Wizard app={app} form={form} /> : <NotFound />;
}

function Wizard({ app, form }: { app: App; form: Form }) {
  const { t } = useTranslation();
  const [file, setFile] = useState<File | null>(null);
  const navigate = useNavigate();
  // the import stands in the address: who reloads or comes back finds it where it is
  const id = useSearch({ from: "/frame/app/$app/form/$form/import" }).job ?? null;
  const setId = (job: string | undefined) => void navigate({ to: "/app/$app/form/$form/import", params: { app: app.key, form: form.key }, search: { job }, replace: true });
  const [chosen, setStep] = useState<Step | null>(null);
  const key = ["imports", app.key, form.key, id];
  const job = useQuery({ queryKey: key, queryFn: () => imports.read(app.key, form.key, id ?? ""), enabled: id !== null, refetchInterval: (query) => (query.state.data?.state === "running" ? EVERY : false) });
  const keep = (next: ImportJob) => {
    queryClient.setQueryData(["imports", app.key, form.key, next.id], next);
    setId(next.id);
  };
  const uploading = useMutation({
    mutationFn: ({ chosen, options }: { chosen: File; options: ImportOptions }) => imports.upload(app.key, form.key, chosen, options),
    onSuccess: (next) => {
      keep(next);
      setStep("map");
    },
  });
  const changing = useMutation({ mutationFn: (options: ImportOptions) => imports.change(app.key, form.key, id ?? "", options), onSuccess: keep });
  const state = job.data?.state;
  useEffect(() => {
    if (state === "done" || state === "reverted") void refreshRecords(app.key);
  }, [state, app.key]);
  const step = chosen ?? (id === null || job.isError ? "upload" : RUNS.has(state ?? "") ? "run" : "map");
  const at = STEPS.indexOf(step);
  const trouble = uploading.error ?? changing.error ?? job.error;
  return (
    <FieldScopeProvider value={{ app, form }}>
      <div className={css.page} data-step={step}>
        <header className={css.head}>
          <h1>{t("import.title", { name: form.name })}</h1>
          <Link to="/app/$app/form/$form" params={{ app: app.key, form: form.key }} className={buttonClass("plain")}>
            {t("import.leave")}
          </Link>
        </header>
        <ol className={css.steps} aria-label={t("import.steps")}>
          {STEPS.map((one, index) => (
            <li key={one} style={{ display: "contents" }}>
              {index > 0 && <span className={css.wire} aria-hidden />}
              <span className={css.step} data-state={index === at ? "now" : index < at ? "done" : "ahead"} aria-current={index === at ? "step" : undefined}>
                <b>{index + 1}</b>
                {t(`import.step_${one}`)}
              </span>
            </li>
          ))}
        </ol>
        {trouble && <Notice kind="error">{trouble.message}</Notice>}
        {step === "upload" && (
          <UploadStep
            form={form}
            busy={uploading.isPending}
            onFile={(chosen) => {
              setFile(chosen);
              uploading.mutate({ chosen, options: { run: false } });
            }}
          />
        )}
        {step === "map" && job.data && (
          <MapStep
            key={`${job.data.id}`}
            app={app}
            form={form}
            job={job.data}
            busy={changing.isPending || uploading.isPending}
            onBack={() => setStep("upload")}
            onSheet={(options) => file && uploading.mutate({ chosen: file, options: { ...options, run: false } })}
            onCheck={(options) => changing.mutate(options, { onSuccess: () => setStep("check") })}
          />
        )}
        {step === "check" && job.data && (
          <CheckStep app={app} form={form} job={job.data} busy={changing.isPending} onBack={() => setStep("map")} onRun={(skip) => changing.mutate({ run: true, skip_errors: skip }, { onSuccess: () => setStep("run") })} />
        )}
        {step === "run" && job.data && <RunStep app={app} form={form} job={job.data} onReverted={keep} onAgain={() => { setStep("upload"); setId(undefined); }} />}
      </div>
    </FieldScopeProvider>
  );
}
