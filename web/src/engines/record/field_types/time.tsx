import type { FieldView } from "../field_view";
import { TimeFieldInput } from "../inputs/dates";
import { TimeShow } from "../shows/basic";

export const FIELD_TYPE: FieldView = { key: "time", Show: TimeShow, Input: TimeFieldInput, family: "time", width: 90 };
