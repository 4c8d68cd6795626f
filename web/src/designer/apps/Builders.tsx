/** Who may build one app beside those who build every app. */
import { useMutation, useQuery } from "@tanstack/react-query";
import { useId, useState } from "react";

import { Refusal } from "../../platform/api/client";
import { queryClient } from "../../platform/queries";
import { Button, Layer, MultiSelect, Notice, type Option, SkeletonLines, toast } from "../../ui";
import { designer } from "../api";
import { useSay } from "../context";
import { findPeople } from "../panel/PeopleControl";
import css from "./apps.module.css";

export function Builders({ app, name, onClose }: { app: string; name: string; onClose: () => void }) {
  const say = useSay();
  const id = useId();
  const [chosen, setChosen] = useState<Option[] | null>(null);
  const key = ["designer-builders", app];
  const known = useQuery({ queryKey: key, queryFn: () => designer.builders(app), staleTime: 0, gcTime: 0 });
  const people = chosen ?? (known.data?.items ?? []).map((one) => ({ value: one.id ?? "", label: one.title ?? "" }));
  const save = useMutation({
    mutationFn: () => designer.setBuilders(app, people.map((one) => one.value)),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: key });
      toast("success", say("builders.saved"));
      onClose();
    },
  });
  const error = known.error ?? save.error;
  const refusal = error instanceof Refusal ? error : null;
  return (
    <Layer
      open title={say("builders.title", { name })} onClose={onClose} width={480} data-testid="builders"
      foot={<><Button onClick={onClose}>{say("translation:ui.cancel" as never)}</Button><Button kind="primary" disabled={!chosen} busy={save.isPending} onClick={() => save.mutate()} data-action="save-builders">{say("json.save")}</Button></>}
    >
      <div className={css.form}>
        <p className={css.hint}>{say("builders.text")}</p>
        {known.isPending ? <SkeletonLines lines={2} /> : (
          <div className={css.field}>
            <label htmlFor={id}>{say("builders.people")}</label>
            <MultiSelect many id={id} label={say("builders.people")} placeholder={say("builders.nobody")} find={findPeople} value={people} onChange={setChosen} />
          </div>
        )}
        {error && <Notice kind="error">{refusal && !refusal.offline ? refusal.message : say("apps.failed")}</Notice>}
      </div>
    </Layer>
  );
}
