import type { FieldView } from "../field_view";
import { FilesFieldInput } from "../inputs/files";
import { ImagesShow } from "../shows/linked";

export const FIELD_TYPE: FieldView = { key: "image", Show: ImagesShow, Input: FilesFieldInput, family: "files", width: 130, wide: true, group: true };
