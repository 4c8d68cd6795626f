/** The formula editor in a page. */
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { configure, render, screen, waitFor } from "@testing-library/react";
import i18next from "i18next";
import { useState } from "react";
import { initReactI18next } from "react-i18next";
import { beforeAll, beforeEach, expect, it, vi } from "vitest";

import { lookAs } from "../panel/Viewer";
import { FormulaEditor } from "./FormulaEditor";

// on a busy machine a second is soon over
configure({ asyncUtilTimeout: 60_000 });

let refusing = false;
const asked: { path: string; body: Record<string, unknown> }[] = [];

beforeAll(async () => {
  await i18next.use(initReactI18next).init({ lng: "en", fallbackLng: false, resources: { en: { translation: {} } } });
});

beforeEach(() => {
  asked.length = 0;
  refusing = false;
  vi.stubGlobal("fetch", (path: string, options: { body?: string }) => {
    const body = JSON.parse(options.body ?? "{}") as Record<string, unknown>;
    asked.push({ path, body });
    if (refusing && path.endsWith("/check")) return Promise.reject(new TypeError("Failed to fetch"));
    return Promise.resolve(new Response(JSON.stringify(answer(path, body)), { headers: { "Content-Type": "application/json" } }));
  });
});

function answer(path: string, body: Record<string, unknown>): unknown {
  if (path.endsWith("/api/me")) return { id: "u1", name: "Ann" };
  if (path.endsWith("/functions")) return { items: [] };
  if (path.endsWith("/evaluate")) return { value: "10", type: "money", problem: null, trace: [] };
  if (path.includes("/records")) return { items: [] };
  if (body.want === "money" && String(body.expression).startsWith("TEXT"))
    return { type: "text", depends: [], problems: [{ pointer: "", code: "wrong_result", severity: "error", message: { "zh-CN": "?", en: "An amount is needed" } }], ast: null };
  const wrong = String(body.expression).includes("amuont");
  const problem = { pointer: "", code: "unknown_name", severity: "error", message: { "zh-CN": "?", en: "There is no amuont" }, hint: "amount", position: [0, 6] };
  return { type: "money", depends: wrong ? [] : ["amount"], problems: wrong ? [problem] : [], ast: null };
}

function Page({ text, want }: { text: string; want?: "money" }) {
  const [value, setValue] = useState(text);
  const [client] = useState(() => new QueryClient());
  return (
    <QueryClientProvider client={client}>
      <FormulaEditor app="shop" form="order" value={value} onChange={setValue} fields={[{ path: "amount", label: "Order value" }]} want={want} label="Formula" />
    </QueryClientProvider>
  );
}

it("shows a field by its name where its key is stored, and what the formula gives", async () => {
  render(<Page text="amount * 2" />);
  expect(await screen.findByText("Order value")).toBeTruthy();
  expect(await screen.findByText("Gives an amount")).toBeTruthy();
  expect(asked.find((one) => one.path.endsWith("/check"))?.body).toEqual({ expression: "amount * 2", form: "order", want: null });
});

it("tells what is wrong, and offers what was probably meant", async () => {
  render(<Page text="amuont" />);
  expect(await screen.findByText("There is no amuont")).toBeTruthy();
  expect(screen.getByText("Replace by Order value")).toBeTruthy();
});

it("tries the formula out with values that are typed", async () => {
  render(<Page text="amount * 2" />);
  (await screen.findByText("Try it")).click();
  await waitFor(() => expect(asked.some((one) => one.path.endsWith("/evaluate"))).toBe(true));
  expect(await screen.findByText("10")).toBeTruthy();
});

it("tries a formula of another type than the field's, and says so beside the result, as whoever is looked as", async () => {
  lookAs("shop", { value: "u7", label: "Lin" });
  render(<Page text="TEXT(amount)" want="money" />);
  (await screen.findByText("Try it")).click();
  expect(await screen.findByText("10")).toBeTruthy();
  expect(screen.getAllByText("An amount is needed")).toHaveLength(2);
  expect(asked.find((one) => one.path.endsWith("/evaluate") && one.body.expression === "TEXT(amount)")?.body).toMatchObject({ as: "u7" });
  lookAs("shop", null);
});

it("says that a formula could not be checked, and checks it again when asked to", async () => {
  refusing = true;
  render(<Page text="amount * 2" />);
  const again = await screen.findByText("Check again");
  expect(screen.getByText("Could not be checked: the server did not answer or failed")).toBeTruthy();
  refusing = false;
  again.click();
  expect(await screen.findByText("Gives an amount")).toBeTruthy();
  expect(screen.queryByText("Check again")).toBeNull();
});
