/** Numbers written by people. */

import { decimal, type Decimal, exact } from "./decimal";

const NUMBER =
  /^([+-]?)\s*[¥￥$€£]?\s*((?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]*)?|\.[0-9]+)(?:e([+-]?[0-9]{1,2}))?\s*(%?)$/i;
const HUNDRED = decimal(100);

/** The number a text writes: signs, thousands, a currency sign, per cent, full-width digits; null if it writes none. */
export function numberOf(text: string | null): Decimal | null {
  if (text === null || text === "" || text.length > 100) return null;
  const found = NUMBER.exec(text.normalize("NFKC").trim());
  if (found === null) return null;
  const digits = (found[2] ?? "").replaceAll(",", "").replace(/\.$/, "");
  const number = decimal(`${found[1] ?? ""}${digits}${found[3] === undefined ? "" : `e${found[3]}`}`);
  return exact(found[4] === "%" ? number.div(HUNDRED) : number);
}
