import type { FieldView } from "../field_view";
import { FlowStateShow } from "../shows/linked";

export const FIELD_TYPE: FieldView = { key: "flow_state", Show: FlowStateShow, family: "option", width: 110 };
