import type { FieldView } from "../field_view";
import { TextFieldInput } from "../inputs/text";
import { TextShow } from "../shows/basic";

export const FIELD_TYPE: FieldView = { key: "text", Show: TextShow, Input: TextFieldInput, family: "text", width: 180 };
