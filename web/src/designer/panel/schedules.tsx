/** When something happens: a schedule by days of the week or month, a time of the day, a day or a moment. */
import { type ReactNode, useState } from "react";

import { DateInput, Select, TextInput } from "../../ui";
import { useSay } from "../context";
import type { ControlProps } from "./Control";
import css from "./panel.module.css";

type Often = "hour" | "day" | "workday" | "week" | "month" | "own";

interface Schedule {
  often: Often;
  time: string;
  /** Of the week (1 is Monday) or of the month. */
  day: string;
}

/** What a schedule of five figures says, where it is one that can be chosen. */
export function readSchedule(cron: string): Schedule {
  const [minute = "", hour = "", day = "", month = "", weekday = ""] = cron.trim().split(/\s+/);
  const time = `${hour.padStart(2, "0")}:${minute.padStart(2, "0")}`;
  const plain = /^\d{1,2}$/.test(minute) && month === "*";
  const timed = plain && /^\d{1,2}$/.test(hour);
  if (plain && hour === "*" && day === "*" && weekday === "*") return { often: "hour", time: `00:${minute.padStart(2, "0")}`, day: "1" };
  if (timed && day === "*" && weekday === "*") return { often: "day", time, day: "1" };
  if (timed && day === "*" && weekday === "1-5") return { often: "workday", time, day: "1" };
  if (timed && day === "*" && /^[0-7]$/.test(weekday)) return { often: "week", time, day: weekday === "0" ? "7" : weekday };
  if (timed && weekday === "*" && /^\d{1,2}$/.test(day)) return { often: "month", time, day };
  return { often: "own", time: "09:00", day: "1" };
}

export function writeSchedule({ often, time, day }: Schedule): string {
  const [hour = "9", minute = "0"] = time.split(":").map((one) => String(Number(one)));
  const rest = { hour: "* * * *", day: `${hour} * * *`, workday: `${hour} * * 1-5`, week: `${hour} * * ${day === "7" ? "0" : day}`, month: `${hour} ${day} * *`, own: `${hour} * * *` }[often];
  return `${minute} ${rest}`;
}

const OFTEN: Often[] = ["hour", "day", "workday", "week", "month", "own"];
const TIME = /^([01]?\d|2[0-3])[:：]?([0-5]\d)$/;

export function ScheduleControl({ id, label, value, change }: ControlProps) {
  const say = useSay();
  const cron = typeof value === "string" ? value : "";
  const read = readSchedule(cron);
  const [own, setOwn] = useState(false);
  const often = own ? "own" : cron ? read.often : null;
  const put = (next: Partial<Schedule>) => change(writeSchedule({ ...read, ...(cron ? {} : { time: "09:00" }), ...next }));
  const choose = (next: string | null) => {
    setOwn(next === "own");
    if (next && next !== "own") put({ often: next as Often, day: "1" });
  };
  const days = often === "week" ? ["mon", "tue", "wed", "thu", "fri", "sat", "sun"].map((one, at) => ({ value: String(at + 1), label: say(`hours.${one}`) })) : Array.from({ length: 31 }, (_, at) => ({ value: String(at + 1), label: say("schedule.nth", { n: at + 1 }) }));
  return (
    <div className={css.rows}>
      <Select id={id} label={label} clearable={false} placeholder={say("choose")} value={often} options={OFTEN.map((one) => ({ value: one, label: say(`schedule.${one}`) }))} onChange={choose} />
      {often !== null && often !== "own" && (
        <div className={css.row}>
          {(often === "week" || often === "month") && <Select label={say("schedule.on")} clearable={false} value={read.day} options={days} onChange={(next) => put({ often, day: next ?? "1" })} />}
          {often === "hour" ? <Minute label={say("schedule.minute")} value={read.time.slice(3)} onChange={(minute) => put({ often, time: `00:${minute}` })} /> : <TimeText label={say("schedule.at")} value={read.time} onChange={(time) => put({ often, time })} />}
        </div>
      )}
      {often === "own" && <><TextInput className={css.mono} aria-label={label} value={cron} placeholder="0 9 * * 1-5" onChange={(next) => change(next || undefined)} spellCheck={false} /><p className={css.about}>{say("schedule.own_text")}</p></>}
    </div>
  );
}

function Minute({ label, value, onChange }: { label: string; value: string; onChange: (minute: string) => void }) {
  return <Select label={label} clearable={false} value={value} options={[...new Set([value, "00", "15", "30", "45"])].sort().map((one) => ({ value: one, label: `:${one}` }))} onChange={(next) => onChange(next ?? "00")} />;
}

/** Taken when it is a time again; what is typed stays until then. */
function TimeText({ id, label, value, onChange }: { id?: string; label: string; value: string; onChange: (time: string) => void }) {
  const [typed, setTyped] = useState<string | null>(null);
  const take = (text: string) => {
    const [, hour = "", minute = ""] = TIME.exec(text.trim()) ?? [];
    setTyped(text);
    if (minute) onChange(`${hour.padStart(2, "0")}:${minute}`);
  };
  return <TextInput id={id} aria-label={id ? undefined : label} inputMode="numeric" placeholder="09:00" value={typed ?? value} aria-invalid={typed !== null && typed !== "" && !TIME.test(typed.trim())} onChange={take} onBlur={() => setTyped(null)} />;
}

export function TimeControl({ id, label, value, change }: ControlProps): ReactNode {
  return <TimeText id={id} label={label} value={typeof value === "string" ? value : ""} onChange={change} />;
}

const today = (): string => new Date().toLocaleDateString("sv");

/** A day, or a word or formula that was written by hand and stays. */
export function DayControl({ id, label, value, change }: ControlProps) {
  const text = typeof value === "string" ? value : "";
  if (text && !/^\d{4}-\d\d-\d\d/.test(text)) return <TextInput id={id} value={text} onChange={(next) => change(next || undefined)} />;
  return <DateInput id={id} label={label} today={today()} value={text.slice(0, 10)} onChange={(next) => change(next ?? undefined)} />;
}
