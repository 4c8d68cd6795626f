import type { FieldView } from "../field_view";
import { ReferencesFieldInput } from "../inputs/reference";
import { ReferencesShow } from "../shows/linked";

export const FIELD_TYPE: FieldView = { key: "references", Show: ReferencesShow, Input: ReferencesFieldInput, family: "records", width: 200 };
