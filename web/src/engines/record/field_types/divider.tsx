import type { FieldView, ShowProps } from "../field_view";

function Divider({ field }: ShowProps) {
  return (
    <div style={{ borderTop: "1px solid var(--line)", paddingTop: field.name === field.key ? 0 : 12, color: "var(--ink-2)", fontWeight: 600 }} role="separator">
      {field.name === field.key ? null : field.name}
    </div>
  );
}

/** A hairline, with a name where it has one. */
export const FIELD_TYPE: FieldView = { key: "divider", Show: Divider, family: "none", wide: true };
