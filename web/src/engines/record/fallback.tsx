/** A type these pages do not know: its value in plain words, never to be typed in. */
import type { FieldView, ShowProps } from "./field_view";
import { plain } from "./plain";
import { Blank } from "./shows/basic";

export function PlainShow({ value }: ShowProps) {
  const text = plain(value);
  return text ? <span>{text}</span> : <Blank />;
}

export const FALLBACK: FieldView = { key: "?", Show: PlainShow, family: "none" };
