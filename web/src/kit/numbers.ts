/** What people type as a number: full-width digits, separators and blanks are forgiven. */

const PLAIN = /^-?(\d+(\.\d*)?|\.\d+)$/;

/** The decimal as plain text, or null when it is no number. */
export function readNumber(typed: string): string | null {
  const text = typed
    .normalize("NFKC")
    .replace(/[,\s_]/g, "")
    .replace(/^\+/, "");
  if (!PLAIN.test(text)) return null;
  const [whole = "", fraction = ""] = text.split(".");
  const bare = whole.replace(/^(-?)0+(?=\d)/, "$1");
  return `${bare === "" || bare === "-" ? `${bare}0` : bare}${fraction ? `.${fraction}` : ""}`;
}

export function places(text: string): number {
  return text.split(".")[1]?.replace(/0+$/, "").length ?? 0;
}
