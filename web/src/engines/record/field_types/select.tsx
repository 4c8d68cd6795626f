import type { FieldView } from "../field_view";
import { SelectFieldInput } from "../inputs/choice";
import { OptionShow } from "../shows/linked";

export const FIELD_TYPE: FieldView = { key: "select", Show: OptionShow, Input: SelectFieldInput, family: "option", width: 130 };
