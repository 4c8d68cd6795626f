/** The forms of the draft as a role will get them, on a desktop and on a phone. The page inside is a real one of that size. */
import { useQuery } from "@tanstack/react-query";
import { Monitor, Smartphone } from "lucide-react";
import { useState } from "react";

import { Layer, Segments, Select, Skeleton } from "../../ui";
import { useDocument, useSay, useStore } from "../context";
import { nameOf } from "../document/names";
import { listAt } from "../document/pointer";
import css from "./preview.module.css";

export function PreviewDialog({ form, onClose }: { form: string | null; onClose: () => void }) {
  const say = useSay();
  const store = useStore();
  const document = useDocument();
  const forms = listAt(document, "/forms");
  const roles = [{ value: "everyone", label: say("access.everyone") }, ...listAt(document, "/roles").map((one) => ({ value: String(one.key), label: nameOf(one) }))];
  const granted = (key: string): string => String(listAt(document, "/grants").find((one) => one.form === key)?.role ?? "everyone");
  const first = forms.find((one) => one.key === form) ?? forms[0];
  const [shown, setShown] = useState(String(first?.key ?? ""));
  const [role, setRole] = useState(granted(shown));
  const [phone, setPhone] = useState(false);
  // the page inside reads the draft from the server
  const kept = useQuery({ queryKey: ["designer-kept", store.app, store.document], queryFn: () => store.flush(), staleTime: 0, gcTime: 0 });
  return (
    <Layer open title={say("preview.title")} onClose={onClose} width={1180} flush data-testid="preview-dialog">
      <div className={css.tools}>
        <Select label={say("forms.which")} clearable={false} value={shown} options={forms.map((one) => ({ value: String(one.key), label: nameOf(one) }))} onChange={(next) => next && setShown(next)} />
        <Select label={say("preview.role")} clearable={false} value={role} options={roles.map((one) => ({ ...one, label: say("preview.as", { role: one.label }), face: say("preview.as", { role: one.label }) }))} onChange={(next) => next && setRole(next)} />
        <Segments label={say("forms.width")} value={phone ? "phone" : "desktop"} onChange={(next) => setPhone(next === "phone")} options={[{ value: "desktop", label: <Monitor size={15} aria-label={say("forms.desktop")} /> }, { value: "phone", label: <Smartphone size={15} aria-label={say("forms.phone")} /> }]} />
      </div>
      <div className={css.stage} data-phone={phone}>
        {kept.isPending ? <Skeleton height={480} /> : <iframe key={phone ? "phone" : "desktop"} title={say("preview.title")} src={`/designer/${store.app}/show/${shown}/${role}`} />}
      </div>
    </Layer>
  );
}
