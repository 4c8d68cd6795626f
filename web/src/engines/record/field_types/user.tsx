import type { FieldView } from "../field_view";
import { UserFieldInput } from "../inputs/people";
import { UserShow } from "../shows/linked";

export const FIELD_TYPE: FieldView = { key: "user", Show: UserShow, Input: UserFieldInput, family: "user", width: 130 };
