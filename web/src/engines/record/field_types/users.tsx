import type { FieldView } from "../field_view";
import { UsersFieldInput } from "../inputs/people";
import { UsersShow } from "../shows/linked";

export const FIELD_TYPE: FieldView = { key: "users", Show: UsersShow, Input: UsersFieldInput, family: "users", width: 200 };
