/** Dialogs, drawers and (on a phone) sheets: one layer over the page with a name, a way out and the keyboard inside. */
import { X } from "lucide-react";
import { type CSSProperties, type ReactNode, useEffect, useId, useRef } from "react";
import { createPortal } from "react-dom";

import { IconButton } from "./Button";
import { cx } from "./classes";
import { useFocusTrap } from "./focus";
import { usePhone } from "./media";
import css from "./overlay.module.css";
import { useWord } from "./words";

export interface LayerProps {
  open: boolean;
  onClose: () => void;
  title: ReactNode;
  kind?: "dialog" | "drawer" | "sheet";
  width?: number;
  /** Buttons right of the title. */
  extra?: ReactNode;
  foot?: ReactNode;
  flush?: boolean;
  /** Stays where it is while its content grows. */
  high?: boolean;
  children: ReactNode;
  "data-testid"?: string;
}

export function Layer({ open, ...rest }: LayerProps) {
  return open ? createPortal(<OpenLayer {...rest} />, document.body) : null;
}

function OpenLayer({ onClose, title, kind = "dialog", width, extra, foot, flush, high, children, ...rest }: Omit<LayerProps, "open">) {
  const panel = useRef<HTMLDivElement>(null);
  const pressed = useRef<EventTarget | null>(null);
  const id = useId();
  const phone = usePhone();
  const close = useWord("close");
  useFocusTrap(panel, true);
  useEffect(() => {
    const before = document.body.style.overflow;
    document.body.style.overflow = "hidden";
    return () => {
      document.body.style.overflow = before;
    };
  }, []);
  const shape = kind === "dialog" && phone ? "sheet" : kind;
  return (
    <div
      className={css.scrim}
      onPointerDown={(event) => (pressed.current = event.target)}
      onClick={(event) => event.target === event.currentTarget && pressed.current === event.currentTarget && onClose()}
      onKeyDown={(event) => {
        if (event.key !== "Escape" || event.defaultPrevented) return;
        event.stopPropagation();
        onClose();
      }}
    >
      <div
        ref={panel}
        role="dialog"
        aria-modal="true"
        aria-labelledby={id}
        tabIndex={-1}
        className={cx(css.panel, css[shape], high && css.high)}
        style={width ? ({ "--width": `${String(width)}px` } as CSSProperties) : undefined}
        data-testid={rest["data-testid"]}
      >
        <div className={css.head}>
          <h2 id={id}>{title}</h2>
          {extra}
          <IconButton icon={X} label={close} onClick={onClose} />
        </div>
        <div className={cx(css.body, flush && css.flush)}>{children}</div>
        {foot && <div className={css.foot}>{foot}</div>}
      </div>
    </div>
  );
}
