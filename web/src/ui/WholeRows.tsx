/** A table that scrolls inside a box ends with a whole row; a box that grows with it is left alone. */
import { type ReactNode, type RefObject, useLayoutEffect, useRef, useState } from "react";

import { wholeHeight } from "./whole";

function useHeight(box: RefObject<HTMLElement | null>, rows: number): number | undefined {
  const [height, setHeight] = useState<number>();
  useLayoutEffect(() => {
    const outer = box.current;
    if (!outer) return;
    const measure = () => {
      const table = outer.querySelector("table");
      const row = table?.querySelector<HTMLElement>("tbody tr:not([aria-hidden])");
      const scroll = table?.parentElement;
      if (!table || !scroll || !row) return setHeight(undefined);
      const fixed = (table.tHead?.offsetHeight ?? 0) + (table.tFoot?.offsetHeight ?? 0) + scroll.offsetHeight - scroll.clientHeight;
      setHeight(wholeHeight(outer.clientHeight, fixed, row.getBoundingClientRect().height, table.offsetHeight));
    };
    measure();
    const watch = new ResizeObserver(measure);
    watch.observe(outer);
    return () => watch.disconnect();
  }, [box, rows]);
  return height;
}

export function WholeRows({ rows, children }: { rows: number; children: ReactNode }) {
  const box = useRef<HTMLDivElement>(null);
  const height = useHeight(box, rows);
  return (
    <div ref={box} style={{ flex: 1, minHeight: 0, height: "100%", display: "flex", flexDirection: "column" }}>
      <div style={{ flex: height === undefined ? 1 : "none", height, minHeight: 0, display: "flex", flexDirection: "column" }}>{children}</div>
    </div>
  );
}
