import { safeHtml } from "../../../kit/html";
import type { ShowProps } from "../field_view";
import { isBlank } from "../fields";
import { Blank } from "./basic";
import css from "./shows.module.css";

/** Formatted text: words only in a table. */
export function RichShow({ value, dense }: ShowProps) {
  if (isBlank(value)) return <Blank />;
  const html = safeHtml(String(value));
  if (dense) return <span className={css.line}>{new DOMParser().parseFromString(html, "text/html").body.textContent}</span>;
  return <div className={css.rich} dangerouslySetInnerHTML={{ __html: html }} />;
}
