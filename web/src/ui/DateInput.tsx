/** A day (month, quarter, year) or a moment: typed, or chosen from a calendar that the arrow keys walk. */
import { CalendarDays, ChevronLeft, ChevronRight } from "lucide-react";
import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";

import { addDays, addMonths, readDay, startOf, type Unit, weeksOf } from "../kit/calendar";
import { Button, IconButton } from "./Button";
import { cx } from "./classes";
import controls from "./controls.module.css";
import css from "./date.module.css";
import type { TextInputProps } from "./inputs";
import { Popover } from "./Popover";
import { useWord } from "./words";

interface DateInputProps extends Omit<TextInputProps, "value" | "onChange" | "prefix" | "suffix"> {
  /** "2026-11-22"; with a time "2026-11-22T09:30"; "" is blank. */
  value: string;
  onChange: (value: string | null) => void;
  label: string;
  today: string;
  unit?: Unit;
  timed?: boolean;
}

export function shownDay(value: string, unit: Unit): string {
  if (!value) return "";
  if (unit === "year") return value.slice(0, 4);
  if (unit === "month") return value.slice(0, 7);
  if (unit === "quarter") return `${value.slice(0, 4)}-Q${String(Math.floor((Number(value.slice(5, 7)) - 1) / 3) + 1)}`;
  return value.replace("T", " ");
}

const NINE = "09:00";

export function DateInput({ value, onChange, label, today, unit = "day", timed, className, ...rest }: DateInputProps) {
  const anchor = useRef<HTMLSpanElement>(null);
  const [open, setOpen] = useState(false);
  const [typed, setTyped] = useState<string | null>(null);
  const choose = useWord("open_calendar");
  const [day = "", time = ""] = value.split("T");
  const put = (nextDay: string, nextTime = time) => onChange(timed ? `${nextDay}T${nextTime || NINE}` : startOf(nextDay, unit));
  const close = () => {
    setOpen(false);
    anchor.current?.querySelector("input")?.focus({ preventScroll: true });
  };
  const settle = () => {
    if (typed === null) return;
    const quarter = /^\s*(\d{4})-?[Qq]([1-4])\s*$/.exec(typed);
    const found = quarter ? { day: `${quarter[1] ?? ""}-${String((Number(quarter[2]) - 1) * 3 + 1).padStart(2, "0")}-01`, time: null } : readDay(typed);
    if (!typed.trim()) onChange(null);
    else if (found) put(found.day, found.time ?? time);
    setTyped(null);
  };
  return (
    <>
      <span ref={anchor} className={cx(controls.input, controls.group, className)} aria-invalid={rest["aria-invalid"]}>
        <input
          {...rest}
          type="text"
          autoComplete="off"
          placeholder={rest.placeholder ?? (timed ? "YYYY-MM-DD HH:mm" : unit === "day" || unit === "week" ? "YYYY-MM-DD" : unit === "quarter" ? "YYYY-Q1" : unit === "month" ? "YYYY-MM" : "YYYY")}
          value={typed ?? shownDay(value, unit)}
          onChange={(event) => setTyped(event.target.value)}
          onBlur={settle}
          onKeyDown={(event) => {
            if (event.key === "Enter" && typed !== null) settle();
            else if (event.key === "ArrowDown") setOpen(true);
            else return;
            event.preventDefault();
          }}
        />
        <IconButton small icon={CalendarDays} label={`${label}: ${choose}`} className={css.opener} aria-haspopup="dialog" aria-expanded={open} disabled={rest.disabled} tabIndex={-1} onClick={() => setOpen(!open)} />
      </span>
      <Popover open={open} onClose={close} anchor={anchor} title={label}>
        <Calendar
          day={day}
          time={timed ? time || NINE : null}
          today={today}
          unit={unit}
          onTime={(next) => put(day || today, next)}
          onPick={(next) => {
            put(next);
            if (!timed) close();
          }}
          onDone={close}
          onClear={() => {
            onChange(null);
            close();
          }}
        />
      </Popover>
    </>
  );
}

interface CalendarProps {
  day: string;
  time: string | null;
  today: string;
  unit: Unit;
  onPick: (day: string) => void;
  onTime: (time: string) => void;
  onDone: () => void;
  onClear: () => void;
}

const STEPS: Record<string, (day: string) => string> = {
  ArrowLeft: (day) => addDays(day, -1),
  ArrowRight: (day) => addDays(day, 1),
  ArrowUp: (day) => addDays(day, -7),
  ArrowDown: (day) => addDays(day, 7),
  PageUp: (day) => addMonths(day, -1),
  PageDown: (day) => addMonths(day, 1),
};

function Calendar({ day, time, today, unit, onPick, onTime, onDone, onClear }: CalendarProps) {
  const { i18n } = useTranslation();
  const days = unit === "day" || unit === "week";
  const [at, setAt] = useState(day || today);
  const [months, setMonths] = useState(!days);
  const words = { back: useWord("previous_period"), on: useWord("next_period"), today: useWord("today"), clear: useWord("clear"), ok: useWord("ok"), time: useWord("time") };
  const say = (shape: Intl.DateTimeFormatOptions, one = at) => new Intl.DateTimeFormat(i18n.language, { timeZone: "UTC", ...shape }).format(new Date(`${one}T00:00:00Z`));
  const step = months ? 12 : 1;
  return (
    <div className={css.calendar}>
      <header className={css.head}>
        <IconButton small icon={ChevronLeft} label={words.back} onClick={() => setAt(addMonths(at, unit === "year" ? -120 : -step))} />
        <Button kind="plain" small className={css.title} disabled={!days} aria-live="polite" onClick={() => setMonths(!months)}>
          {months ? say({ year: "numeric" }) : say({ year: "numeric", month: "long" })}
        </Button>
        <IconButton small icon={ChevronRight} label={words.on} onClick={() => setAt(addMonths(at, unit === "year" ? 120 : step))} />
      </header>
      {months ? (
        <Periods
          unit={days ? "month" : unit}
          at={at}
          chosen={day}
          say={say}
          onPick={(next) => {
            if (!days) return onPick(next);
            setAt(next);
            setMonths(false);
          }}
        />
      ) : (
        <Days at={at} chosen={day} today={today} say={say} onMove={setAt} onPick={onPick} />
      )}
      <footer className={css.foot}>
        {time !== null && <input type="time" className={controls.input} value={time} aria-label={words.time} onChange={(event) => event.target.value && onTime(event.target.value)} />}
        <Button kind="link" small onClick={() => onPick(today)}>{words.today}</Button>
        <span />
        <Button kind="link" small onClick={onClear}>{words.clear}</Button>
        {time !== null && <Button kind="primary" small onClick={onDone}>{words.ok}</Button>}
      </footer>
    </div>
  );
}

interface DaysProps {
  at: string;
  chosen: string;
  today: string;
  say: (shape: Intl.DateTimeFormatOptions, day?: string) => string;
  onMove: (day: string) => void;
  onPick: (day: string) => void;
}

function Days({ at, chosen, today, say, onMove, onPick }: DaysProps) {
  const grid = useRef<HTMLTableElement>(null);
  const walked = useRef(false);
  const weeks = weeksOf(at);
  useEffect(() => {
    if (walked.current) grid.current?.querySelector<HTMLElement>('[tabindex="0"]')?.focus({ preventScroll: true });
    walked.current = false;
  }, [at]);
  const onKey = (event: KeyboardEvent) => {
    const go = STEPS[event.key];
    if (!go) return;
    event.preventDefault();
    walked.current = true;
    onMove(go(at));
  };
  return (
    <table ref={grid} role="grid" className={css.days} aria-label={say({ year: "numeric", month: "long" })} onKeyDown={onKey}>
      <thead>
        <tr>
          {(weeks[0] ?? []).map((one) => (
            <th key={one} scope="col" aria-label={say({ weekday: "long" }, one)}>{say({ weekday: "narrow" }, one)}</th>
          ))}
        </tr>
      </thead>
      <tbody>
        {weeks.map((week) => (
          <tr key={week[0]}>
            {week.map((one) => (
              <td key={one} role="gridcell" aria-selected={one === chosen}>
                <button type="button" data-day={one} data-other={one.slice(0, 7) !== at.slice(0, 7)} data-on={one === chosen} data-today={one === today} aria-current={one === today ? "date" : undefined} aria-label={say({ year: "numeric", month: "long", day: "numeric" }, one)} tabIndex={one === at ? 0 : -1} data-autofocus={one === at || undefined} onClick={() => onPick(one)}>
                  {Number(one.slice(8))}
                </button>
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Periods({ unit, at, chosen, say, onPick }: { unit: Unit; at: string; chosen: string; say: DaysProps["say"]; onPick: (day: string) => void }) {
  const year = at.slice(0, 4);
  const all =
    unit === "year"
      ? Array.from({ length: 12 }, (_, index) => `${String(Number(year) - 6 + index).padStart(4, "0")}-01-01`)
      : Array.from({ length: unit === "quarter" ? 4 : 12 }, (_, index) => `${year}-${String(unit === "quarter" ? index * 3 + 1 : index + 1).padStart(2, "0")}-01`);
  const name = (one: string) => (unit === "month" ? say({ month: "short" }, one) : shownDay(one, unit).replace(/^\d{4}-Q/, "Q"));
  return (
    <div className={css.periods}>
      {all.map((one, index) => (
        <button key={one} type="button" data-day={one} data-on={Boolean(chosen) && startOf(chosen, unit) === one} data-autofocus={index === 0 || undefined} onClick={() => onPick(one)}>
          {name(one)}
        </button>
      ))}
    </div>
  );
}
