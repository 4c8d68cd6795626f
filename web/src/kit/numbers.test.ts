import { expect, it } from "vitest";

import { places, readNumber } from "./numbers";

it("forgives separators, blanks and full-width digits", () => {
  expect(readNumber("1,234.50")).toBe("1234.50");
  expect(readNumber("１２３")).toBe("123");
  expect(readNumber(" -0012. ")).toBe("-12");
  expect(readNumber(".5")).toBe("0.5");
});
it("refuses what is no number", () => {
  for (const typed of ["", "abc", "1.2.3", "--1", "1e5"]) expect(readNumber(typed)).toBeNull();
});
it("counts the places that matter", () => expect(places("1.2300")).toBe(2));
