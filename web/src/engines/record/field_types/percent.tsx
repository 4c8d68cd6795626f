import type { FieldView } from "../field_view";
import { PercentFieldInput } from "../inputs/number";
import { PercentShow } from "../shows/basic";

export const FIELD_TYPE: FieldView = { key: "percent", Show: PercentShow, Input: PercentFieldInput, family: "number", numeric: true, width: 140 };
