/** What the test environment lacks. */
import { afterEach, beforeAll } from "vitest";

beforeAll(() => {
  window.matchMedia ??= ((query: string) => ({ matches: false, media: query, addEventListener: () => undefined, removeEventListener: () => undefined })) as never;
});

afterEach(() => {
  document.body.innerHTML = "";
  localStorage.clear();
});
