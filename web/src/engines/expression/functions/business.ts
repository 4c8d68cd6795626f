/** Text of Chinese business: amounts in capitals, identity cards, masks. Pinyin is the server's. */

import type { Day} from "../dates";
import { parseDay } from "../dates";
import { decimal, type Decimal, rounded, whole } from "../decimal";
import type { Env } from "../env";
import { shown } from "../formats";
import { fits, lengthOf } from "../operators";
import { envFn, fn, type Family } from "../registry";
import type { Value } from "../values";
import { fullMonths } from "./date";

const DIGITS = "零壹贰叁肆伍陆柒捌玖";
const ZERO_SIGN = "零";
const PLACES = ["", "拾", "佰", "仟"];
const GROUPS = ["", "万", "亿", "万亿"];
const [YUAN, JIAO, FEN, WHOLE, MINUS] = ["元", "角", "分", "整", "负"];
const [MALE, FEMALE] = ["男", "女"];

const digit = (number: number): string => DIGITS.charAt(number);

/** Up to four digits, inner zeros said once: 1001 is 壹仟零壹. */
function fourDigits(number: number): string {
  let text = "";
  let zero = false;
  for (let place = 3; place >= 0; place -= 1) {
    const one = Math.floor(number / 10 ** place) % 10;
    if (one > 0) text += (zero && text !== "" ? ZERO_SIGN : "") + digit(one) + (PLACES[place] ?? "");
    zero = one === 0;
  }
  return text;
}

function yuan(number: bigint): string {
  let text = "";
  let gap = false;
  for (let group = 3; group >= 0; group -= 1) {
    const part = Number((number / 10_000n ** BigInt(group)) % 10_000n);
    if (part > 0) text += (text !== "" && (gap || part < 1000) ? ZERO_SIGN : "") + fourDigits(part) + (GROUPS[group] ?? "");
    gap = part === 0;
  }
  // 壹万亿 before 亿 says 亿 once: 壹万贰仟亿
  return /万亿.*亿/.test(text) ? text.replace("万亿", "万") : text;
}

/** An amount as banks want it written; null beyond 16 digits. */
function rmbUpper(value: Decimal): Value {
  if (value.e >= 16) return null;
  const cents = BigInt(rounded(value.abs(), 2).times(100).toFixed());
  const [whole_, jiao, fen] = [cents / 100n, Number((cents / 10n) % 10n), Number(cents % 10n)];
  if (whole_ >= 10n ** 16n) return null;
  let text = whole_ > 0n ? yuan(whole_) + YUAN : "";
  if (jiao === 0 && fen === 0) text = (text || ZERO_SIGN + YUAN) + WHOLE;
  else if (jiao > 0) text += digit(jiao) + JIAO + (fen > 0 ? digit(fen) + FEN : WHOLE);
  else text += (whole_ > 0n ? ZERO_SIGN : "") + digit(fen) + FEN;
  return (value.lt(0) && cents > 0n ? MINUS : "") + text;
}

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

/** Birthday and whether male, of a valid number of 18 (checked, GB 11643) or 15 digits. */
function idCard(given: string): { born: Day; male: boolean } | null {
  const text = given.trim().toUpperCase();
  let born: string;
  let order: string;
  if (/^[0-9]{17}[0-9X]$/.test(text)) {
    const total = WEIGHTS.reduce((sum, weight, at) => sum + weight * Number(text.charAt(at)), 0);
    if ("10X98765432".charAt(total % 11) !== text.charAt(17)) return null;
    [born, order] = [text.slice(6, 14), text.charAt(16)];
  } else if (/^[0-9]{15}$/.test(text)) {
    [born, order] = [`19${text.slice(6, 12)}`, text.charAt(14)];
  } else return null;
  const day = parseDay(`${born.slice(0, 4)}-${born.slice(4, 6)}-${born.slice(6)}`);
  return day === null ? null : { born: day, male: Number(order) % 2 === 1 };
}

function sex(text: string): Value {
  const card = idCard(text);
  return card === null ? null : card.male ? MALE : FEMALE;
}

function cardAge(env: Env, text: string): Value {
  const card = idCard(text);
  if (card === null || card.born.days > env.today.days) return null;
  return decimal(Math.floor(fullMonths(card.born, env.today) / 12));
}

/** Three characters at the start and four at the end stay unless said; a text too short is hidden wholly. */
function mask(text: string, left?: Decimal, right?: Decimal, given?: string): Value {
  if (text === "") return null;
  const signs = [...text];
  const sign = given === undefined || given === "" ? "*" : given;
  const start = left === undefined ? 3 : Math.max(0, whole(left));
  const end = right === undefined ? 4 : Math.max(0, whole(right));
  const hidden = signs.length - start - end;
  fits(hidden <= 0 ? lengthOf(sign) * signs.length : lengthOf(sign) * hidden + start + end);
  if (hidden <= 0) return sign.repeat(signs.length);
  return signs.slice(0, start).join("") + sign.repeat(hidden) + signs.slice(signs.length - end).join("");
}

function amount(env: Env, value: Decimal, digits?: Decimal): Value {
  const places = digits === undefined ? 2 : Math.min(12, Math.max(0, whole(digits)));
  return shown(value, `#,##0${places > 0 ? `.${"0".repeat(places)}` : ""}`, env.zone);
}

export const BUSINESS: Family = {
  RMBUPPER: fn("x", rmbUpper),
  IDCARDBIRTHDAY: fn("t", (text: string) => idCard(text)?.born ?? null),
  IDCARDSEX: fn("t", sex),
  IDCARDAGE: envFn("t", cardAge),
  MASK: fn("t?", mask),
  AMOUNTFORMAT: envFn("x?", amount),
};
