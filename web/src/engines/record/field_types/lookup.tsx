/** A field of a linked record; looks like that field. */
import type { FieldView } from "../field_view";
import { TextShow } from "../shows/basic";

export const FIELD_TYPE: FieldView = { key: "lookup", Show: TextShow, family: "none", width: 140 };
