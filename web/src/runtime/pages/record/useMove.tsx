/**
 * Moving a record to another stage. A refusal is shown with its reasons; what is missing can be filled in right there
 * and goes with the move.
 */
import type { TFunction } from "i18next";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { FieldBox } from "../../../engines/form/FieldBox";
import { pointerParts } from "../../../engines/form/paths";
import { FieldScopeProvider } from "../../../engines/record/context";
import { optionOf } from "../../../engines/record/fields";
import { Refusal } from "../../../platform/api/client";
import { records } from "../../../platform/api/resources";
import type { App, Field, Form, FoundProblem, Row, Values } from "../../../platform/api/types";
import { queryClient, recordKeys, refreshRecords } from "../../../platform/queries";
import { Button, Layer, toast } from "../../../ui";
import { useFormStore } from "../form/useFormStore";
import css from "./record.module.css";

interface Refused {
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
  const dialog = refused && <MoveRefused key={`${refused.row.id}/${refused.to}`} app={app} form={form} refused={refused} onClose={() => setRefused(null)} />;
  return { move, dialog };
}

async function send(app: App, form: Form, row: Row, values: Values, field: string, t: TFunction): Promise<void> {
  const next = await records.update(app.key, form.key, row.id, row.rev, values);
  queryClient.setQueryData(recordKeys.one(app.key, form.key, row.id), next);
  await refreshRecords(app.key);
  const stage = form.fields.find((one) => one.key === field);
  toast("success", t("record.moved", { title: next.title ?? "", stage: stage ? (optionOf(app, stage, next.values[field] ?? null)?.name ?? "") : "" }));
}

/** The fields the refusal is about and that this person may fill in. */
function missing(form: Form, { problems, field }: Refused): Field[] {
  const keys = new Set(problems.map((problem) => pointerParts(problem.pointer)[0]));
  return form.fields.filter((one) => keys.has(one.key) && one.key !== field && one.right !== "read");
}

function MoveRefused({ app, form, refused, onClose }: { app: App; form: Form; refused: Refused; onClose: () => void }) {
  const { t } = useTranslation();
  const [busy, setBusy] = useState(false);
  const [problems, setProblems] = useState(refused.problems);
  const store = useFormStore(app, form, { values: refused.row.values, stored: refused.row.values });
  const fields = missing(form, refused);
  const stage = form.fields.find((one) => one.key === refused.field);
  const name = stage ? (optionOf(app, stage, refused.to)?.name ?? refused.to) : refused.to;
  const again = async () => {
    setBusy(true);
    try {
      await send(app, form, refused.row, { ...store.outgoing(), [refused.field]: refused.to }, refused.field, t);
      onClose();
    } catch (error) {
      if (error instanceof Refusal && error.problems.length) {
        setProblems(error.problems);
        store.refuse(error.problems);
      } else toast("error", error instanceof Error ? error.message : String(error));
      setBusy(false);
    }
  };
  return (
    <Layer
      open
      onClose={onClose}
      title={t("record.not_moved", { stage: name })}
      data-testid="move-refused"
      foot={
        <>
          <Button onClick={onClose}>{t(fields.length ? "ui.cancel" : "ui.ok")}</Button>
          {fields.length > 0 && (
            <Button kind="primary" busy={busy} onClick={() => void again()} data-action="fill-and-move">
              {t("record.fill_and_move")}
            </Button>
          )}
        </>
      }
    >
      <div className={css.refused}>
        <ul role="alert">
          {problems.map((problem, index) => (
            <li key={index}>{problem.message}</li>
          ))}
        </ul>
        <FieldScopeProvider value={{ app, form }}>
          {fields.map((field) => (
            <FieldBox key={field.key} store={store} field={field} span={0} />
          ))}
        </FieldScopeProvider>
      </div>
    </Layer>
  );
}
