/** Text: positions count characters (code points) from 1, case counts unless the name says otherwise. */

import { decimal, whole, type Decimal } from "../decimal";
import { type Env, MAX_LIST } from "../env";
import { shown } from "../formats";
import { filled, fits, lengthOf } from "../operators";
import { wildcard } from "../patterns";
import { EvaluationProblem } from "../problems";
import { envFn, fn, type Family } from "../registry";
import { isList, type Value } from "../values";

const count = (number: Decimal | undefined): number => (number === undefined ? 1 : whole(number));
const join = (signs: readonly string[]): string | null => filled(signs.join(""));

function concat(...values: Value[]): Value {
  const items = values.flatMap((value) => (isList(value) ? value : [value])).filter((item) => item !== null);
  fits(items.reduce((length: number, item) => length + (typeof item === "string" ? lengthOf(item) : 0), 0));
  return filled(items.join(""));
}

function left(text: string, size?: Decimal): Value {
  const wanted = count(size);
  return wanted < 0 ? null : join([...text].slice(0, wanted));
}

function right(text: string, size?: Decimal): Value {
  const wanted = count(size);
  const signs = [...text];
  return wanted < 0 ? null : join(signs.slice(Math.max(0, signs.length - wanted)));
}

function mid(text: string, start: Decimal, size: Decimal): Value {
  const [first, wanted] = [whole(start), whole(size)];
  return first < 1 || wanted < 0 ? null : join([...text].slice(first - 1, first - 1 + wanted));
}

function proper(text: string): Value {
  let inside = false;
  const signs = [...text].map((sign) => {
    const changed = inside ? sign.toLowerCase() : sign.toUpperCase();
    inside = /\p{L}/u.test(sign);
    return changed;
  });
  return join(signs);
}

function substitute(text: string, old: string, replacement: string, instance?: Decimal): Value {
  if (old === "") return filled(text);
  const parts = text.split(old);
  if (instance === undefined) {
    fits(lengthOf(text) + (parts.length - 1) * Math.max(0, lengthOf(replacement) - lengthOf(old)));
    return filled(parts.join(replacement));
  }
  const place = whole(instance);
  if (place < 1) return null;
  if (place >= parts.length) return filled(text);
  return filled(parts.slice(0, place).join(old) + replacement + parts.slice(place).join(old));
}

function replace(text: string, start: Decimal, size: Decimal, replacement: string): Value {
  const [first, wanted] = [whole(start), whole(size)];
  if (first < 1 || wanted < 0) return null;
  const signs = [...text];
  fits(signs.length + lengthOf(replacement));
  return filled(signs.slice(0, first - 1).join("") + replacement + signs.slice(first - 1 + wanted).join(""));
}

/** The place from 1 of what `find` finds (in UTF-16 units from 0) behind the characters left out. */
function located(text: string, start: Decimal | undefined, find: (rest: string) => number): Value {
  const first = count(start);
  const signs = [...text];
  if (first < 1 || first > signs.length + 1) return null;
  const rest = signs.slice(first - 1).join("");
  const at = find(rest);
  return at < 0 ? null : decimal(lengthOf(rest.slice(0, at)) + first);
}

const find = (part: string, text: string, start?: Decimal): Value => located(text, start, (rest) => rest.indexOf(part));

function search(env: Env, part: string, text: string, start?: Decimal): Value {
  const pattern = wildcard(part, true);
  pattern?.charge(env, text.length);
  return pattern === null ? null : located(text, start, pattern.search);
}

function repeat(text: string, times: Decimal): Value {
  const size = whole(times);
  if (size < 1 || text === "") return null;
  fits(lengthOf(text) * size);
  return text.repeat(size);
}

function split(text: string, separator: string): Value {
  if (text === "") return [];
  const parts = separator === "" ? [text] : text.split(separator);
  if (parts.length > MAX_LIST) throw new EvaluationProblem("list_too_long");
  return parts.map(filled);
}

/** A test of two texts that is told whether case counts; without case both are as LOWER has them. */
function where(test: (text: string, part: string) => boolean) {
  return fn("tt?", (text: string, part: string, ignoreCase?: boolean) =>
    ignoreCase === true ? test(text.toLowerCase(), part.toLowerCase()) : test(text, part),
  );
}

function char(code: Decimal): Value {
  const point = whole(code);
  if (point < 1 || point > 0x10ffff || (point >= 0xd800 && point <= 0xdfff)) return null;
  return String.fromCodePoint(point);
}

function formatted(env: Env, value: Value, form?: string): Value {
  const text = shown(value, form ?? null, env.zone) ?? "";
  fits(lengthOf(text));
  return filled(text);
}

export const TEXT: Family = {
  CONCAT: fn("o", concat),
  LEFT: fn("t?", left),
  RIGHT: fn("t?", right),
  MID: fn("tnn", mid),
  LEN: fn("t", (text: string) => decimal(lengthOf(text))),
  UPPER: fn("t", (text: string) => filled(text.toUpperCase().normalize("NFC"))),
  LOWER: fn("t", (text: string) => filled(text.toLowerCase())),
  PROPER: fn("t", proper),
  TRIM: fn("t", (text: string) => filled(text.split(" ").filter(Boolean).join(" "))),
  CLEAN: fn("t", (text: string) => join([...text].filter((sign) => sign >= " "))),
  SUBSTITUTE: fn("ttt?", substitute),
  REPLACE: fn("tnnt", replace),
  FIND: fn("tt?", find),
  SEARCH: envFn("tt?", search),
  REPT: fn("tn", repeat),
  TEXT: envFn("x?", formatted),
  SPLIT: fn("tt", split),
  STARTSWITH: where((text, start) => text.startsWith(start)),
  ENDSWITH: where((text, end) => text.endsWith(end)),
  CONTAINS: where((text, part) => text.includes(part)),
  CHAR: fn("n", char),
};
