/** Computed from other fields; looks like what it computes. */
import type { FieldView } from "../field_view";
import { TextShow } from "../shows/basic";

export const FIELD_TYPE: FieldView = { key: "formula", Show: TextShow, family: "none", width: 140 };
