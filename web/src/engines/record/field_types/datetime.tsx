import type { FieldView } from "../field_view";
import { DatetimeFieldInput } from "../inputs/dates";
import { DatetimeShow } from "../shows/basic";

export const FIELD_TYPE: FieldView = { key: "datetime", Show: DatetimeShow, Input: DatetimeFieldInput, family: "datetime", width: 160 };
