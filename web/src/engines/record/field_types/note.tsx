import { Notice } from "../../../ui";
import type { FieldView, ShowProps } from "../field_view";

const TONES = ["info", "success", "warning", "error"] as const;

function Note({ field }: ShowProps) {
  const tone = TONES.find((one) => one === field.tone) ?? "info";
  return <Notice kind={tone}>{typeof field.text === "string" ? field.text : field.name}</Notice>;
}

/** Words between the fields. */
export const FIELD_TYPE: FieldView = { key: "note", Show: Note, family: "none", wide: true };
