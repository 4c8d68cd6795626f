/** What was drawn and could not be sent, kept on this device: a session that ends in the middle loses nothing. */
import type { JsonObject } from "./pointer";

export interface Left {
  document: JsonObject;
  /** What it was drawn over, and that one's revision. */
  base: JsonObject;
  rev: number;
}

const place = (person: string, app: string): string => `dougong.drawing.${person}.${app}`;

export function keepLeft(person: string, app: string, left: Left): boolean {
  try {
    localStorage.setItem(place(person, app), JSON.stringify(left));
    return true;
  } catch {
    // storage is full or forbidden: the page just cannot promise to remember
    return false;
  }
}

export function takeLeft(person: string, app: string): Left | null {
  try {
    return JSON.parse(localStorage.getItem(place(person, app)) ?? "null") as Left | null;
  } catch {
    return null;
  }
}

export const dropLeft = (person: string, app: string): void => localStorage.removeItem(place(person, app));
