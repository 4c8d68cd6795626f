/** Any value as plain words. */
import type { Json } from "../../platform/api/types";

export function plain(value: Json | undefined): string {
  if (value === null || value === undefined) return "";
  if (Array.isArray(value)) return value.map(plain).filter(Boolean).join(", ");
  if (typeof value === "object") {
    for (const key of ["title", "name", "names"] as const) {
      const found = value[key];
      if (found !== undefined && found !== null) return plain(found);
    }
    return Object.values(value).map(plain).filter(Boolean).join(" ");
  }
  return String(value);
}
