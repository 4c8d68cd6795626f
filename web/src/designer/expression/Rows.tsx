/** A list of things to press that is one stop of the Tab key: the arrows go from one to the next. */
import { type KeyboardEvent, type ReactNode, useState } from "react";

interface RowsProps<Row> {
  rows: readonly Row[];
  keyOf: (row: Row) => string;
  children: (row: Row) => ReactNode;
  /** What is written into the formula is the row's key. */
  onPress: (row: Row) => void;
  /** It is pointed at or has the focus. */
  onLook?: (row: Row) => void;
  look?: (row: Row) => string | undefined;
  /** What stands there when there is nothing to press. */
  nothing: ReactNode;
}

const STEPS: Readonly<Record<string, (at: number, count: number) => number>> = {
  ArrowDown: (at, count) => Math.min(at + 1, count - 1),
  ArrowUp: (at) => Math.max(at - 1, 0),
  Home: () => 0,
  End: (_, count) => count - 1,
};

export function Rows<Row>({ rows, keyOf, children, onPress, onLook, look, nothing }: RowsProps<Row>) {
  const [last, setLast] = useState<string | null>(null);
  const stop = rows.some((row) => keyOf(row) === last) ? last : rows[0] && keyOf(rows[0]);
  const step = (event: KeyboardEvent<HTMLUListElement>) => {
    const to = STEPS[event.key];
    const buttons = [...event.currentTarget.querySelectorAll("button")];
    if (to === undefined || buttons.length === 0) return;
    event.preventDefault();
    buttons[to(buttons.findIndex((one) => one === document.activeElement), buttons.length)]?.focus();
  };
  return (
    <ul onKeyDown={step}>
      {rows.map((row) => {
        const key = keyOf(row);
        const seen = () => {
          setLast(key);
          onLook?.(row);
        };
        return (
          <li key={key}>
            <button type="button" data-insert={key} tabIndex={key === stop ? 0 : -1} className={look?.(row)} onPointerEnter={() => onLook?.(row)} onFocus={seen} onClick={() => onPress(row)}>{children(row)}</button>
          </li>
        );
      })}
      {rows.length === 0 && nothing}
    </ul>
  );
}
