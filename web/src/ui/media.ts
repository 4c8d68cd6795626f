/** Whether a media query holds, now and as it changes. */
import { useSyncExternalStore } from "react";

const PHONE = "(max-width: 767px)";

export function useMedia(query: string): boolean {
  return useSyncExternalStore(
    (notify) => {
      const list = window.matchMedia(query);
      list.addEventListener("change", notify);
      return () => list.removeEventListener("change", notify);
    },
    () => window.matchMedia(query).matches,
  );
}

/** Below 768 px a page has one column, cards and a bottom bar. */
export function usePhone(): boolean {
  return useMedia(PHONE);
}
