import type { FieldView } from "../field_view";
import { FilesFieldInput } from "../inputs/files";
import { FilesShow } from "../shows/linked";

export const FIELD_TYPE: FieldView = { key: "file", Show: FilesShow, Input: FilesFieldInput, family: "files", width: 120, wide: true, group: true };
