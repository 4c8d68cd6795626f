import type { FieldView } from "../field_view";
import { GeoFieldInput } from "../inputs/places";
import { TextShow } from "../shows/basic";

export const FIELD_TYPE: FieldView = { key: "geo", Show: TextShow, Input: GeoFieldInput, family: "none", width: 180 };
