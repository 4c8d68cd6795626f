/** Criteria as Excel writes them for SUMIF and its kin: a value, or text with an operator or wildcards. */

import { readDate } from "./dateText";
import { Day } from "./dates";
import { numberOf } from "./numberText";
import { atLeast, atMost, equal, greater, less } from "./operators";
import { wildcard } from "./patterns";
import { idOf, isDecimal, isItem, type Value } from "./values";

type Test = (item: Value) => boolean;

const COMPARISONS: Readonly<Record<string, (left: Value, right: Value) => boolean>> = {
  "<=": atMost,
  ">=": atLeast,
  "<": less,
  ">": greater,
};
const SIGNS = ["<>", "<=", ">=", "<", ">", "="];

/** The operand as the same type as the item; null where it cannot be. */
function like(item: Value, operand: string): Value {
  if (typeof item === "string" || (item !== null && isItem(item))) return operand;
  if (typeof item === "boolean") {
    const word = operand.toLowerCase();
    return word === "true" ? true : word === "false" ? false : null;
  }
  if (isDecimal(item)) return numberOf(operand);
  return item instanceof Day ? readDate(operand) : null;
}

function equality(operand: string): Test {
  if (operand === "") return (item) => item === null;
  const pattern = /[*?~]/.test(operand) ? wildcard(operand, false, true) : null;
  return (item) => {
    if (typeof item === "string") return pattern === null ? item === operand : pattern.test(item);
    const other = like(item, operand);
    return other !== null && equal(idOf(item), other);
  };
}

/** The test that a criterion means. Without a sign it asks for equality; `*`, `?` and `~` work in texts. */
export function criterion(value: Value): Test {
  if (typeof value !== "string") return (item) => equal(idOf(item), idOf(value));
  const sign = SIGNS.find((one) => value.startsWith(one)) ?? "";
  const operand = value.slice(sign.length);
  const compared = COMPARISONS[sign];
  if (compared !== undefined) {
    return (item) => {
      const other = like(item, operand);
      return other !== null && compared(item, other);
    };
  }
  const same = equality(operand);
  return sign === "<>" ? (item) => !same(item) : same;
}
