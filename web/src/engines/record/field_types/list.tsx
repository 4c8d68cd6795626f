import type { FieldView } from "../field_view";
import { ListShow } from "../shows/linked";

export const FIELD_TYPE: FieldView = { key: "list", Show: ListShow, family: "none", width: 180 };
