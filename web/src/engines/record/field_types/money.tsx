import type { FieldView } from "../field_view";
import { MoneyFieldInput } from "../inputs/number";
import { MoneyShow } from "../shows/basic";

export const FIELD_TYPE: FieldView = { key: "money", Show: MoneyShow, Input: MoneyFieldInput, family: "number", numeric: true, width: 140 };
