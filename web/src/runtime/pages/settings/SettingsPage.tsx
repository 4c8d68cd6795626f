/** My account: who I am, language and look, password, API keys. */
import { useTranslation } from "react-i18next";

import { me } from "../../../platform/api/resources";
import { changeLocale, currentLocale } from "../../../platform/i18n";
import { useMe } from "../../../platform/queries";
import { Avatar, Card, cx, Segments } from "../../../ui";
import { type Appearance, setAppearance, useAppearance } from "../../../ui/appearance";
import frame from "../../frame/frame.module.css";
import { usePlace } from "../../frame/trail";
import { ApiKeys } from "./ApiKeys";
import { Password } from "./Password";
import css from "./settings.module.css";

const LOOKS: Appearance[] = ["light", "dark", "system"];

export function SettingsPage() {
  const { t } = useTranslation();
  const person = useMe();
  const look = useAppearance();
  usePlace({ name: t("frame.settings") });
  const speak = async (locale: "zh-CN" | "en") => {
    await me.change({ locale }).catch(() => undefined);
    changeLocale(locale);
  };
  return (
    <div className={cx(frame.page, frame.narrow)}>
      <div className={frame.pagehead}>
        <h1>{t("frame.settings")}</h1>
      </div>
      <Card>
        <div className={css.who} style={{ paddingTop: 8 }}>
          <Avatar id={person.id} name={person.name} size={52} />
          <div>
            <strong>{person.name}</strong>
            <span>{[person.username, person.department?.title].filter(Boolean).join(" · ")}</span>
          </div>
        </div>
      </Card>
      <Card title={t("settings.look")}>
        <div className={css.stack}>
          <div className={css.field}>
            <span>{t("settings.language")}</span>
            <Segments label={t("settings.language")} value={currentLocale()} onChange={(locale) => void speak(locale)} options={[{ value: "zh-CN", label: t("language.zh-CN") }, { value: "en", label: t("language.en") }]} />
          </div>
          <div className={css.field}>
            <span>{t("settings.appearance")}</span>
            <Segments label={t("settings.appearance")} value={look} onChange={setAppearance} options={LOOKS.map((one) => ({ value: one, label: t(`settings.${one}`) }))} />
          </div>
        </div>
      </Card>
      <Password />
      <ApiKeys />
    </div>
  );
}
