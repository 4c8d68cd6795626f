/** Numbers written by people. */

import { decimal, type Decimal, exact } from "./decimal";

const DIGITS =
  "((?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\\.[0-9]*)?|\\.[0-9]+)(?:e([+-]?[0-9]{1,2}))?[ \\t\\r\\n\\u00a0]*(%?)";
const BLANK = "[ \\t\\r\\n\\u00a0]*";
const CURRENCY = `(?:[¥$€£]${BLANK})?`;
// a sign before or behind the currency's
const SIGNED = new RegExp(`^([+-]?)${BLANK}${CURRENCY}([+-]?)${BLANK}${DIGITS}$`, "i");
const BRACKETED = new RegExp(`^${CURRENCY}\\(${BLANK}${CURRENCY}${DIGITS}${BLANK}\\)$`, "i");
const HUNDRED = decimal(100);

/** In signs of half width, without blanks at its ends. */
export function tidy(text: string): string {
  return text
    .replace(/[！-～]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0xfee0))
    .replaceAll("\u3000", " ")
    .replaceAll("￥", "¥")
    .replaceAll("￡", "£")
    .replace(/^[ \t\r\n\u00a0]+|[ \t\r\n\u00a0]+$/g, "");
}

/** The number a text writes: signs, brackets for a negative one, thousands, a currency sign, per cent, full-width
 * digits; null if it writes none. */
export function numberOf(text: string | null): Decimal | null {
  if (text === null || text === "" || text.length > 100) return null;
  const written = tidy(text);
  const signed = SIGNED.exec(written);
  const [sign = "", inner = ""] = signed?.slice(1) ?? [];
  const found = signed?.slice(3) ?? BRACKETED.exec(written)?.slice(1);
  if (found === undefined || (sign !== "" && inner !== "")) return null;
  const [digits = "", exponent, percent] = found;
  const number = decimal(`${digits.replaceAll(",", "").replace(/\.$/, "")}e${exponent ?? "0"}`);
  const meant = signed === null || sign === "-" || inner === "-" ? number.neg() : number;
  return exact(percent === "%" ? meant.div(HUNDRED) : meant);
}
