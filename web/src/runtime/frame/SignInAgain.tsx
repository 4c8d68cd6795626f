/** The session ended in the middle of work: sign in over the page, and go on where one was. */
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";

import { Refusal, setCsrf } from "../../platform/api/client";
import { auth } from "../../platform/api/resources";
import { meQuery, queryClient } from "../../platform/queries";
import { answered } from "../../platform/work";
import { Button, Layer, Notice, TextInput, toast } from "../../ui";
import css from "./frame.module.css";

export default function SignInAgain() {
  const { t } = useTranslation();
  const before = queryClient.getQueryData(meQuery.queryKey);
  const [username, setUsername] = useState(before?.username ?? "");
  const [password, setPassword] = useState("");
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<string | null>(null);
  const leave = () => {
    answered();
    window.location.assign("/login");
  };
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    try {
      const answer = await auth.login(username.trim(), password);
      // somebody else at the same device sees nothing of what stood here
      if (before && answer.user.id !== before.id) return window.location.assign("/");
      setCsrf(answer.csrf);
      queryClient.setQueryData(meQuery.queryKey, { ...answer.user, csrf: answer.csrf });
      answered();
      toast("success", t("login.again_done"));
      await queryClient.invalidateQueries({ predicate: (query) => query.state.status === "error" });
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      setTrouble(error.offline ? t("error.offline") : error.status === 401 ? t("login.wrong") : error.status < 500 ? error.message : t("error.failed_text"));
      setBusy(false);
    }
  };
  return (
    <Layer open onClose={leave} title={t("login.again")} width={420} data-testid="sign-in-again">
      <form className={css.again} onSubmit={(event) => void submit(event)} aria-label={t("login.again")}>
        <p>{t("login.again_text")}</p>
        {trouble && <Notice kind="error">{trouble}</Notice>}
        <div>
          <label htmlFor="again-username">{t("login.username")}</label>
          <TextInput id="again-username" data-field="username" autoComplete="username" autoCapitalize="none" required value={username} onChange={setUsername} />
        </div>
        <div>
          <label htmlFor="again-password">{t("login.password")}</label>
          <TextInput id="again-password" data-field="password" type="password" autoComplete="current-password" required data-autofocus value={password} onChange={setPassword} />
        </div>
        <Button kind="primary" type="submit" wide busy={busy} data-action="sign-in-again">
          {t("login.submit")}
        </Button>
      </form>
    </Layer>
  );
}
