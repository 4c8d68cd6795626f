import type { FieldView } from "../field_view";
import { MultiselectFieldInput } from "../inputs/choice";
import { OptionsShow } from "../shows/linked";

export const FIELD_TYPE: FieldView = { key: "tags", Show: OptionsShow, Input: MultiselectFieldInput, family: "options", width: 180 };
