import { expect, it } from "vitest";

import { instantOf } from "./zone";

it("reads a wall clock in its zone", () => {
  expect(instantOf("2026-11-22T09:30", "Asia/Shanghai")).toBe("2026-11-22T01:30:00Z");
  expect(instantOf("2026-07-01T12:00", "America/New_York")).toBe("2026-07-01T16:00:00Z");
  expect(instantOf("2026-01-01T00:00:30", "UTC")).toBe("2026-01-01T00:00:30Z");
});
