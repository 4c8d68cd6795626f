import type { FieldView } from "../field_view";
import { BooleanFieldInput } from "../inputs/choice";
import { BooleanShow } from "../shows/basic";

export const FIELD_TYPE: FieldView = { key: "boolean", Show: BooleanShow, Input: BooleanFieldInput, family: "boolean", width: 90 };
