/** Between instants and the wall clock of a zone. */
import { localDateTime } from "./format";

/** "2026-11-22T09:30" on the wall in ``zone`` as an instant ("...Z"). In the gap of a clock change: the later reading. */
export function instantOf(local: string, zone: string): string {
  const wanted = Date.parse(`${local.length === 16 ? `${local}:00` : local}Z`);
  const seconds = wanted % 60_000;
  let guess = wanted - seconds;
  for (let round = 0; round < 3; round++) {
    const shown = Date.parse(`${localDateTime(new Date(guess).toISOString(), zone)}:00Z`);
    guess += wanted - seconds - shown;
  }
  return new Date(guess + seconds).toISOString().replace(".000Z", "Z");
}
