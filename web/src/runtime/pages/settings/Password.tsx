/** A new password; every session ends with it. */
import { useRouter } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";

import { setCsrf } from "../../../platform/api/client";
import { me } from "../../../platform/api/resources";
import { queryClient } from "../../../platform/queries";
import { Button, Card, Notice, TextInput, toast } from "../../../ui";
import css from "./settings.module.css";

export function Password() {
  const { t } = useTranslation();
  const router = useRouter();
  const [current, setCurrent] = useState("");
  const [next, setNext] = useState("");
  const [again, setAgain] = useState("");
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<string | null>(null);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (next !== again) return setTrouble(t("settings.not_same"));
    setBusy(true);
    setTrouble(null);
    try {
      await me.password(current, next);
      toast("success", t("settings.password_changed"));
      setCsrf(null);
      queryClient.clear();
      await router.navigate({ to: "/login", search: { back: undefined } });
    } catch (error) {
      setTrouble(error instanceof Error ? problemOf(error) : String(error));
      setBusy(false);
    }
  };
  const field = (id: string, label: string, value: string, change: (text: string) => void, complete: string) => (
    <div className={css.field}>
      <label htmlFor={id}>{label}</label>
      <TextInput id={id} data-field={id} type="password" autoComplete={complete} required value={value} onChange={change} />
    </div>
  );
  return (
    <Card title={t("settings.password")}>
      <form className={css.stack} onSubmit={(event) => void submit(event)}>
        {trouble && <Notice kind="error">{trouble}</Notice>}
        {field("current-password", t("settings.current"), current, setCurrent, "current-password")}
        {field("new-password", t("settings.new"), next, setNext, "new-password")}
        {field("new-password-again", t("settings.again"), again, setAgain, "new-password")}
        <div>
          <Button type="submit" busy={busy} disabled={!current || !next} data-action="change-password">
            {t("settings.change_password")}
          </Button>
        </div>
      </form>
    </Card>
  );
}

function problemOf(error: Error & { problems?: { message: string }[] }): string {
  return error.problems?.[0]?.message ?? error.message;
}
