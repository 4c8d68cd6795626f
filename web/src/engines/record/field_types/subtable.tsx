import { useTranslation } from "react-i18next";

import type { FieldView, ShowProps } from "../field_view";
import { Blank } from "../shows/basic";
import { SubtableShow } from "../shows/SubtableShow";

function Rows(props: ShowProps) {
  const { t } = useTranslation();
  if (!props.dense) return <SubtableShow {...props} />;
  return Array.isArray(props.value) && props.value.length ? <span>{t("field.rows", { count: props.value.length })}</span> : <Blank />;
}

/** Rows that belong to one record. The form engine draws its input, because rows have linkage and formulas too. */
export const FIELD_TYPE: FieldView = { key: "subtable", Show: Rows, family: "none", wide: true, width: 100, group: true };
