import type { FieldView } from "../field_view";
import { DepartmentsFieldInput } from "../inputs/people";
import { NamesShow } from "../shows/linked";

export const FIELD_TYPE: FieldView = { key: "departments", Show: NamesShow, Input: DepartmentsFieldInput, family: "department", width: 180 };
