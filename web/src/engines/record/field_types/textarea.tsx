import type { FieldView } from "../field_view";
import { TextareaFieldInput } from "../inputs/text";
import { TextShow } from "../shows/basic";

export const FIELD_TYPE: FieldView = { key: "textarea", Show: TextShow, Input: TextareaFieldInput, family: "text", wide: true, width: 240 };
