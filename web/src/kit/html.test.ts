import { expect, it } from "vitest";

import { safeHtml } from "./html";

it("keeps plain marks and takes out what could run", () => {
  expect(safeHtml("<p>a <b>b</b></p>")).toBe("<p>a <b>b</b></p>");
  expect(safeHtml('<p onclick="x()">a</p><script>x()</script><img src=x onerror=x()>')).toBe("<p>a</p>");
  expect(safeHtml('<a href="javascript:x()">a</a>')).not.toContain("javascript");
  expect(safeHtml('<a href="https://x.example">a</a>')).toContain('href="https://x.example"');
});
