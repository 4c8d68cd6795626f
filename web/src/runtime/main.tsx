/** The entry: languages, the look of the device, and the routes. */
import "../ui/tokens.css";

import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { lazy, StrictMode, Suspense, useSyncExternalStore } from "react";
import { createRoot } from "react-dom/client";

import { onSignedOut, setCsrf } from "../platform/api/client";
import { startLanguages } from "../platform/i18n";
import { queryClient } from "../platform/queries";
import { askAgain, hasWork, signingIn } from "../platform/work";
import { startAppearance } from "../ui/appearance";
import { Confirmation } from "../ui/confirm";
import { Toasts } from "../ui/toast";
import { router } from "./router";

const SignInAgain = lazy(() => import("./frame/SignInAgain"));

function Again() {
  return useSyncExternalStore(signingIn.subscribe, signingIn.asked) ? (
    <Suspense>
      <SignInAgain />
    </Suspense>
  ) : null;
}

/** The server has newer pages than those that stand here: a part of them is gone, so they are loaded anew, once. */
function takeNewer(): void {
  const KEY = "dougong.reloaded";
  window.addEventListener("vite:preloadError", (event) => {
    const before = Number(sessionStorage.getItem(KEY) ?? 0);
    if (hasWork() || !navigator.onLine || Date.now() - before < 60_000) return;
    event.preventDefault();
    sessionStorage.setItem(KEY, String(Date.now()));
    window.location.reload();
  });
}

/** What index.html draws stays until the first page is there. */
function dropFirst(): void {
  const drop = () => document.getElementById("first")?.remove();
  const off = router.subscribe("onRendered", () => {
    off();
    drop();
  });
  // whatever stands below by then says more
  setTimeout(drop, 10_000);
}

async function start(): Promise<void> {
  takeNewer();
  startAppearance();
  await startLanguages();
  onSignedOut(() => {
    // what is on the screen and not sent stays there
    if (hasWork()) return askAgain();
    setCsrf(null);
    queryClient.clear();
    if (router.state.location.pathname !== "/login") void router.navigate({ to: "/login", search: { back: router.state.location.href } });
  });
  const root = document.getElementById("root");
  if (!root) return;
  dropFirst();
  createRoot(root).render(
    <StrictMode>
      <QueryClientProvider client={queryClient}>
        <RouterProvider router={router} />
        <Confirmation />
        <Again />
        <Toasts />
      </QueryClientProvider>
    </StrictMode>,
  );
  if (import.meta.env.PROD && "serviceWorker" in navigator) void navigator.serviceWorker.register("/sw.js");
}

void start();
