import { describe, expect, it } from "vitest";

import { ago, compact, dateTime, duration, fileSize, money, percent, shift, thousands, trimZeros } from "./format";

describe("decimals stay exact", () => {
  it("separates thousands and keeps every place", () => {
    expect(thousands("12345678901234567890.10")).toBe("12,345,678,901,234,567,890.10");
    expect(thousands("-1234")).toBe("-1,234");
    expect(thousands("12")).toBe("12");
  });
  it("moves the point without a float", () => {
    expect(shift("0.1234567890123456789", 2)).toBe("12.34567890123456789");
    expect(shift("25.6", -2)).toBe("0.256");
    expect(shift("3", 2)).toBe("300");
    expect(shift("-0.05", 2)).toBe("-5");
  });
  it("shows a fraction as a percentage", () => {
    expect(percent("0.250000")).toBe("25%");
    expect(percent("0.0333")).toBe("3.33%");
  });
  it("writes the minus before the currency", () => expect(money("-1234.50", "CNY")).toBe("-¥ 1,234.50"));
  it("trims zeros but keeps what was asked", () => {
    expect(trimZeros("1.500", 2)).toBe("1.50");
    expect(trimZeros("100")).toBe("100");
  });
});

describe("large numbers", () => {
  it("speaks of 万 and 亿 in Chinese", () => {
    expect(compact(12_846_000, "zh-CN")).toEqual({ number: "1,284.6", unit: "万" });
    expect(compact(320_000_000, "zh-CN")).toEqual({ number: "3.2", unit: "亿" });
  });
  it("and of K, M and B in English", () => expect(compact(12_846_000, "en")).toEqual({ number: "12.85", unit: "M" }));
  it("leaves small ones alone", () => expect(compact(186, "en")).toEqual({ number: "186", unit: "" }));
});

describe("times", () => {
  it("shows an instant in the zone of the app", () => expect(dateTime("2026-11-22T20:30:00Z", "Asia/Shanghai")).toBe("2026-11-23 04:30"));
  it("says how long ago", () => expect(ago("2026-11-22T08:00:00Z", "en", "UTC", Date.parse("2026-11-22T10:00:00Z"))).toBe("2 hours ago"));
  it("counts a duration", () => expect(duration(93_784, { d: "d", h: "h", m: "m", s: "s" })).toBe("1d 2h 3m 4s"));
});

it("sizes a file", () => expect(fileSize(1_572_864)).toBe("1.5 MB"));
