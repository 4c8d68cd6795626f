import type { FieldView } from "../field_view";
import { SignatureFieldInput } from "../inputs/files";
import { ImagesShow } from "../shows/linked";

export const FIELD_TYPE: FieldView = { key: "signature", Show: ImagesShow, Input: SignatureFieldInput, family: "files", width: 120, group: true };
