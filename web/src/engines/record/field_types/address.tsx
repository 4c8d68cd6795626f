import type { FieldView } from "../field_view";
import { AddressInput } from "../inputs/places";
import { TextShow } from "../shows/basic";

export const FIELD_TYPE: FieldView = { key: "address", Show: TextShow, Input: AddressInput, family: "none", width: 240, wide: true, group: true };
