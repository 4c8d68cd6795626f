/** What an expression is evaluated with: the values on the form, a moment and a person. */

import { type Day, type Moment, parseDay, type Zone } from "./dates";
import { EvaluationProblem } from "./problems";
import type { Item } from "./values";

export const MAX_STEPS = 1_000_000;
export const MAX_LIST = 10_000;

/** Whether Monday to Sunday are worked, and the days for which that is not so. */
export interface WorkingDays {
  readonly week: readonly boolean[];
  readonly exceptions: ReadonlySet<number>;
}

const MONDAY_TO_FRIDAY: WorkingDays = { week: [true, true, true, true, true, false, false], exceptions: new Set() };

const KNOWN = new WeakMap<readonly string[], ReadonlySet<number>>();

/** As the API tells them; the exceptions may be thousands, so they are read once. */
export function workingDays(told: { readonly week: readonly boolean[]; readonly exceptions: readonly string[] }): WorkingDays {
  let exceptions = KNOWN.get(told.exceptions);
  if (!exceptions) KNOWN.set(told.exceptions, (exceptions = new Set(told.exceptions.flatMap((text) => parseDay(text)?.days ?? []))));
  return { week: told.week, exceptions };
}

export interface Person {
  readonly id: string;
  readonly name?: string;
  readonly department?: { readonly id: string; readonly title?: string | null } | string | null;
  readonly team?: readonly string[];
}

export interface EnvOptions {
  /** Values by field key, in the JSON of the API; a reference is its id, or an object with what lies behind it. */
  readonly values: Item;
  readonly now: Moment;
  readonly zone: Zone;
  readonly me?: Person | null | undefined;
  /** The record before, for OLD, CHANGED and WAS; null for a new one. */
  readonly old?: Item | null | undefined;
  readonly calendar?: WorkingDays | undefined;
  /** The number of the sub-table's row, from 1. */
  readonly row?: number | null | undefined;
}

export class Env {
  readonly values: Item;
  readonly now: Moment;
  readonly zone: Zone;
  readonly me: Person | null;
  readonly old: Item | null;
  readonly calendar: WorkingDays;
  readonly row: number | null;
  private steps = MAX_STEPS;
  private day: Day | null = null;

  constructor(options: EnvOptions) {
    this.values = options.values;
    this.now = options.now;
    this.zone = options.zone;
    this.me = options.me ?? null;
    this.old = options.old ?? null;
    this.calendar = options.calendar ?? MONDAY_TO_FRIDAY;
    this.row = options.row ?? null;
  }

  /** The day of `now` in the app's zone. */
  get today(): Day {
    this.day ??= this.now.local(this.zone).day;
    return this.day;
  }

  spend(steps: number): void {
    this.steps -= steps;
    if (this.steps < 0) throw new EvaluationProblem("too_many_steps");
  }

  person(): Person {
    if (this.me === null) throw new EvaluationProblem("not_available_here");
    return this.me;
  }
}
