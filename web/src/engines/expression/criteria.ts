/** Criteria as Excel writes them for SUMIF and its kin: a value, or text with an operator or wildcards. */

import { readClock, readMoment } from "./dateText";
import { Clock, Day, Moment, type Zone, zoneOf } from "./dates";
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
const UTC = zoneOf("UTC");
const SIGNS = ["<>", "<=", ">=", "<", ">", "="];

/** The item, and the operand as something of its type; null where it cannot be. */
function beside(item: Value, operand: string, zone: Zone): readonly [Value, Value] | null {
  let [left, right]: [Value, Value] = [item, null];
  if (typeof item === "string") right = operand;
  else if (typeof item === "boolean") {
    const word = operand.toLowerCase();
    right = word === "true" ? true : word === "false" ? false : null;
  } else if (isDecimal(item)) right = numberOf(operand);
  else if (item instanceof Moment) right = readMoment(operand, zone);
  // a time behind the date counts, so both are moments
  else if (item instanceof Day) [left, right] = [UTC.midnight(item), readMoment(operand, UTC)];
  else if (item instanceof Clock) right = readClock(operand);
  else if (item !== null && isItem(item)) [left, right] = [idOf(item), operand];
  return right === null ? null : [left, right];
}

function equality(operand: string, zone: Zone): Test {
  if (operand === "") return (item) => item === null;
  const pattern = /[*?~]/.test(operand) ? wildcard(operand, false) : null;
  return (item) => {
    if (typeof item === "string") return pattern === null ? item === operand : pattern.matches(item);
    const pair = beside(item, operand, zone);
    return pair !== null && equal(...pair);
  };
}

/** A date beside a moment is the moment it begins. */
function alike(item: Value, value: Value, zone: Zone): readonly [Value, Value] {
  if (item instanceof Moment && value instanceof Day) return [item, zone.midnight(value)];
  return item instanceof Day && value instanceof Moment ? [zone.midnight(item), value] : [item, value];
}

/**
 * The test that a criterion means. Without a sign it asks for equality; `*`, `?` and `~` work in texts. `zone`: where a
 * date begins that stands beside a moment.
 */
export function criterion(value: Value, zone: Zone): Test {
  if (typeof value !== "string") return (item) => equal(...alike(idOf(item), idOf(value), zone));
  const sign = SIGNS.find((one) => value.startsWith(one)) ?? "";
  const operand = value.slice(sign.length);
  const compared = COMPARISONS[sign];
  if (compared !== undefined) {
    return (item) => {
      const pair = beside(item, operand, zone);
      return pair !== null && compared(...pair);
    };
  }
  const same = equality(operand, zone);
  return sign === "<>" ? (item) => !same(item) : same;
}
