import type { FieldView } from "../field_view";
import { JsonFieldInput } from "../inputs/text";
import { CodeShow } from "../shows/basic";

export const FIELD_TYPE: FieldView = { key: "json", Show: CodeShow, Input: JsonFieldInput, family: "none", width: 200, wide: true };
