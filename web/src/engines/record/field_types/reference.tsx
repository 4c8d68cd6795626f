import type { FieldView } from "../field_view";
import { ReferenceFieldInput } from "../inputs/reference";
import { ReferenceShow } from "../shows/linked";

export const FIELD_TYPE: FieldView = { key: "reference", Show: ReferenceShow, Input: ReferenceFieldInput, family: "record", width: 190 };
