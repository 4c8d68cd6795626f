import { expect, it } from "vitest";

import type { ReportColumn } from "../../platform/api/types";
import { figure, label, short } from "./words";

const column = (more: Partial<ReportColumn>): ReportColumn => ({ key: "k", name: "K", type: "text", role: "dimension", ...more });

it("names a bucket by its step", () => {
  expect(label(column({ type: "date", unit: "quarter" }), "2026-04-01", "-")).toBe("2026 Q2");
  expect(label(column({ type: "date", unit: "month" }), "2026-04-01", "-")).toBe("2026-04");
  expect(label(column({ type: "datetime", unit: "hour", zone: "Asia/Shanghai" }), "2026-03-31T16:00:00Z", "-")).toBe("2026-04-01 00:00");
});
it("names options and references by their title", () => {
  expect(label(column({ options: [{ value: "won", name: "Won" }] }), "won", "-")).toBe("Won");
  expect(label(column({ type: "user" }), { id: "1", title: "Li" }, "-")).toBe("Li");
  expect(label(column({}), null, "(blank)")).toBe("(blank)");
});
it("writes figures in full and in short", () => {
  expect(figure(column({ type: "money", decimals: 2 }), "1234567.50", "d")).toBe("1,234,567.50");
  expect(figure(column({ type: "percent" }), "0.246000000000", "d")).toBe("24.6%");
  expect(short(column({ type: "money" }), 12_846_000, "zh-CN")).toBe("1,284.6万");
});
