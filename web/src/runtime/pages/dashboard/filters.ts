/** The shared filters of a dashboard: what is chosen, and what that means for one tile. */
import type { ReportFilter } from "../../../platform/api/resources";
import type { Dashboard, DashboardFilter, Json, Tile } from "../../../platform/api/types";

export type Chosen = Record<string, Json>;

export const isTime = (filter: DashboardFilter): boolean => filter.type === "date" || filter.type === "datetime";

export function startOf(dashboard: Dashboard, kept: Record<string, unknown> | undefined): Chosen {
  return Object.fromEntries(dashboard.filters.map((filter) => [filter.key, (kept && filter.key in kept ? (kept[filter.key] as Json) : filter.default) ?? null]));
}

const blank = (value: Json | undefined): boolean => value === null || value === undefined || value === "" || (Array.isArray(value) && !value.length);

export function filtersFor(dashboard: Dashboard, tile: Tile, chosen: Chosen): ReportFilter[] {
  return dashboard.filters.flatMap((filter): ReportFilter[] => {
    const value = chosen[filter.key];
    const mapped = tile.filters?.[filter.key];
    if (blank(value) || value === undefined || mapped === null) return [];
    const field = mapped ?? filter.on?.[tile.report ?? ""] ?? filter.on?.[tile.form ?? ""] ?? filter.field;
    if (isTime(filter)) return [Array.isArray(value) ? { field, op: "between", value } : { field, op: "within", value }];
    if (Array.isArray(value)) return [{ field, op: "in", value }];
    if (typeof value === "object" && value !== null) return [{ field, op: "is", value: value.id ?? null }];
    return [{ field, op: "is", value }];
  });
}
