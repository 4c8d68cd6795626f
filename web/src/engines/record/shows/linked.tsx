/** How people, departments, records, choices and files are shown. */
import { Link } from "@tanstack/react-router";
import { Paperclip } from "lucide-react";
import { useTranslation } from "react-i18next";

import { fileSize } from "../../../kit/format";
import { files } from "../../../platform/api/resources";
import type { Json, StoredFile } from "../../../platform/api/types";
import { Chip, Chips, cx, Person } from "../../../ui";
import { useFieldScope } from "../context";
import type { ShowProps } from "../field_view";
import { isBlank, optionOf, optionsOf, refOf, refsOf } from "../fields";
import { Blank, TextShow } from "./basic";
import css from "./shows.module.css";

function Hidden() {
  const { t } = useTranslation();
  return <span className={css.blank}>{t("field.hidden_record")}</span>;
}

export function UserShow({ value }: ShowProps) {
  const person = refOf(value);
  if (!person?.id) return <Blank />;
  return <Person id={person.id} name={person.title ?? person.id} />;
}

export function UsersShow({ value }: ShowProps) {
  const people = refsOf(value);
  if (!people.length) return <Blank />;
  return (
    <span className={css.people}>
      {people.map((one, index) => (
        <Person key={one.id ?? index} id={one.id ?? ""} name={one.title ?? ""} />
      ))}
    </span>
  );
}

export function NameShow({ value }: ShowProps) {
  const found = refOf(value);
  return found?.id ? <span>{found.title ?? found.id}</span> : <Blank />;
}

export function NamesShow({ value }: ShowProps) {
  const found = refsOf(value);
  return found.length ? <Chips items={found.map((one) => ({ value: one.id ?? "", label: one.title ?? "" }))} /> : <Blank />;
}

export function ReferenceShow({ field, value, dense }: ShowProps) {
  const { app } = useFieldScope();
  const found = refOf(value);
  if (!found) return <Blank />;
  if (!found.id) return <Hidden />;
  if (dense || !field.form) return <span className={css.line}>{found.title ?? found.id}</span>;
  const [form, other] = [field.form.split("/").at(-1) ?? "", field.form.includes("/") ? field.form.split("/")[0] : undefined];
  return (
    <Link to="/app/$app/form/$form/record/$id" params={{ app: other ?? app.key, form, id: found.id }} search={{ tab: undefined }}>
      {found.title ?? found.id}
    </Link>
  );
}

export function ReferencesShow(props: ShowProps) {
  const found = refsOf(props.value);
  if (!found.length) return <Blank />;
  if (props.dense) return <span className={css.line}>{found.map((one) => one.title).join(", ")}</span>;
  return (
    <span className={css.people}>
      {found.map((one, index) => (
        <ReferenceShow key={one.id ?? index} {...props} value={one as unknown as Json} />
      ))}
    </span>
  );
}

export function OptionShow({ field, value }: ShowProps) {
  const { app } = useFieldScope();
  const option = optionOf(app, field, value);
  if (!option) return <Blank />;
  // colour is for meaning: choices that have none are words
  if (!optionsOf(app, field).some((one) => one.color)) return <span>{option.name}</span>;
  return <Chip color={option.color}>{option.name}</Chip>;
}

export function OptionsShow({ field, value }: ShowProps) {
  const { app } = useFieldScope();
  if (!Array.isArray(value) || !value.length) return <Blank />;
  return <Chips items={value.map((one) => ({ value: String(one), label: optionOf(app, field, one)?.name ?? String(one), color: optionOf(app, field, one)?.color }))} />;
}

export function filesOf(value: Json | undefined): StoredFile[] {
  return Array.isArray(value) ? (value as unknown as StoredFile[]).filter((file) => typeof file === "object" && file !== null && "id" in file) : [];
}

export function FilesShow({ value, dense }: ShowProps) {
  const { t } = useTranslation();
  const found = filesOf(value);
  if (!found.length) return <Blank />;
  if (dense) return <span>{t("field.files", { count: found.length })}</span>;
  return (
    <span className={css.files}>
      {found.map((file) => (
        <a key={file.id} href={files.url(file.id)} className={css.file} download={file.name}>
          <Paperclip size={14} aria-hidden />
          <span>{file.name}</span>
          <small>{fileSize(file.size)}</small>
        </a>
      ))}
    </span>
  );
}

export function ImagesShow({ value, dense }: ShowProps) {
  const found = filesOf(value);
  if (!found.length) return <Blank />;
  return (
    <span className={css.files}>
      {found.slice(0, dense ? 3 : undefined).map((file) => (
        <a key={file.id} href={files.shown(file.id)} target="_blank" rel="noreferrer" onClick={(event) => event.stopPropagation()}>
          <img src={files.shown(file.id)} alt={file.name} loading="lazy" className={cx(css.thumb, dense && css.thumbsmall)} />
        </a>
      ))}
    </span>
  );
}

/** A list of whatever: chips of plain words. */
export function ListShow(props: ShowProps) {
  if (isBlank(props.value)) return <Blank />;
  return <TextShow {...props} />;
}

const FLOW_COLOURS: Record<string, string> = { running: "blue", returned: "orange", approved: "green", rejected: "red", withdrawn: "gray", terminated: "gray", draft: "gray" };

export function FlowStateShow({ value }: ShowProps) {
  const { t } = useTranslation();
  if (typeof value !== "string") return <Blank />;
  return <Chip color={FLOW_COLOURS[value]}>{t(`flow_state.${value}`, value)}</Chip>;
}
