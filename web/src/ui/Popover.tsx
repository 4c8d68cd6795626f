/** A small panel at its anchor on a desktop, a sheet from below on a phone. */
import { type ReactNode, type RefObject, useEffect, useLayoutEffect, useRef, useState } from "react";
import { createPortal } from "react-dom";

import { useFocusTrap } from "./focus";
import { Layer } from "./Layer";
import { usePhone } from "./media";
import css from "./overlay.module.css";

export interface PopoverProps {
  open: boolean;
  onClose: () => void;
  anchor: RefObject<HTMLElement | null>;
  title: string;
  width?: number | "anchor";
  /** "end": the right edges meet. */
  align?: "start" | "end";
  /** The keyboard stays in the anchor (a combobox). */
  passive?: boolean;
  /** On a phone the sheet keeps its height while what is found grows and shrinks. */
  high?: boolean;
  children: ReactNode;
}

export function Popover(props: PopoverProps) {
  const phone = usePhone();
  if (!props.open) return null;
  if (phone)
    return (
      <Layer open onClose={props.onClose} title={props.title} kind="sheet" flush high={props.high}>
        {props.children}
      </Layer>
    );
  return createPortal(<Floating {...props} />, document.body);
}

const EDGE = 8;

function Floating({ onClose, anchor, title, width, align = "start", passive, children }: PopoverProps) {
  const panel = useRef<HTMLDivElement>(null);
  const [place, setPlace] = useState({ top: 0, left: 0, maxHeight: 480, ready: false });
  useFocusTrap(panel, !passive && place.ready);

  useLayoutEffect(() => {
    const put = () => {
      const at = anchor.current?.getBoundingClientRect();
      const box = panel.current;
      if (!at || !box) return;
      const height = box.scrollHeight;
      const below = window.innerHeight - at.bottom - EDGE - 4;
      const above = at.top - EDGE - 4;
      const under = height <= below || below >= above;
      const room = Math.max(160, Math.min(560, under ? below : above));
      const wide = box.offsetWidth;
      const left = align === "end" ? at.right - wide : at.left;
      setPlace({
        top: under ? at.bottom + 4 : at.top - 4 - Math.min(height, room),
        left: Math.max(EDGE, Math.min(left, window.innerWidth - wide - EDGE)),
        maxHeight: room,
        ready: true,
      });
    };
    put();
    const watch = new ResizeObserver(put);
    if (panel.current) watch.observe(panel.current);
    window.addEventListener("resize", put);
    window.addEventListener("scroll", put, true);
    return () => {
      watch.disconnect();
      window.removeEventListener("resize", put);
      window.removeEventListener("scroll", put, true);
    };
  }, [anchor, align]);

  useEffect(() => {
    const outside = (event: PointerEvent) => {
      const target = event.target as Element;
      if (panel.current?.contains(target) || anchor.current?.contains(target)) return;
      // a layer opened from inside this one stands later in the body
      if (panel.current && panel.current.compareDocumentPosition(target) & Node.DOCUMENT_POSITION_FOLLOWING && !document.getElementById("root")?.contains(target)) return;
      onClose();
    };
    document.addEventListener("pointerdown", outside, true);
    return () => document.removeEventListener("pointerdown", outside, true);
  }, [anchor, onClose]);

  const wide = width === "anchor" ? anchor.current?.offsetWidth : width;
  return (
    <div
      ref={panel}
      role={passive ? undefined : "dialog"}
      aria-label={passive ? undefined : title}
      tabIndex={-1}
      className={css.popover}
      style={{ top: place.top, left: place.left, maxHeight: place.maxHeight, width: wide, visibility: place.ready ? "visible" : "hidden" }}
      onKeyDown={(event) => {
        if (event.key !== "Escape") return;
        event.preventDefault();
        event.stopPropagation();
        onClose();
      }}
    >
      {children}
    </div>
  );
}
