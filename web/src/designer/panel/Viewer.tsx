/**
 * As whom the designer looks at records: builders often hold no role of the app they draw. Chosen once for an app, it
 * counts wherever something is tried out: formulas, flows, rules, reports.
 */
import { useSyncExternalStore } from "react";

import { type Option, Select } from "../../ui";
import { findPeople } from "./PeopleControl";

const chosen = new Map<string, Option>();
const listeners = new Set<() => void>();

function subscribe(notify: () => void): () => void {
  listeners.add(notify);
  return () => void listeners.delete(notify);
}

/** The member whose rights count; null: the person himself. */
export function useViewer(app: string): Option | null {
  return useSyncExternalStore(subscribe, () => chosen.get(app) ?? null);
}

export function lookAs(app: string, person: Option | null): void {
  if (person) chosen.set(app, person);
  else chosen.delete(app);
  listeners.forEach((notify) => notify());
}

export function ViewerSelect({ app, label, id }: { app: string; label: string; id?: string }) {
  const viewer = useViewer(app);
  return <Select id={id} label={label} placeholder={label} value={viewer} find={findPeople} onChange={(_, option) => lookAs(app, option)} />;
}
