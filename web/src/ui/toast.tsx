/** Short words at the foot of the page after something was done; an undo may stand beside them. */
import { CircleAlert, CircleCheck, Info } from "lucide-react";
import { useSyncExternalStore } from "react";

import css from "./overlay.module.css";
import { useWord } from "./words";

interface Toast {
  id: number;
  kind: "success" | "error" | "info";
  text: string;
  action?: { label: string; onPress: () => void };
}

let toasts: Toast[] = [];
let last = 0;
const listeners = new Set<() => void>();

function change(next: Toast[]): void {
  toasts = next;
  listeners.forEach((notify) => notify());
}

export function toast(kind: Toast["kind"], text: string, action?: Toast["action"]): void {
  const id = ++last;
  // the same words are not said twice at once
  change([...toasts.filter((one) => one.text !== text).slice(-2), { id, kind, text, action }]);
  setTimeout(() => dismiss(id), kind === "error" || action ? 8000 : 3500);
}

function dismiss(id: number): void {
  change(toasts.filter((one) => one.id !== id));
}

const ICONS = { success: CircleCheck, error: CircleAlert, info: Info };

export function Toasts() {
  const shown = useSyncExternalStore(
    (notify) => {
      listeners.add(notify);
      return () => void listeners.delete(notify);
    },
    () => toasts,
  );
  const close = useWord("close");
  return (
    <div className={css.toasts} role="status" aria-live="polite">
      {shown.map((one) => {
        const Icon = ICONS[one.kind];
        return (
          <div key={one.id} className={css.toast} data-kind={one.kind} data-testid="toast">
            <Icon size={18} aria-hidden />
            <span>{one.text}</span>
            <button
              type="button"
              onClick={() => {
                dismiss(one.id);
                one.action?.onPress();
              }}
            >
              {one.action?.label ?? close}
            </button>
          </div>
        );
      })}
    </div>
  );
}
