/** The palette: which field types stand together, and their icons. Types that plugins bring stand under "more". */
import {
  AlignLeft, AtSign, Barcode, Box, Braces, Building, Building2, Calculator, Calendar, CalendarClock, Clock, DollarSign, FileText, Globe, Hash, Image, Link2, ListChecks, type LucideIcon, MapPin, Map as MapIcon, Minus, Paperclip,
  Percent, Phone, PenLine, Rows3, ScanSearch, Sigma, SquareCheck, SquareChevronDown, Star, StickyNote, Table2, Tags, Timer, Type, User, Users, Waypoints,
} from "lucide-react";

import type { Json } from "../../platform/api/types";
import type { JsonObject } from "../document/pointer";

const ICONS: Record<string, LucideIcon> = {
  text: Type, textarea: AlignLeft, richtext: FileText, number: Hash, money: DollarSign, percent: Percent, rating: Star, boolean: SquareCheck, date: Calendar, datetime: CalendarClock, time: Clock, duration: Timer,
  select: SquareChevronDown, multiselect: ListChecks, tags: Tags, user: User, users: Users, department: Building, departments: Building2, reference: Link2, references: Waypoints, subtable: Table2, file: Paperclip, image: Image,
  signature: PenLine, phone: Phone, email: AtSign, url: Globe, region: MapIcon, address: MapPin, geo: MapPin, serial: Rows3, formula: Calculator, lookup: ScanSearch, rollup: Sigma, barcode: Barcode, json: Braces, note: StickyNote, divider: Minus,
};

export const iconOfType = (type: string): LucideIcon => ICONS[type] ?? Box;

const GROUPS: [string, string[]][] = [
  ["basic", ["text", "textarea", "number", "money", "date", "datetime", "select", "multiselect", "boolean", "percent"]],
  ["people", ["user", "users", "department", "departments"]],
  ["linked", ["reference", "references", "subtable", "lookup", "rollup", "formula", "serial"]],
  ["contact", ["phone", "email", "url", "region", "address", "geo"]],
  ["media", ["file", "image", "signature", "richtext", "barcode"]],
];

export function paletteGroups(types: string[]): { group: string; types: string[] }[] {
  const known = new Set(GROUPS.flatMap(([, inside]) => inside));
  return [...GROUPS.map(([group, inside]) => ({ group, types: inside.filter((type) => types.includes(type)) })), { group: "more", types: types.filter((type) => !known.has(type)) }].filter((one) => one.types.length);
}

interface Starting {
  name: string;
  option: (n: number) => string;
  otherForm: string | undefined;
  column: string;
}

/** What a new field of a type starts with, beyond its type and key. */
export function startingWith(type: string, { name, option, otherForm, column }: Starting): JsonObject {
  const options: Json = ["blue", "green", "orange"].map((color, index) => ({ value: `option_${String(index + 1)}`, name: option(index + 1), color }));
  switch (type) {
    case "select":
    case "multiselect":
      return { name, options };
    case "reference":
    case "references":
      return otherForm ? { name, form: otherForm } : { name };
    case "subtable":
      return { name, fields: [{ key: "item", type: "text", name: column }] };
    default:
      return { name };
  }
}
