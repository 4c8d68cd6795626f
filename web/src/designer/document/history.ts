/** Undo and redo over whole documents: they share what did not change, so keeping many costs little. */
export interface History<T> {
  past: T[];
  present: T;
  future: T[];
  /** What the last edit was about; typing on at the same place is one step. */
  mark: string | null;
  at: number;
}

const MOST = 200;
const TYPING = 1200;

export const begin = <T>(present: T): History<T> => ({ past: [], present, future: [], mark: null, at: 0 });

export function record<T>(history: History<T>, next: T, mark: string | null, now: number): History<T> {
  if (next === history.present) return history;
  const goesOn = mark !== null && mark === history.mark && now - history.at < TYPING;
  return { past: goesOn ? history.past : [...history.past.slice(1 - MOST), history.present], present: next, future: [], mark, at: now };
}

export function undo<T>(history: History<T>): History<T> {
  const before = history.past.at(-1);
  if (before === undefined) return history;
  return { past: history.past.slice(0, -1), present: before, future: [history.present, ...history.future], mark: null, at: 0 };
}

export function redo<T>(history: History<T>): History<T> {
  const [next, ...rest] = history.future;
  if (next === undefined) return history;
  return { past: [...history.past, history.present], present: next, future: rest, mark: null, at: 0 };
}
