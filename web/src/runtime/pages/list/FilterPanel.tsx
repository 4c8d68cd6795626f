/** The condition builder over a list; nothing is asked of the server before "apply". */
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { ConditionBuilder } from "../../../engines/record/ConditionBuilder";
import { complete, type Tree, withNames } from "../../../engines/record/conditions";
import type { TreeProblem } from "../../../engines/record/ConditionLine";
import { FieldScopeProvider } from "../../../engines/record/context";
import type { App, Field, Form } from "../../../platform/api/types";
import { Button } from "../../../ui";
import css from "./list.module.css";

interface PanelProps {
  app: App;
  form: Form;
  fields: Field[];
  tree: Tree | null;
  /** What the server refused of it, by pointers into it. */
  problems: readonly TreeProblem[];
  onApply: (tree: Tree | null) => void;
  onClose: () => void;
}

export default function FilterPanel({ app, form, fields, tree, problems, onApply, onClose }: PanelProps) {
  const { t } = useTranslation();
  const [draft, setDraft] = useState<Tree | null>(tree);
  const apply = (next: Tree | null) => {
    onApply(next && complete(next));
    onClose();
  };
  return (
    <FieldScopeProvider value={{ app, form }}>
      <div className={css.panel}>
        <ConditionBuilder value={draft} onChange={setDraft} fields={fields} problems={draft === tree ? problems.map((one) => ({ ...one, message: withNames(one.message, fields, t) })) : []} />
        <div className={css.panelfoot}>
          <Button kind="plain" onClick={() => apply(null)} data-action="clear-filter">{t("list.clear_filter")}</Button>
          <Button kind="primary" onClick={() => apply(draft)} data-action="apply-filter">{t("list.apply")}</Button>
        </div>
      </div>
    </FieldScopeProvider>
  );
}
