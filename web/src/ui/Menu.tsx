/** A button with a list of actions. */
import type { LucideIcon } from "lucide-react";
import { type ReactNode, useRef, useState } from "react";

import { Button, type ButtonProps } from "./Button";
import css from "./overlay.module.css";
import { Popover } from "./Popover";

export interface MenuItem {
  key: string;
  label: ReactNode;
  icon?: LucideIcon;
  danger?: boolean;
  disabled?: boolean;
  /** A hairline stands above. */
  apart?: boolean;
  onPress: () => void;
}

export function MenuList({ items, onDone }: { items: MenuItem[]; onDone: () => void }) {
  const step = (from: HTMLElement, by: number) => {
    const all = [...(from.closest('[role="menu"]')?.querySelectorAll<HTMLElement>('[role="menuitem"]:not(:disabled)') ?? [])];
    all[(all.indexOf(from) + by + all.length) % all.length]?.focus();
  };
  return (
    <div role="menu" className={css.menu}>
      {items.map(({ key, label, icon: Icon, danger, disabled, apart, onPress }, index) => (
        <div key={key} role="none">
          {apart && <div className={css.rule} role="separator" />}
          <button
            type="button"
            role="menuitem"
            className={css.item}
            data-danger={danger}
            data-action={key}
            disabled={disabled}
            data-autofocus={index === 0 || undefined}
            onKeyDown={(event) => {
              if (event.key === "ArrowDown") step(event.currentTarget, 1);
              else if (event.key === "ArrowUp") step(event.currentTarget, -1);
              else return;
              event.preventDefault();
            }}
            onClick={() => {
              onDone();
              onPress();
            }}
          >
            {Icon && <Icon size={16} aria-hidden />}
            <span>{label}</span>
          </button>
        </div>
      ))}
    </div>
  );
}

interface MenuProps extends Omit<ButtonProps, "onClick"> {
  items: MenuItem[];
  label: string;
  align?: "start" | "end";
}

export function Menu({ items, label, align = "end", children, kind = "plain", ...button }: MenuProps) {
  const anchor = useRef<HTMLButtonElement>(null);
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button
        {...button}
        kind={kind}
        ref={anchor}
        aria-label={children ? undefined : label}
        aria-haspopup="menu"
        aria-expanded={open}
        onClick={(event) => {
          event.stopPropagation();
          setOpen(!open);
        }}
      >
        {children}
      </Button>
      <Popover open={open} onClose={() => setOpen(false)} anchor={anchor} title={label} align={align}>
        <MenuList items={items} onDone={() => setOpen(false)} />
      </Popover>
    </>
  );
}
