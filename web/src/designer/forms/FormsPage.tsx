/** The form designer: palette left, canvas in the middle, properties right; several forms, one at a time. */
import { Plus } from "lucide-react";

import { Button, Empty } from "../../ui";
import { useDocument, useGo, useSay, useStore } from "../context";
import { freeKey, indexOfKey, keysOf } from "../document/keys";
import { insertAt, listAt } from "../document/pointer";
import { FormDesigner } from "./FormDesigner";

export default function FormsPage({ place: [key, selected] }: { place: string[] }) {
  const say = useSay();
  const forms = listAt(useDocument(), "/forms");
  const addForm = useAddForm();
  const at = key === undefined ? 0 : indexOfKey({ forms }, "/forms", key);
  const form = forms[at] ?? forms[0];
  if (!form) return <Empty title={say("forms.none")} actions={<Button kind="primary" icon={Plus} onClick={addForm} data-action="add-form">{say("forms.add")}</Button>}>{say("forms.none_text")}</Empty>;
  return <FormDesigner key={String(form.key)} index={forms.indexOf(form)} selected={selected ?? null} onAddForm={addForm} />;
}

/** A new form comes with a grant for everybody and a place in the menu, so that it can be seen. */
export function useAddForm(): () => void {
  const say = useSay();
  const store = useStore();
  const go = useGo();
  return () => {
    const document = store.document;
    const key = freeKey("form", keysOf(document.forms));
    const name = say("forms.new", { n: listAt(document, "/forms").length + 1 });
    store.edit((before) => {
      const withForm = insertAt(before, "/forms", { key, name, title: "name", fields: [{ key: "name", type: "text", name: say("blank.field"), required: true }] });
      const granted = insertAt(withForm, "/grants", { role: "everyone", form: key, can: ["create", "read", "update", "delete", "export"], rows: "all" });
      const menu = listAt(granted, "/menu");
      const group = menu.findIndex((one) => Array.isArray(one.items));
      if (!menu.length) return granted;
      return group < 0 ? insertAt(granted, "/menu", { form: key }) : insertAt(granted, `/menu/${String(group)}/items`, { form: key });
    });
    go(`${store.app}/forms/${key}`);
  };
}
