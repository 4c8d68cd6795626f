/** A form store for a page: with who asks, the clock, and what formulas look into. */
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";

import { parseMoment, workingDays, zoneOf } from "../../../engines/form/expressions";
import type { Surroundings } from "../../../engines/form/program";
import { FormStore, type NodeRights } from "../../../engines/form/store";
import { records } from "../../../platform/api/resources";
import type { App, Form, Me, Row, Values } from "../../../platform/api/types";
import { queryClient, recordKeys, useMe } from "../../../platform/queries";

/** Everything of a record by name, the fields every record has included. */
export function flatRow(row: Row): Values {
  const { values, id, created_at, created_by, updated_at, updated_by, owner, department, flow_state } = row;
  return { id, created_at, created_by, updated_at, updated_by, owner, department, flow_state, ...values } as Values;
}

export function around(app: App, person: Me): Omit<Surroundings, "old"> {
  const zone = zoneOf(app.timezone);
  const now = parseMoment(new Date().toISOString(), zone);
  if (!now) throw new Error("the clock cannot be read");
  return { now, zone, calendar: app.calendar ? workingDays(app.calendar) : undefined, me: { id: person.id, name: person.name, department: person.department?.id ? { id: person.department.id, title: person.department.title } : null } };
}

export const fetchLinked = async (wanted: { app: string; form: string; id: string }): Promise<Values | null> => {
  const row = await queryClient.fetchQuery({ queryKey: recordKeys.one(wanted.app, wanted.form, wanted.id), queryFn: () => records.read(wanted.app, wanted.form, wanted.id), staleTime: 30_000 });
  return flatRow(row);
};

interface Options {
  values: Values;
  stored: Values | null;
  record?: string;
  rights?: NodeRights;
  locked?: boolean;
  onChange?: (values: Values) => void;
}

export function useFormStore(app: App, form: Form, options: Options): FormStore {
  const person = useMe();
  const { t } = useTranslation();
  const changed = useRef(options.onChange);
  changed.current = options.onChange;
  const [store] = useState(
    () => new FormStore({ app, form, values: options.values, stored: options.stored, record: options.record, around: around(app, person), rights: options.rights, locked: options.locked, say: (key, details) => t(key, details ?? {}), fetch: fetchLinked, onChange: (values) => changed.current?.(values) }),
  );
  return store;
}

