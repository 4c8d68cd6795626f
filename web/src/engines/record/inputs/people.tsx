/** Choosing people and departments. */
import { useQuery } from "@tanstack/react-query";

import { directory } from "../../../platform/api/resources";
import type { Json, Ref } from "../../../platform/api/types";
import { MultiSelect, type Option, Person, Select } from "../../../ui";
import type { InputProps } from "../field_view";
import { refOf, refsOf } from "../fields";
import { named } from "./text";

const personOption = (one: Ref, hint?: string | null): Option => ({ value: one.id ?? "", label: one.title ?? "", face: <Person id={one.id ?? ""} name={one.title ?? one.id ?? ""} />, hint: hint ?? undefined });

export async function findPeople(words: string): Promise<Option[]> {
  const found = await directory.people(words);
  return found.items.map((one) => personOption(one, one.department?.title));
}

export const asRef = (option: Option): Json => ({ id: option.value, title: option.label });

export function UserFieldInput(props: InputProps) {
  const chosen = refOf(props.value);
  return <Select {...named(props)} label={props.field.name} value={chosen?.id ? personOption(chosen) : null} find={findPeople} onChange={(_, option) => props.onChange(option && asRef(option))} />;
}

export function UsersFieldInput(props: InputProps) {
  return <MultiSelect many {...named(props)} label={props.field.name} value={refsOf(props.value).map((one) => personOption(one))} find={findPeople} onChange={(next) => props.onChange(next.length ? next.map(asRef) : null)} />;
}

const departmentsQuery = { queryKey: ["departments"], queryFn: directory.departments, staleTime: 5 * 60_000 };

function useDepartments(): Option[] {
  const all = useQuery(departmentsQuery).data?.items ?? [];
  const byId = new Map(all.map((one) => [one.id, one]));
  return all.map((one) => ({ value: one.id ?? "", label: one.title ?? "", hint: byId.get(one.parent)?.title ?? undefined }));
}

export function DepartmentFieldInput(props: InputProps) {
  const options = useDepartments();
  const chosen = refOf(props.value);
  return <Select {...named(props)} label={props.field.name} options={options} value={chosen?.id ? { value: chosen.id, label: chosen.title ?? chosen.id } : null} onChange={(_, option) => props.onChange(option && asRef(option))} />;
}

export function DepartmentsFieldInput(props: InputProps) {
  const options = useDepartments();
  const chosen = refsOf(props.value).map((one) => ({ value: one.id ?? "", label: one.title ?? "" }));
  return <MultiSelect many {...named(props)} label={props.field.name} options={options} value={chosen} onChange={(next) => props.onChange(next.length ? next.map(asRef) : null)} />;
}
