import { expect, test } from "vitest";

import type { Field, Form } from "../../platform/api/types";
import { drawable } from "./conditionChecks";

const due = { key: "due", name: "Due", type: "date" } as Field;
const name = { key: "name", name: "Name", type: "text" } as Field;
const form = { key: "deal", fields: [due, name] } as unknown as Form;
const opens = (field: string, op: string, value: unknown): boolean => drawable({ field, op, value }, [due, name], form);

test("a period that is offered can be drawn beside any operator, another one only as a formula", () => {
  expect(opens("due", "lt", "today")).toBe(true);
  expect(opens("due", "within", "last_7_days")).toBe(true);
  expect(opens("due", "within", "last_13_days")).toBe(false);
  expect(opens("due", "gt", "next_2_years")).toBe(false);
  expect(opens("due", "lt", "2026-03-15")).toBe(true);
  expect(opens("name", "is", "last_13_days")).toBe(true);
});
