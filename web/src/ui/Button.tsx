/** What can be pressed. One primary a view; an icon alone always has a label. */
import { LoaderCircle, type LucideIcon } from "lucide-react";
import type { ButtonHTMLAttributes, Ref } from "react";

import { cx } from "./classes";
import css from "./controls.module.css";

export interface ButtonProps extends Omit<ButtonHTMLAttributes<HTMLButtonElement>, "title"> {
  kind?: "default" | "primary" | "danger" | "plain" | "link";
  icon?: LucideIcon;
  busy?: boolean;
  small?: boolean;
  wide?: boolean;
  on?: boolean;
  ref?: Ref<HTMLButtonElement>;
}

export function Button({ kind = "default", icon: Icon, busy, small, wide, on, className, children, disabled, ...rest }: ButtonProps) {
  const classes = cx(css.button, kind !== "default" && css[kind], small && css.small, wide && css.wide, on && css.on, !children && css.icon, className);
  return (
    <button type="button" {...rest} className={classes} disabled={disabled || busy} aria-busy={busy || undefined}>
      {busy ? <LoaderCircle size={16} className={css.spin} aria-hidden /> : Icon && <Icon size={16} aria-hidden />}
      {children}
    </button>
  );
}

/** A button that is only an icon: its label is read out and shown on hover. */
export function IconButton({ label, kind = "plain", ...rest }: Omit<ButtonProps, "children"> & { label: string }) {
  return <Button {...rest} kind={kind} aria-label={label} data-hint={label} />;
}

/** The classes of a button, for a link that looks like one. */
export function buttonClass(kind: "default" | "primary" | "plain" | "link" = "default", small = false): string {
  return cx(css.button, kind !== "default" && css[kind], small && css.small);
}
