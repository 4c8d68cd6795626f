/** Which columns a person wants to see, and how dense; kept on this device for each view. */
import { useState } from "react";

import type { Column } from "../../../engines/record/columns";
import type { Density } from "../../../engines/record/RecordGrid";

interface Kept {
  order: string[];
  hidden: string[];
}

const read = <T>(key: string, otherwise: T): T => {
  try {
    return (JSON.parse(localStorage.getItem(key) ?? "null") as T | null) ?? otherwise;
  } catch {
    return otherwise;
  }
};

export function useColumnChoice(place: string, all: Column[]) {
  const key = `dougong.columns.${place}`;
  const [kept, setKept] = useState<Kept>(() => read(key, { order: [], hidden: [] }));
  const [at, setAt] = useState(key);
  if (at !== key) {
    setAt(key);
    setKept(read(key, { order: [], hidden: [] }));
  }
  const rank = (column: Column) => {
    const found = kept.order.indexOf(column.key);
    return found < 0 ? kept.order.length + all.indexOf(column) : found;
  };
  const ordered = [...all].sort((a, b) => rank(a) - rank(b));
  const put = (next: Kept) => {
    localStorage.setItem(key, JSON.stringify(next));
    setKept(next);
  };
  return {
    ordered,
    shown: ordered.filter((column) => !kept.hidden.includes(column.key)),
    isShown: (column: string) => !kept.hidden.includes(column),
    toggle: (column: string, on: boolean) => put({ ...kept, hidden: on ? kept.hidden.filter((one) => one !== column) : [...kept.hidden, column] }),
    move: (column: string, by: number) => {
      const order = ordered.map((one) => one.key);
      const from = order.indexOf(column);
      const to = from + by;
      if (to < 0 || to >= order.length) return;
      order.splice(from, 1);
      order.splice(to, 0, column);
      put({ ...kept, order });
    },
    reset: () => put({ order: [], hidden: [] }),
  };
}

const DENSITY = "dougong.density";

export function useDensity(): [Density, (next: Density) => void] {
  const [density, setDensity] = useState<Density>(() => read<Density>(DENSITY, "middle"));
  return [
    density,
    (next) => {
      localStorage.setItem(DENSITY, JSON.stringify(next));
      setDensity(next);
    },
  ];
}
