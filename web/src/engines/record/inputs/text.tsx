/** Typing text. */
import { useTranslation } from "react-i18next";

import type { Json } from "../../../platform/api/types";
import { TextArea, TextInput } from "../../../ui";
import type { InputProps } from "../field_view";

/** What every input hands to its element. */
export function named({ id, field, invalid, describedBy, required, disabled }: InputProps) {
  return { id, disabled, placeholder: typeof field.placeholder === "string" ? field.placeholder : undefined, "aria-invalid": invalid || undefined, "aria-describedby": describedBy, "aria-required": required || undefined };
}

/** The same, leaving a placeholder of the element alone where the field has none. */
function given(props: InputProps) {
  const { placeholder, ...rest } = named(props);
  return placeholder === undefined ? rest : { ...rest, placeholder };
}

const asText = (value: Json): string => (typeof value === "string" || typeof value === "number" ? String(value) : "");
const orBlank = (text: string): Json => (text === "" ? null : text);

const KINDS: Record<string, { type: string; inputMode?: "tel" | "email" | "url" }> = { phone: { type: "tel", inputMode: "tel" }, email: { type: "email", inputMode: "email" }, url: { type: "url", inputMode: "url" } };

export function TextFieldInput(props: InputProps) {
  const { field, value, onChange } = props;
  const suggestions = Array.isArray(field.suggestions) ? (field.suggestions as string[]) : [];
  const most = typeof field.max_length === "number" ? field.max_length : undefined;
  const { t } = useTranslation();
  return (
    <>
      <TextInput placeholder={t("field.type_here")} {...given(props)} type={KINDS[field.type]?.type ?? "text"} inputMode={KINDS[field.type]?.inputMode} maxLength={most} value={asText(value)} onChange={(text) => onChange(orBlank(text))} list={suggestions.length ? `${props.id}-known` : undefined} />
      {suggestions.length > 0 && (
        <datalist id={`${props.id}-known`}>
          {suggestions.map((one) => (
            <option key={one} value={one} />
          ))}
        </datalist>
      )}
    </>
  );
}

export function TextareaFieldInput(props: InputProps) {
  const { field, value, onChange } = props;
  const rows = typeof field.rows === "number" ? field.rows : 4;
  const { t } = useTranslation();
  return <TextArea placeholder={t("field.type_here")} {...given(props)} rows={rows} maxLength={typeof field.max_length === "number" ? field.max_length : undefined} value={asText(value)} onChange={(text) => onChange(orBlank(text))} />;
}

/** JSON as it is written; what does not parse stays as text and is refused on saving. */
export function JsonFieldInput(props: InputProps) {
  const { value, onChange } = props;
  const shown = typeof value === "string" ? value : value === null ? "" : JSON.stringify(value, null, 2);
  const read = (text: string): Json => {
    try {
      return text.trim() ? (JSON.parse(text) as Json) : null;
    } catch {
      return text;
    }
  };
  return <TextArea {...named(props)} rows={4} spellCheck={false} value={shown} onChange={(text) => onChange(read(text))} />;
}

export function AddressFieldInput(props: InputProps & { region: React.ReactNode }) {
  const { t } = useTranslation();
  const parts = typeof props.value === "object" && props.value !== null && !Array.isArray(props.value) ? props.value : {};
  const detail = typeof props.value === "string" ? props.value : asText(parts.detail ?? null);
  return (
    <div style={{ display: "grid", gap: 8 }}>
      {props.region}
      <TextInput
        {...named(props)}
        value={detail}
        placeholder={t("field.address_detail")}
        onChange={(text) => props.onChange(text || parts.code ? { code: parts.code ?? null, detail: text || null } : null)}
      />
    </div>
  );
}
