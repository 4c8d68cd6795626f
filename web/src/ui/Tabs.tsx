/** Tabs that the arrow keys walk. */
import { type KeyboardEvent, type ReactNode, useId } from "react";

import css from "./parts.module.css";

export interface Tab {
  key: string;
  label: ReactNode;
  count?: number | null;
}

interface TabsProps {
  tabs: Tab[];
  value: string;
  onChange: (key: string) => void;
  label: string;
  id?: string;
}

export function Tabs({ tabs, value, onChange, label, id }: TabsProps) {
  const own = useId();
  const onKey = (event: KeyboardEvent<HTMLDivElement>) => {
    const by = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
    if (!by) return;
    event.preventDefault();
    const at = tabs.findIndex((tab) => tab.key === value);
    const next = tabs[(at + by + tabs.length) % tabs.length];
    if (!next) return;
    onChange(next.key);
    event.currentTarget.querySelector<HTMLElement>(`[data-tab="${next.key}"]`)?.focus();
  };
  return (
    <div role="tablist" aria-label={label} className={css.tabs} onKeyDown={onKey}>
      {tabs.map((tab) => (
        <button
          key={tab.key}
          id={`${id ?? own}-${tab.key}`}
          type="button"
          role="tab"
          data-tab={tab.key}
          aria-selected={tab.key === value}
          tabIndex={tab.key === value ? 0 : -1}
          className={css.tab}
          onClick={() => onChange(tab.key)}
        >
          {tab.label}
          {tab.count !== undefined && tab.count !== null && <span className={css.tabcount}>{tab.count}</span>}
        </button>
      ))}
    </div>
  );
}
