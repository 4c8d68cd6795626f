import type { FieldView } from "../field_view";
import { DateFieldInput } from "../inputs/dates";
import { DateShow } from "../shows/basic";

export const FIELD_TYPE: FieldView = { key: "date", Show: DateShow, Input: DateFieldInput, family: "date", width: 120 };
