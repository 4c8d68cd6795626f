import type { FieldView } from "../field_view";
import { TextShow } from "../shows/basic";

export const FIELD_TYPE: FieldView = { key: "serial", Show: TextShow, family: "text", width: 150 };
