/** Summed up over linked records. */
import type { FieldView } from "../field_view";
import { TextShow } from "../shows/basic";

export const FIELD_TYPE: FieldView = { key: "rollup", Show: TextShow, family: "none", width: 140 };
