import { expect, test } from "vitest";

import type { App } from "../../platform/api/types";
import { formNamed } from "../document/appview";
import { readSchedule, writeSchedule } from "./schedules";
import { serialSample } from "./serial";

test("a schedule that can be chosen is written as it was read; another one stays as it is", () => {
  for (const cron of ["30 * * * *", "0 9 * * *", "15 18 * * 1-5", "0 8 * * 1", "0 8 * * 0", "5 7 31 * *"]) {
    const read = readSchedule(cron);
    expect(read.often).not.toBe("own");
    expect(writeSchedule(read)).toBe(cron);
  }
  for (const cron of ["*/5 * * * *", "0 9 1 1 *", "0 9 1-7 * 1", ""]) expect(readSchedule(cron).often).toBe("own");
});

test("the sample of a running number has its parts filled in", () => {
  expect(serialSample("PR-{yyyy}{mm}{dd}-{seq:4}", 12, new Date(2026, 10, 2))).toBe("PR-20261102-0012");
});

test("in the rows of a sub-table a name is a column or, behind that, a field of the record", () => {
  const field = (key: string, more = {}) => ({ key, type: "number", name: key, right: "edit" as const, ...more });
  const app = { forms: [{ key: "order", name: "Order", can: [], fields: [field("price"), field("rate"), field("lines", { type: "subtable", fields: [field("price"), field("count")] })] }] } as unknown as App;
  expect(formNamed(app, "order.lines")?.fields.map((one) => one.key)).toEqual(["price", "count", "rate", "lines"]);
  expect(formNamed(app, "order")?.fields).toHaveLength(3);
  expect(formNamed(app, "nothing")).toBeUndefined();
});
