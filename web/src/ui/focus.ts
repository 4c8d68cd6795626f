/** Keeps the keyboard inside an open layer and gives the focus back when it closes. */
import { type RefObject, useEffect } from "react";

const REACHABLE = 'a[href], button:not([disabled]), input:not([disabled]), select:not([disabled]), textarea:not([disabled]), [tabindex]:not([tabindex="-1"])';

export function reachable(root: HTMLElement): HTMLElement[] {
  return [...root.querySelectorAll<HTMLElement>(REACHABLE)].filter((element) => element.offsetParent !== null || element === document.activeElement);
}

export function useFocusTrap(panel: RefObject<HTMLElement | null>, open: boolean): void {
  useEffect(() => {
    const root = panel.current;
    if (!open || !root) return;
    const before = document.activeElement as HTMLElement | null;
    if (!root.contains(before)) (root.querySelector<HTMLElement>("[data-autofocus]") ?? root).focus({ preventScroll: true });
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== "Tab") return;
      const stops = reachable(root);
      const first = stops[0];
      const last = stops[stops.length - 1];
      if (!first || !last) return event.preventDefault();
      if (event.shiftKey && (document.activeElement === first || document.activeElement === root)) {
        event.preventDefault();
        last.focus();
      } else if (!event.shiftKey && document.activeElement === last) {
        event.preventDefault();
        first.focus();
      }
    };
    root.addEventListener("keydown", onKey);
    return () => {
      root.removeEventListener("keydown", onKey);
      before?.focus?.({ preventScroll: true });
    };
  }, [panel, open]);
}
