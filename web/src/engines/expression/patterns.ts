/** Excel's wildcards: `*` any text, `?` one character, `~` before one of the three takes it as it is. */

const MAX_PATTERN = 1_000;

/** Null for one that is too long. */
export function wildcard(text: string, ignoreCase: boolean, whole: boolean): RegExp | null {
  const signs = [...text];
  let source = "";
  for (let at = 0; at < signs.length; at += 1) {
    let sign = signs[at] ?? "";
    const next = signs[at + 1] ?? "";
    if (sign === "~" && "*?~".includes(next) && next !== "") {
      at += 1;
      sign = next;
    } else if (sign === "*" || sign === "?") {
      source += sign === "*" ? "[^]*?" : "[^]";
      continue;
    }
    source += /[\\^$.*+?()[\]{}|/]/.test(sign) ? `\\${sign}` : sign;
  }
  if (source.length > 2 * MAX_PATTERN) return null;
  return new RegExp(whole ? `^(?:${source})$` : source, ignoreCase ? "iu" : "u");
}
