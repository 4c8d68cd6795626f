/** People, found by name. */
import { useQuery } from "@tanstack/react-query";

import { directory } from "../../platform/api/resources";
import { MultiSelect, Select } from "../../ui";
import { useSay } from "../context";
import type { ControlProps } from "./Control";

export const findPeople = async (words: string) => (await directory.people(words)).items.map((one) => ({ value: one.id ?? "", label: one.title ?? "", hint: one.department?.title ?? undefined }));

export function PeopleControl({ id, label, value, change, many }: Pick<ControlProps, "id" | "label" | "value" | "change"> & { many: boolean }) {
  const say = useSay();
  const known = useQuery({ queryKey: ["designer-people"], queryFn: () => directory.people("", 200), staleTime: 60_000 }).data?.items ?? [];
  const shown = (one: string) => ({ value: one, label: known.find((person) => person.id === one)?.title ?? one });
  if (!many) return <Select id={id} label={label} placeholder={say("choose")} find={findPeople} value={typeof value === "string" ? shown(value) : null} onChange={(next) => change(next ?? undefined)} />;
  const chosen = (Array.isArray(value) ? value : []).map((one) => shown(String(one)));
  return <MultiSelect many id={id} label={label} placeholder={say("choose")} find={findPeople} value={chosen} onChange={(next) => change(next.map((one) => one.value))} />;
}
