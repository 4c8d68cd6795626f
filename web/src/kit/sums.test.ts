import { expect, it } from "vitest";

import { add } from "./sums";

it("adds decimals without a float", () => {
  expect(add("0.1", "0.20")).toBe("0.30");
  expect(add("-1", "0.05")).toBe("-0.95");
  expect(add("99999999999999999999.99", "0.01")).toBe("100000000000000000000.00");
});
it("passes over what is blank", () => expect(add("5", null)).toBe("5"));
