/** API keys: made, shown once, ended. */
import { useMutation, useQuery } from "@tanstack/react-query";
import { KeyRound, Trash2 } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { dateTime } from "../../../kit/format";
import { me } from "../../../platform/api/resources";
import { queryClient } from "../../../platform/queries";
import { Button, Card, confirm, Empty, IconButton, Notice, SkeletonLines, TextInput, toast } from "../../../ui";
import { Trouble } from "../../frame/PageError";
import { DEVICE_ZONE } from "../../zone";
import css from "./settings.module.css";

const KEY = ["api-keys"];

export function ApiKeys() {
  const { t } = useTranslation();
  const [name, setName] = useState("");
  const [made, setMade] = useState<string | null>(null);
  const keys = useQuery({ queryKey: KEY, queryFn: me.keys });
  const refresh = () => queryClient.invalidateQueries({ queryKey: KEY });
  const adding = useMutation({
    mutationFn: () => me.addKey({ name: name.trim() }),
    onSuccess: (key) => {
      setMade(key.token);
      setName("");
      return refresh();
    },
    onError: (error) => toast("error", error.message),
  });
  const dropping = useMutation({ mutationFn: me.dropKey, onSettled: refresh, onError: (error) => toast("error", error.message) });
  const drop = async (id: string, title: string) => {
    if (await confirm({ title: t("settings.drop_key", { name: title }), text: t("settings.drop_key_text"), yes: t("ui.delete"), danger: true })) dropping.mutate(id);
  };
  return (
    <Card title={t("settings.keys")}>
      <div className={css.stack}>
        <div className={css.inline}>
          <div className={css.field}>
            <label htmlFor="key-name">{t("settings.key_name")}</label>
            <TextInput id="key-name" data-field="key-name" value={name} onChange={setName} placeholder={t("settings.key_hint")} />
          </div>
          <Button icon={KeyRound} disabled={!name.trim()} busy={adding.isPending} onClick={() => adding.mutate()} data-action="add-key">
            {t("settings.add_key")}
          </Button>
        </div>
        {made && (
          <Notice kind="success">
            {t("settings.key_once")}
            <div className={css.token} data-testid="new-token">{made}</div>
          </Notice>
        )}
        {keys.isPending && <SkeletonLines lines={2} />}
        {keys.isError && <Trouble error={keys.error} retry={() => void keys.refetch()} />}
        {keys.data?.items.length === 0 && <Empty icon={KeyRound} title={t("settings.no_keys")} />}
        <div>
          {keys.data?.items.map((key) => (
            <div key={key.id} className={css.row} data-key={key.id}>
              <div>
                {key.name}
                <small>
                  {[key.scopes?.join(", "), key.created_at && dateTime(key.created_at, DEVICE_ZONE), key.last_used_at && t("settings.last_used", { when: dateTime(key.last_used_at, DEVICE_ZONE) })].filter(Boolean).join(" · ")}
                </small>
              </div>
              <IconButton icon={Trash2} label={t("settings.drop_key", { name: key.name })} onClick={() => void drop(key.id, key.name)} />
            </div>
          ))}
        </div>
      </div>
    </Card>
  );
}
