import type { FieldView } from "../field_view";
import { DurationFieldInput } from "../inputs/number";
import { DurationShow } from "../shows/basic";

export const FIELD_TYPE: FieldView = { key: "duration", Show: DurationShow, Input: DurationFieldInput, family: "number", width: 120, group: true };
