/** Settings whose values are words of the platform: outcomes, what follows a refusal, zones, currencies, holidays. */
import { useQuery } from "@tanstack/react-query";

import { directory } from "../../platform/api/resources";
import { MultiSelect, type Option, Select } from "../../ui";
import { useAt, useSay } from "../context";
import { nameOf } from "../document/names";
import { isObject, listAt } from "../document/pointer";
import { useWords } from "../words";
import type { ControlProps } from "./Control";

/** One of a few words; one that is not among them is kept and shown as it is. */
function OneOf({ id, label, value, fallback, change, required, options, create }: ControlProps & { options: Option[]; create?: boolean }) {
  const now = typeof value === "string" ? value : typeof fallback === "string" ? fallback : null;
  const own = now !== null && !options.some((one) => one.value === now) ? [{ value: now, label: now }] : [];
  return <Select id={id} label={label} clearable={!required && fallback === null} value={now} options={[...options, ...own]} create={create ? (typed) => ({ value: typed, label: typed }) : undefined} onChange={(next) => change(next ?? undefined)} />;
}

/** How a flow ends. */
export function ResultControl(props: ControlProps) {
  const words = useWords();
  return <OneOf {...props} options={["approved", "rejected"].map((one) => ({ value: one, label: words.value("outcome", one) }))} />;
}

/** Where a refused request goes. */
export function OnRejectControl(props: ControlProps) {
  const say = useSay();
  const flow = useAt(props.pointer.split("/").slice(0, 3).join("/"));
  const key = props.part.key;
  const back = (isObject(flow) ? listAt(flow, "/nodes") : []).filter((one) => one.key !== key && ["approval", "fill"].includes(String(one.type)));
  const options = [
    { value: "end", label: say("on_reject.end") },
    { value: "return_to_initiator", label: say("on_reject.initiator") },
    ...back.map((one) => ({ value: `return_to:${String(one.key)}`, label: say("on_reject.back", { name: nameOf(one) }) })),
    ...(props.value === "branch" ? [{ value: "branch", label: say("on_reject.branch") }] : []),
  ];
  return <OneOf {...props} options={options} />;
}

const CURRENCIES = ["CNY", "USD", "EUR", "HKD", "JPY", "GBP", "TWD", "SGD", "KRW", "AUD", "CAD", "CHF", "THB", "MYR", "VND", "INR"];

export function CurrencyControl(props: ControlProps) {
  const names = new Intl.DisplayNames(document.documentElement.lang || "zh-CN", { type: "currency" });
  return <OneOf {...props} options={CURRENCIES.map((one) => ({ value: one, label: names.of(one) ?? one, hint: one }))} />;
}

export function ZoneControl(props: ControlProps) {
  return <OneOf {...props} options={Intl.supportedValuesOf("timeZone").map((one) => ({ value: one, label: one }))} />;
}

export function HolidaysControl(props: ControlProps) {
  const say = useSay();
  return <OneOf {...props} options={[{ value: "CN", label: say("holidays.CN") }]} />;
}

/** The ways a message goes. */
export function ChannelsControl({ id, label, value, fallback, change }: ControlProps) {
  const say = useSay();
  const known = [{ value: "inbox", label: say("channel.inbox") }];
  const now = (Array.isArray(value) ? value : Array.isArray(fallback) ? fallback : []).map(String);
  return <MultiSelect many id={id} label={label} placeholder={say("choose")} options={known} create={(typed) => ({ value: typed.trim(), label: typed.trim() })} value={now.map((one) => known.find((each) => each.value === one) ?? { value: one, label: one })} onChange={(next) => change(next.length ? next.map((one) => one.value) : undefined)} />;
}

/** A department by its name, as the document keeps it. */
export function DepartmentControl({ id, label, value, change }: ControlProps) {
  const say = useSay();
  const known = useQuery({ queryKey: ["designer-departments"], queryFn: directory.departments, staleTime: 60_000 }).data?.items ?? [];
  const now = typeof value === "string" ? value : null;
  const options = known.map((one) => ({ value: one.title ?? "", label: one.title ?? "", hint: known.find((other) => other.id === one.parent)?.title ?? undefined })).filter((one) => one.value);
  const chosen = now === null ? null : { value: now, label: known.find((one) => one.id === now)?.title ?? now };
  return <Select id={id} label={label} placeholder={say("choose")} value={chosen} options={options} onChange={(next) => change(next ?? undefined)} />;
}
