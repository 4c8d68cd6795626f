/** Columns to fields, with the server's guesses; choices are mapped value by value, references by a field. */
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { optionsOf } from "../../../engines/record/fields";
import { plain } from "../../../engines/record/plain";
import { targetOf } from "../../../engines/record/inputs/reference";
import type { ImportOptions } from "../../../platform/api/resources";
import type { App, ColumnMapping, Field, Form, ImportJob, Json } from "../../../platform/api/types";
import { Button, cx, MultiSelect, Notice, Segments, Select, TextInput } from "../../../ui";
import css from "./import.module.css";
import { change, fieldOf, type Mapping, startMapping, strangers, targets, unfilled } from "./mapping";

interface MapProps {
  app: App;
  form: Form;
  job: ImportJob;
  busy: boolean;
  onBack: () => void;
  onSheet: (options: ImportOptions) => void;
  onCheck: (options: ImportOptions) => void;
}

const MODES = ["create", "update", "upsert"] as const;

export function MapStep({ app, form, job, busy, onBack, onSheet, onCheck }: MapProps) {
  const { t } = useTranslation();
  const [mapping, setMapping] = useState<Mapping>(() => startMapping(job));
  const [mode, setMode] = useState<(typeof MODES)[number]>("create");
  const [key, setKey] = useState<string[]>([]);
  const [row, setRow] = useState(String(job.header_row ?? 1));
  const fields = targets(form);
  const open = unfilled(form, mapping);
  const ready = (mode === "create" || key.length > 0) && Object.values(mapping).some((one) => fieldOf(one) !== null);
  const mapped = Object.values(mapping).map(fieldOf);
  return (
    <section className={css.card}>
      <div className={css.options}>
        {job.sheets && job.sheets.length > 1 && (
          <div className={css.option}>
            <span>{t("import.sheet")}</span>
            <Select label={t("import.sheet")} clearable={false} value={job.sheet ?? job.sheets[0] ?? null} options={job.sheets.map((one) => ({ value: one, label: one }))} onChange={(sheet) => onSheet({ sheet: sheet ?? undefined })} />
          </div>
        )}
        <div className={css.option}>
          <label htmlFor="header-row">{t("import.header_row")}</label>
          <TextInput id="header-row" inputMode="numeric" value={row} onChange={setRow} onBlur={() => Number(row) > 0 && Number(row) !== (job.header_row ?? 1) && onSheet({ sheet: job.sheet ?? undefined, header_row: Number(row) })} />
        </div>
        <div className={css.option}>
          <span>{t("import.mode")}</span>
          <Segments label={t("import.mode")} value={mode} onChange={setMode} options={MODES.map((one) => ({ value: one, label: t(`import.mode_${one}`) }))} />
        </div>
        {mode !== "create" && (
          <div className={css.option}>
            <span>{t("import.key")}</span>
            <MultiSelect many label={t("import.key")} value={fields.filter((field) => key.includes(field.key)).map((field) => ({ value: field.key, label: field.name }))} options={fields.filter((field) => mapped.includes(field.key)).map((field) => ({ value: field.key, label: field.name }))} onChange={(next) => setKey(next.map((one) => one.value))} />
          </div>
        )}
      </div>
      {mode !== "update" && open.length > 0 && <Notice kind="warning">{t("import.unfilled", { names: open.map((field) => field.name).join(", ") })}</Notice>}
      <div className={css.scroll}>
        <table className={cx(css.table, css.maptable)}>
          <thead>
            <tr>
              <th scope="col">{t("import.column")}</th>
              <th scope="col">{t("import.samples")}</th>
              <th scope="col">{t("import.field")}</th>
            </tr>
          </thead>
          <tbody>
            {job.columns.map((column) => (
              <tr key={column.name} data-column={column.name}>
                <td>{column.name}</td>
                <td>
                  <div className={css.samples} title={column.samples.map(plain).join(" · ")}>
                    {column.samples.slice(0, 4).map(plain).filter(Boolean).join(" · ")}
                  </div>
                </td>
                <td>
                  <ColumnMap app={app} fields={fields} samples={column.samples} value={mapping[column.name] ?? null} onChange={(next) => setMapping({ ...mapping, [column.name]: next })} label={t("import.field_of", { name: column.name })} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <div className={css.foot}>
        <Button onClick={onBack}>{t("ui.previous")}</Button>
        <span />
        <Button kind="primary" disabled={!ready} busy={busy} onClick={() => onCheck({ mapping, mode, key: mode === "create" ? undefined : key, run: false })} data-action="check">
          {t("import.check")}
        </Button>
      </div>
    </section>
  );
}

interface ColumnProps {
  app: App;
  fields: Field[];
  samples: Json[];
  value: ColumnMapping;
  onChange: (value: ColumnMapping) => void;
  label: string;
}

const MISSING = ["error", "create", "blank"] as const;
const FORMATS = ["Y-m-d", "Y/m/d", "m/d/Y", "d/m/Y", "d.m.Y"];

function ColumnMap({ app, fields, samples, value, onChange, label }: ColumnProps) {
  const { t } = useTranslation();
  const key = fieldOf(value);
  const field = fields.find((one) => one.key === key);
  const more = typeof value === "object" && value !== null ? value : null;
  const options = field && ["select", "multiselect"].includes(field.type) ? optionsOf(app, field) : [];
  const odd = options.length ? [...new Set([...strangers(samples, options), ...Object.keys(more?.values ?? {})])] : Object.keys(more?.values ?? {});
  return (
    <div className={css.map}>
      <Select label={label} placeholder={t("import.skip")} value={field ? { value: field.key, label: field.name } : null} options={fields.map((one) => ({ value: one.key, label: one.name, hint: one.required ? "*" : undefined }))} onChange={(next) => onChange(next)} />
      {field && (field.type === "reference" || field.type === "references") && <ReferenceMap app={app} field={field} more={more} onChange={(next) => onChange(change(value, next))} />}
      {field && (field.type === "date" || field.type === "datetime") && (
        <Select label={t("import.format")} placeholder={t("import.format_any")} value={more?.format ?? null} options={FORMATS.map((one) => ({ value: one, label: one }))} onChange={(format) => onChange(change(value, { format: format ?? undefined }))} />
      )}
      {field && options.length > 0 && odd.length > 0 && (
        <div className={css.values}>
          {odd.map((one) => (
            <div key={one} style={{ display: "contents" }}>
              <span>{one}</span>
              <span aria-hidden>→</span>
              <Select label={t("import.value_of", { name: one })} value={more?.values?.[one] ?? null} options={options.map((option) => ({ value: option.value, label: option.name }))} onChange={(to) => onChange(change(value, { values: without({ ...more?.values, [one]: to }) }))} />
            </div>
          ))}
        </div>
      )}
      {field && !options.length && <ReplaceValues values={more?.values ?? {}} onChange={(values) => onChange(change(value, { values }))} />}
    </div>
  );
}

const without = (values: Record<string, string | null>): Record<string, string> => Object.fromEntries(Object.entries(values).filter((pair): pair is [string, string] => pair[1] !== null));

function ReferenceMap({ app, field, more, onChange }: { app: App; field: Field; more: Exclude<ColumnMapping, string | null> | null; onChange: (more: Partial<Exclude<ColumnMapping, string | null>>) => void }) {
  const { t } = useTranslation();
  const known = targetOf(app, field).known;
  const keys = (known?.fields ?? []).filter((one) => ["text", "serial", "email", "phone", "number"].includes(one.type));
  return (
    <div style={{ display: "grid", gridTemplateColumns: "1fr 1fr", gap: 8 }}>
      <Select label={t("import.match")} placeholder={t("import.match_title")} value={more?.match ?? null} options={keys.map((one) => ({ value: one.key, label: t("import.match_by", { name: one.name }) }))} onChange={(match) => onChange({ match: match ?? undefined })} />
      <Select label={t("import.missing")} clearable={false} value={more?.missing ?? "error"} options={MISSING.map((one) => ({ value: one, label: t(`import.missing_${one}`) }))} onChange={(missing) => onChange({ missing: missing === "error" ? undefined : (missing as "create" | "blank") })} />
    </div>
  );
}

/** "GTXPro" means "GTX Pro", for all rows. */
function ReplaceValues({ values, onChange }: { values: Record<string, string>; onChange: (values: Record<string, string>) => void }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(Object.keys(values).length > 0);
  const [from, setFrom] = useState("");
  const [to, setTo] = useState("");
  if (!open)
    return (
      <span className={css.aside}>
        <Button kind="link" small onClick={() => setOpen(true)} data-action="replace-values">
          {t("import.replace")}
        </Button>
      </span>
    );
  return (
    <div className={css.values}>
      {Object.entries(values).map(([one, other]) => (
        <div key={one} style={{ display: "contents" }}>
          <span>{one}</span>
          <span aria-hidden>→</span>
          <Button kind="link" small aria-label={t("import.drop_value", { name: one })} onClick={() => onChange(Object.fromEntries(Object.entries(values).filter(([key]) => key !== one)))}>
            {other} ✕
          </Button>
        </div>
      ))}
      <TextInput value={from} onChange={setFrom} placeholder={t("import.in_file")} aria-label={t("import.in_file")} />
      <span aria-hidden>→</span>
      <span style={{ display: "flex", gap: 6 }}>
        <TextInput value={to} onChange={setTo} placeholder={t("import.means")} aria-label={t("import.means")} />
        <Button
          disabled={!from || !to}
          data-action="add-value"
          onClick={() => {
            onChange({ ...values, [from]: to });
            setFrom("");
            setTo("");
          }}
        >
          {t("ui.add")}
        </Button>
      </span>
    </div>
  );
}
