/** How plain values are shown. */
import { useTranslation } from "react-i18next";

import { currencySymbol, dateTime, duration, percent, thousands, trimZeros } from "../../../kit/format";
import { Bar, cx } from "../../../ui";
import { useFieldScope } from "../context";
import type { ShowProps } from "../field_view";
import { isBlank } from "../fields";
import { plain } from "../plain";
import css from "./shows.module.css";

export function Blank() {
  const { t } = useTranslation();
  return (
    <span className={css.blank} aria-label={t("field.blank")}>
      –
    </span>
  );
}

export function TextShow({ value, dense }: ShowProps) {
  if (isBlank(value)) return <Blank />;
  return <span className={dense ? css.line : css.pre}>{plain(value)}</span>;
}

export function NumberShow({ field, value }: ShowProps) {
  if (isBlank(value)) return <Blank />;
  const text = String(value);
  const shown = trimZeros(text);
  const unit = typeof field.unit === "string" ? ` ${field.unit}` : "";
  return <span className={cx(css.number, text.startsWith("-") && css.negative)}>{(field.thousands === false ? shown : thousands(shown)) + unit}</span>;
}

export function MoneyShow({ field, value, dense }: ShowProps) {
  const { app } = useFieldScope();
  if (isBlank(value)) return <Blank />;
  const text = String(value);
  const symbol = dense ? "" : `${currencySymbol(typeof field.currency === "string" ? field.currency : app.currency)} `;
  const digits = field.trim ? trimZeros(text, 2) : text;
  return <span className={cx(css.number, text.startsWith("-") && css.negative)}>{text.startsWith("-") ? `-${symbol}${thousands(digits.slice(1))}` : symbol + thousands(digits)}</span>;
}

export function PercentShow({ field, value, dense }: ShowProps) {
  if (isBlank(value)) return <Blank />;
  const share = Number(value);
  if (!dense || share < 0 || share > 1) return <span className={css.number}>{percent(String(value))}</span>;
  return (
    <span className={css.progress}>
      <Bar share={share} label={field.name} />
      <span>{percent(String(value))}</span>
    </span>
  );
}

export function DateShow({ value }: ShowProps) {
  return isBlank(value) ? <Blank /> : <time dateTime={String(value)}>{String(value)}</time>;
}

export function DatetimeShow({ value }: ShowProps) {
  const { app } = useFieldScope();
  return isBlank(value) ? <Blank /> : <time dateTime={String(value)}>{dateTime(String(value), app.timezone)}</time>;
}

export function TimeShow({ value }: ShowProps) {
  return isBlank(value) ? <Blank /> : <span>{String(value).slice(0, 5)}</span>;
}

export function useDurationUnits(): { d: string; h: string; m: string; s: string } {
  const { t } = useTranslation();
  return { d: t("unit.d"), h: t("unit.h"), m: t("unit.m"), s: t("unit.s") };
}

export function DurationShow({ value }: ShowProps) {
  const units = useDurationUnits();
  return isBlank(value) ? <Blank /> : <span>{duration(Number(value), units)}</span>;
}

export function BooleanShow({ field, value }: ShowProps) {
  const { t } = useTranslation();
  if (isBlank(value)) return <Blank />;
  const labels = Array.isArray(field.labels) ? (field.labels as string[]) : null;
  return <span>{value ? (labels?.[0] ?? t("ui.yes")) : (labels?.[1] ?? t("ui.no"))}</span>;
}

export function RatingShow({ field, value }: ShowProps) {
  const { t } = useTranslation();
  if (isBlank(value)) return <Blank />;
  const all = typeof field.stars === "number" ? field.stars : 5;
  const given = Number(value);
  return (
    <span className={css.stars} role="img" aria-label={t("field.stars", { given, all })}>
      {"★".repeat(given)}
      <i>{"★".repeat(Math.max(0, all - given))}</i>
    </span>
  );
}

export function LinkShow({ value, field, dense }: ShowProps) {
  if (isBlank(value)) return <Blank />;
  const text = String(value);
  const href = field.type === "email" ? `mailto:${text}` : field.type === "phone" ? `tel:${text.replace(/[^+\d]/g, "")}` : text;
  if (field.type === "url" && !/^https?:\/\//i.test(text)) return <span>{text}</span>;
  const outside = field.type === "url" ? { target: "_blank", rel: "noreferrer noopener" } : {};
  return (
    <a href={href} className={dense ? css.line : css.pre} onClick={(event) => event.stopPropagation()} {...outside}>
      {text}
    </a>
  );
}

export function CodeShow({ value, dense }: ShowProps) {
  if (isBlank(value)) return <Blank />;
  return <span className={dense ? css.line : css.code}>{JSON.stringify(value, null, dense ? 0 : 2)}</span>;
}
