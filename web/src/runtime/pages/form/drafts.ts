/** What was typed and not yet sent, kept on this device so that a closed lid loses nothing. */
import type { Values } from "../../../platform/api/types";

interface Draft {
  at: string;
  rev: number | null;
  values: Values;
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

export function keepDraft(place: string, values: Values, rev: number | null): boolean {
  try {
    localStorage.setItem(place, JSON.stringify({ at: new Date().toISOString(), rev, values } satisfies Draft));
    return true;
  } catch {
    // storage is full or forbidden: typing goes on, the page just cannot promise to remember
    return false;
  }
}

export const dropDraft = (place: string): void => localStorage.removeItem(place);
