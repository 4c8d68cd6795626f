/** How a running number is made: text with parts that are put in by a press, and what comes of it. */
import { useRef } from "react";

import { Button, TextInput } from "../../ui";
import { useSay } from "../context";
import type { ControlProps } from "./Control";
import css from "./panel.module.css";

const PARTS = ["yyyy", "mm", "dd", "seq:4"] as const;

/** What the first record would be called. */
export function serialSample(pattern: string, start: number, now: Date): string {
  const two = (figure: number): string => String(figure).padStart(2, "0");
  const year = String(now.getFullYear());
  return pattern.replace(/\{(\w+)(?::(\d+))?\}/g, (all, part: string, width: string | undefined) => ({ yyyy: year, yy: year.slice(2), mm: two(now.getMonth() + 1), dd: two(now.getDate()), seq: String(start).padStart(Number(width ?? 1), "0") })[part] ?? all);
}

export function SerialPatternControl({ id, value, fallback, part, change }: ControlProps) {
  const say = useSay();
  const box = useRef<HTMLDivElement>(null);
  const now = typeof value === "string" ? value : typeof fallback === "string" ? fallback : "";
  const put = (name: string) => {
    const input = box.current?.querySelector("input");
    const at = input && document.activeElement === input ? (input.selectionStart ?? now.length) : now.length;
    change(`${now.slice(0, at)}{${name}}${now.slice(at)}`);
  };
  return (
    <div className={css.rows} ref={box}>
      <TextInput id={id} value={now} onChange={(next) => change(next || undefined)} spellCheck={false} />
      <div className={css.inserts}>
        {PARTS.map((one) => <Button key={one} small disabled={now.includes(`{${one.split(":")[0] ?? ""}`)} onMouseDown={(event) => event.preventDefault()} onClick={() => put(one)} data-insert={one}>{say(`serial.${one.split(":")[0] ?? ""}`)}</Button>)}
      </div>
      <p className={css.about}>{say("serial.sample", { text: serialSample(now, typeof part.start === "number" ? part.start : 1, new Date()) })}</p>
    </div>
  );
}
