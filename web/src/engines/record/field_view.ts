/**
 * What a field type looks like in the browser: how its value is shown and how it is typed in.
 *
 * A type is one file in ``field_types/`` with one exported ``FIELD_TYPE``; an unknown type draws the plain fallback.
 */
import type { ComponentType } from "react";

import type { Field, Json, Values } from "../../platform/api/types";

export interface ShowProps {
  field: Field;
  value: Json;
  /** In a table: one line, no links that swallow the press on the row. */
  dense?: boolean;
}

/** ``field``: as ``contact`` or ``lines.product``, with the row's number; ``id``: the record, unless it is new; ``whole``: it as it is on the page now. */
export interface Standing {
  field: string;
  row?: number;
  id?: string;
  whole: () => Values;
}

export interface InputProps {
  id: string;
  field: Field;
  value: Json;
  onChange: (value: Json) => void;
  disabled?: boolean;
  required?: boolean;
  invalid?: boolean;
  describedBy?: string;
  /** The other values of the record, for filters of references and the like. */
  values?: Record<string, Json>;
  /** Where a reference stands, so that the server can say what may be chosen there. */
  standing?: Standing;
  /** Values that linkage allows at the moment. */
  allowed?: string[];
  /** Copies of other fields that come with a choice. */
  onFill?: (values: Record<string, Json>) => void;
}

/** Which operators a filter offers, and which input it asks with. */
export type Family = "text" | "number" | "date" | "datetime" | "time" | "boolean" | "option" | "options" | "user" | "users" | "department" | "record" | "records" | "files" | "none";

export interface FieldView {
  key: string;
  Show: ComponentType<ShowProps>;
  Input?: ComponentType<InputProps>;
  family: Family;
  /** Stands at the right of its column, in tabular digits. */
  numeric?: boolean;
  /** Takes a whole row of the form. */
  wide?: boolean;
  /** Width of its column in a table, px. */
  width?: number;
  /** Its input is a group (radios, rows): the label names the group. */
  group?: boolean;
}
