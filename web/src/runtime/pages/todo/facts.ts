/** What a task tells of its record, in words. */
import { dateTime, money, percent, thousands, trimZeros } from "../../../kit/format";
import type { TaskFact } from "../../../platform/api/types";

export function factText(fact: TaskFact, zone: string): string {
  switch (fact.type) {
    case "money":
      return money(fact.value, fact.currency ?? "");
    case "percent":
      return percent(fact.value);
    case "number":
      return thousands(trimZeros(fact.value));
    case "datetime":
      return dateTime(fact.value, zone);
    default:
      return fact.value;
  }
}

/** The amount that stands out, and the rest. */
export function split(facts: TaskFact[] = []): { amount: TaskFact | undefined; rest: TaskFact[] } {
  const amount = facts.find((fact) => fact.type === "money");
  return { amount, rest: facts.filter((fact) => fact !== amount) };
}
