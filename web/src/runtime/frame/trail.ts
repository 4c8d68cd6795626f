/** The path in the top bar: a page says where it stands. */
import { useEffect, useSyncExternalStore } from "react";

export interface Step {
  name: string;
  to?: string;
  /** Nothing else in the page says it: on a phone it stands in the top bar, where else the way here does. */
  alone?: boolean;
}

let trail: Step[] = [];
const listeners = new Set<() => void>();

function set(next: Step[]): void {
  trail = next;
  listeners.forEach((notify) => notify());
}

export function useTrail(): Step[] {
  return useSyncExternalStore(
    (notify) => {
      listeners.add(notify);
      return () => void listeners.delete(notify);
    },
    () => trail,
  );
}

/** Sets the path and the title of the browser's tab while the page is shown. */
export function usePlace(...steps: Step[]): void {
  const key = JSON.stringify(steps);
  useEffect(() => {
    const place = JSON.parse(key) as Step[];
    set(place);
    document.title = [...place.map((step) => step.name).reverse(), "Dougong"].filter(Boolean).join(" · ");
  }, [key]);
}
