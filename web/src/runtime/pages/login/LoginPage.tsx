/** Sign in. */
import { useRouter, useSearch } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";

import { Refusal, setCsrf } from "../../../platform/api/client";
import { auth } from "../../../platform/api/resources";
import { changeLocale, currentLocale } from "../../../platform/i18n";
import { meQuery, queryClient } from "../../../platform/queries";
import { Button, Notice, TextInput } from "../../../ui";
import { Logo } from "../../frame/Logo";
import { usePlace } from "../../frame/trail";
import { Brackets } from "./Brackets";
import css from "./login.module.css";

export function LoginPage() {
  const { t } = useTranslation();
  const router = useRouter();
  const { back } = useSearch({ from: "/login" });
  const [username, setUsername] = useState("");
  const [password, setPassword] = useState("");
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<string | null>(null);
  usePlace({ name: t("login.title") });
  const other = currentLocale() === "en" ? "zh-CN" : "en";

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setTrouble(null);
    try {
      const answer = await auth.login(username.trim(), password);
      setCsrf(answer.csrf);
      queryClient.clear();
      queryClient.setQueryData(meQuery.queryKey, { ...answer.user, csrf: answer.csrf });
      await router.navigate({ href: back?.startsWith("/") && !back.startsWith("//") ? back : "/" });
    } catch (error) {
      const refusal = error instanceof Refusal ? error : null;
      setTrouble(refusal?.offline ? t("error.offline") : refusal && refusal.status < 500 && refusal.status !== 401 ? refusal.message : refusal?.status === 401 ? t("login.wrong") : t("error.failed_text"));
      setBusy(false);
    }
  };

  return (
    <main className={css.page}>
      <section className={css.art} aria-hidden>
        <Brackets />
        <h1>{t("login.slogan")}</h1>
        <p>{t("login.promise")}</p>
      </section>
      <section className={css.side}>
        <div className={css.tools}>
          <Button kind="plain" onClick={() => changeLocale(other)} data-action="language">
            {t(`language.${other}`)}
          </Button>
        </div>
        <form className={css.form} onSubmit={(event) => void submit(event)} aria-label={t("login.title")}>
          <div className={css.brand}>
            <Logo size={36} />
            <span>{t("product")}</span>
          </div>
          {trouble && <Notice kind="error">{trouble}</Notice>}
          <div className={css.field}>
            <label htmlFor="username">{t("login.username")}</label>
            <TextInput id="username" name="username" data-field="username" autoComplete="username" autoCapitalize="none" autoFocus required value={username} onChange={setUsername} />
          </div>
          <div className={css.field}>
            <label htmlFor="password">{t("login.password")}</label>
            <TextInput id="password" name="password" data-field="password" type="password" autoComplete="current-password" required value={password} onChange={setPassword} />
          </div>
          <Button kind="primary" type="submit" busy={busy} wide data-action="sign-in">
            {t("login.submit")}
          </Button>
        </form>
      </section>
    </main>
  );
}
