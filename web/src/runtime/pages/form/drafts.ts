/**
 * What was typed and not yet sent, kept on this device so that a closed lid loses nothing. Of a stored record only the
 * fields that were changed are kept, each with what it was before: what others save meanwhile is not overwritten.
 */
import type { Values } from "../../../platform/api/types";

export interface Draft {
  at: string;
  /** The version of the record it was typed on; null for a new one. */
  rev: number | null;
  values: Values;
  /** The fields of ``values`` as they were stored then. */
  base?: Values;
  /** Put together after somebody else had saved first. */
  merged?: boolean;
}

const PREFIX = "dougong.draft.";

export const draftPlace = (person: string, app: string, form: string, record: string): string => `${PREFIX}${person}.${app}.${form}.${record}`;

export function readDraft(place: string): Draft | null {
  try {
    return JSON.parse(localStorage.getItem(place) ?? "null") as Draft | null;
  } catch {
    return null;
  }
}

export function keepDraft(place: string, draft: Omit<Draft, "at">): boolean {
  try {
    localStorage.setItem(place, JSON.stringify({ at: new Date().toISOString(), ...draft } satisfies Draft));
    return true;
  } catch {
    // storage is full or forbidden: typing goes on, the page just cannot promise to remember
    return false;
  }
}

export const dropDraft = (place: string): void => localStorage.removeItem(place);

/** A record that is only called otherwise now is still the same record. */
const told = (value: unknown): string => JSON.stringify(value ?? null, (_, one: unknown) => (typeof one === "object" && one !== null && "id" in one && "title" in one ? one.id : one));
const same = (a: unknown, b: unknown): boolean => told(a) === told(b);

/** Fields that somebody else changed since ``base``: ``both`` of them are changed here too, to something else. */
export function collisions(base: Values, mine: Values, theirs: Values, keys: string[]): { both: string[]; theirs: string[] } {
  const changed = keys.filter((key) => !same(base[key], theirs[key]));
  return {
    both: changed.filter((key) => key in mine && !same(mine[key], theirs[key])),
    theirs: changed.filter((key) => !(key in mine)),
  };
}
