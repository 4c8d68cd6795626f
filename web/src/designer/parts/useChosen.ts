/** Which part of a list the address names, by key or by place. */
import { useDocument, useGo, useStore } from "../context";
import { listAt } from "../document/pointer";

export function useChosen(list: string, tab: string, named: string | undefined): { index: number; choose: (index: number) => void; count: number } {
  const store = useStore();
  const go = useGo();
  const items = listAt(useDocument(), list);
  const found = named === undefined ? 0 : items.findIndex((one) => one.key === named);
  const index = found >= 0 ? found : /^\d+$/.test(named ?? "") ? Number(named) : 0;
  const choose = (next: number) => {
    const key = listAt(store.document, list)[next]?.key;
    go(`${store.app}/${tab}/${typeof key === "string" && key ? key : String(next)}`, true);
  };
  return { index: Math.min(index, Math.max(0, items.length - 1)), choose, count: items.length };
}
