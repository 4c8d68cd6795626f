import { expect, test } from "vitest";

import { addDays, addMonths, readDay, startOf, weeksOf } from "./calendar";

test("months are walked to their last day where they are shorter", () => {
  expect(addMonths("2026-01-31", 1)).toBe("2026-02-28");
  expect(addMonths("2028-01-31", 1)).toBe("2028-02-29");
  expect(addMonths("2026-01-15", -13)).toBe("2024-12-15");
  expect(addDays("2026-12-31", 1)).toBe("2027-01-01");
});

test("a month stands in six weeks that begin on Mondays", () => {
  const weeks = weeksOf("2026-11-22");
  expect(weeks).toHaveLength(6);
  expect(weeks[0]?.[0]).toBe("2026-10-26");
  expect(weeks[0]?.[6]).toBe("2026-11-01");
  expect(weeks[5]?.[6]).toBe("2026-12-06");
});

test("days are read as people write them, and what is no day is refused", () => {
  expect(readDay("2026-3-7")).toEqual({ day: "2026-03-07", time: null });
  expect(readDay("20260307")).toEqual({ day: "2026-03-07", time: null });
  expect(readDay("2026年3月7日")).toEqual({ day: "2026-03-07", time: null });
  expect(readDay("2026/03/07 9:30")).toEqual({ day: "2026-03-07", time: "09:30" });
  expect(readDay("2026-02-30")).toBeNull();
  expect(readDay("2026-03-07 25:00")).toBeNull();
  expect(readDay("tomorrow")).toBeNull();
});

test("a period is kept as its first day", () => {
  expect(startOf("2026-11-22", "quarter")).toBe("2026-10-01");
  expect(startOf("2026-11-22", "week")).toBe("2026-11-16");
  expect(startOf("2026-11-22", "month")).toBe("2026-11-01");
  expect(startOf("2026-11-22", "year")).toBe("2026-01-01");
});
