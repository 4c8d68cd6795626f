import { expect, it } from "vitest";

import { wholeHeight } from "./whole";

it("cuts no row in half, and leaves alone what fits or has no room for one", () => {
  expect(wholeHeight(300, 38, 34, 2000)).toBe(38 + 7 * 34);
  expect(wholeHeight(38 + 34 * 3, 38, 34, 2000)).toBe(38 + 34 * 3);
  expect(wholeHeight(300, 38, 34, 300)).toBeUndefined();
  expect(wholeHeight(50, 38, 34, 2000)).toBeUndefined();
});
