/**
 * Moving a record to another stage. A refusal is shown with its reasons; what is missing can be filled in right there
 * and goes with the move.
 */
import type { TFunction } from "i18next";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";

import { optionOf } from "../../../engines/record/fields";
import { Refusal } from "../../../platform/api/client";
import { records } from "../../../platform/api/resources";
import type { App, Form, FoundProblem, Row, Values } from "../../../platform/api/types";
import { queryClient, recordKeys, refreshRecords } from "../../../platform/queries";
import { toast } from "../../../ui/toast";

const MoveRefused = lazy(() => import("./MoveRefused"));

export interface Refused {
  row: Row;
  field: string;
  to: string;
  problems: FoundProblem[];
}

export function useMove(app: App, form: Form) {
  const { t } = useTranslation();
  const [refused, setRefused] = useState<Refused | null>(null);
  const move = async (row: Row, field: string, to: string) => {
    try {
      await send(app, form, row, { [field]: to }, field, t);
    } catch (error) {
      if (error instanceof Refusal && error.problems.length) setRefused({ row, field, to, problems: error.problems });
      else toast("error", error instanceof Error ? error.message : String(error));
    }
  };
  const dialog = refused && (
    <Suspense>
      <MoveRefused key={`${refused.row.id}/${refused.to}`} app={app} form={form} refused={refused} onClose={() => setRefused(null)} />
    </Suspense>
  );
  return { move, dialog };
}

export async function send(app: App, form: Form, row: Row, values: Values, field: string, t: TFunction): Promise<void> {
  const next = await records.update(app.key, form.key, row.id, row.rev, values);
  queryClient.setQueryData(recordKeys.one(app.key, form.key, row.id), next);
  await refreshRecords(app.key);
  const stage = form.fields.find((one) => one.key === field);
  toast("success", t("record.moved", { title: next.title ?? "", stage: stage ? (optionOf(app, stage, next.values[field] ?? null)?.name ?? "") : "" }));
}
