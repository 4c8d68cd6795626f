/** Why a record may not move, and what is missing, to be filled in and sent with the move. */
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { FieldBox } from "../../../engines/form/FieldBox";
import { pointerParts } from "../../../engines/form/paths";
import { FieldScopeProvider } from "../../../engines/record/context";
import { optionOf } from "../../../engines/record/fields";
import { Refusal } from "../../../platform/api/client";
import type { App, Field, Form } from "../../../platform/api/types";
import { Button, Layer, toast } from "../../../ui";
import { useFormStore } from "../form/useFormStore";
import css from "./record.module.css";
import { type Refused, send } from "./useMove";

/** The fields the refusal is about and that this person may fill in. */
function missing(form: Form, { problems, field }: Refused): Field[] {
  const keys = new Set(problems.map((problem) => pointerParts(problem.pointer)[0]));
  return form.fields.filter((one) => keys.has(one.key) && one.key !== field && one.right !== "read");
}

export default function MoveRefused({ app, form, refused, onClose }: { app: App; form: Form; refused: Refused; onClose: () => void }) {
  const { t } = useTranslation();
  const [busy, setBusy] = useState(false);
  const [problems, setProblems] = useState(refused.problems);
  const store = useFormStore(app, form, { values: refused.row.values, stored: refused.row.values, record: refused.row.id });
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
        <div role="alert">
          <ul>
            {problems.map((problem, index) => (
              <li key={index}>{problem.message}</li>
            ))}
          </ul>
        </div>
        <FieldScopeProvider value={{ app, form }}>
          {fields.map((field) => (
            <FieldBox key={field.key} store={store} field={field} span={0} />
          ))}
        </FieldScopeProvider>
      </div>
    </Layer>
  );
}
