import type { FieldView } from "../field_view";
import { RegionFieldInput } from "../inputs/places";
import { TextShow } from "../shows/basic";

export const FIELD_TYPE: FieldView = { key: "region", Show: TextShow, Input: RegionFieldInput, family: "text", width: 180, group: true };
