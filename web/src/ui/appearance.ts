/** Light, dark or as the system says; kept on this device. */
import { useSyncExternalStore } from "react";

export type Appearance = "light" | "dark" | "system";

const KEY = "dougong.appearance";
const listeners = new Set<() => void>();
const system = () => window.matchMedia("(prefers-color-scheme: dark)");

export function appearance(): Appearance {
  const kept = localStorage.getItem(KEY);
  return kept === "light" || kept === "dark" ? kept : "system";
}

export function isDark(): boolean {
  const chosen = appearance();
  return chosen === "system" ? system().matches : chosen === "dark";
}

function apply(): void {
  document.documentElement.dataset.theme = isDark() ? "dark" : "light";
  listeners.forEach((notify) => notify());
}

export function setAppearance(chosen: Appearance): void {
  if (chosen === "system") localStorage.removeItem(KEY);
  else localStorage.setItem(KEY, chosen);
  apply();
}

export function startAppearance(): void {
  system().addEventListener("change", apply);
  apply();
}

const subscribe = (notify: () => void) => {
  listeners.add(notify);
  return () => void listeners.delete(notify);
};

export const useDark = (): boolean => useSyncExternalStore(subscribe, isDark);
export const useAppearance = (): Appearance => useSyncExternalStore(subscribe, appearance);
