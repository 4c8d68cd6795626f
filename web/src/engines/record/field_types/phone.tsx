import type { FieldView } from "../field_view";
import { TextFieldInput } from "../inputs/text";
import { LinkShow } from "../shows/basic";

export const FIELD_TYPE: FieldView = { key: "phone", Show: LinkShow, Input: TextFieldInput, family: "text", width: 140 };
