import type { FieldView } from "../field_view";
import { RatingFieldInput } from "../inputs/number";
import { RatingShow } from "../shows/basic";

export const FIELD_TYPE: FieldView = { key: "rating", Show: RatingShow, Input: RatingFieldInput, family: "number", width: 120, group: true };
