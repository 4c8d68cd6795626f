import type { FieldView } from "../field_view";
import { DepartmentFieldInput } from "../inputs/people";
import { NameShow } from "../shows/linked";

export const FIELD_TYPE: FieldView = { key: "department", Show: NameShow, Input: DepartmentFieldInput, family: "department", width: 130 };
