import type { FieldView } from "../field_view";
import { NumberFieldInput } from "../inputs/number";
import { NumberShow } from "../shows/basic";

export const FIELD_TYPE: FieldView = { key: "number", Show: NumberShow, Input: NumberFieldInput, family: "number", numeric: true, width: 120 };
