/** A word with a meaning: dark text on a tint with a dot. */
import type { CSSProperties } from "react";

import css from "./parts.module.css";

const NAMES: Record<string, string> = {
  grey: "gray", default: "gray", slate: "gray", teal: "cyan", turquoise: "cyan", gold: "yellow", amber: "orange", volcano: "orange",
  violet: "purple", indigo: "purple", geekblue: "blue", lime: "green", emerald: "green", magenta: "pink", rose: "pink", crimson: "red",
};
const TONES = new Set(["gray", "blue", "green", "red", "orange", "yellow", "purple", "cyan", "pink"]);

/** A colour of the document (a name or #rrggbb) as CSS. */
export function tone(color: string | null | undefined): string {
  if (!color) return "var(--chip-gray)";
  if (/^#[0-9a-f]{3,8}$/i.test(color)) return color;
  const name = NAMES[color] ?? color;
  return TONES.has(name) ? `var(--chip-${name})` : "var(--chip-gray)";
}

export function Chip({ color, children, plain }: { color?: string | null; children: string; plain?: boolean }) {
  return (
    <span className={css.chip} style={{ "--tone": tone(color) } as CSSProperties}>
      {!plain && <span className={css.dot} aria-hidden />}
      <span>{children}</span>
    </span>
  );
}

export function Chips({ items }: { items: { value: string; label: string; color?: string | null }[] }) {
  return (
    <span className={css.chips}>
      {items.map((item) => (
        <Chip key={item.value} color={item.color} plain>
          {item.label}
        </Chip>
      ))}
    </span>
  );
}
