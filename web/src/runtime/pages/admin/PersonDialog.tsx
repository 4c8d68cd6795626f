/** One account: made or changed. */
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { findPeople } from "../../../engines/record/inputs/people";
import { pointerParts } from "../../../engines/form/paths";
import { Refusal } from "../../../platform/api/client";
import { queryClient } from "../../../platform/queries";
import { Button, Checkbox, Layer, Notice, type Option, Select, TextInput, toast } from "../../../ui";
import css from "./admin.module.css";
import { type Account, type AccountBody, admin } from "./calls";

const asOption = (found: { id: string | null; title: string | null } | null | undefined): Option | null => (found?.id ? { value: found.id, label: found.title ?? found.id } : null);

export function PersonDialog({ person, onClose }: { person: Account | null; onClose: () => void }) {
  const { t } = useTranslation();
  const departments = useQuery({ queryKey: ["admin", "departments"], queryFn: admin.departments }).data?.items ?? [];
  const [body, setBody] = useState<AccountBody>(person ? { name: person.name, email: person.email, phone: person.phone, admin: person.admin, builder: person.builder, active: person.active } : { username: "", name: "", password: "", admin: false, builder: false });
  const [department, setDepartment] = useState(asOption(person?.department));
  const [superior, setSuperior] = useState(asOption(person?.superior));
  const [trouble, setTrouble] = useState<Refusal | null>(null);
  const [token, setToken] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const problem = (key: string) => trouble?.problems.find((one) => pointerParts(one.pointer)[0] === key)?.message;
  const save = async () => {
    setBusy(true);
    setTrouble(null);
    try {
      const whole = { ...body, department: department?.value ?? null, superior: superior?.value ?? null };
      if (!whole.password) delete whole.password;
      await (person ? admin.changeUser(person.id, whole) : admin.addUser(whole));
      await queryClient.invalidateQueries({ queryKey: ["admin"] });
      toast("success", t("form.saved"));
      onClose();
    } catch (error) {
      if (error instanceof Refusal) setTrouble(error);
      setBusy(false);
    }
  };
  const text = (key: "username" | "name" | "password" | "email" | "phone", label: string, type = "text") => (
    <div className={css.field}>
      <label htmlFor={`person-${key}`}>{label}</label>
      <TextInput id={`person-${key}`} data-field={key} type={type} autoComplete="off" value={body[key] ?? ""} aria-invalid={Boolean(problem(key))} onChange={(value) => setBody({ ...body, [key]: value || (key === "email" || key === "phone" ? null : value) })} />
      {problem(key) && <span style={{ color: "var(--danger)", fontSize: 12.5 }}>{problem(key)}</span>}
    </div>
  );
  return (
    <Layer
      open
      onClose={onClose}
      title={person ? t("admin.edit", { name: person.name }) : t("admin.new_person")}
      foot={
        <>
          {person && <Button onClick={() => void admin.reset(person.id).then((made) => setToken(made.token))}>{t("admin.reset")}</Button>}
          <Button onClick={onClose}>{t("ui.cancel")}</Button>
          <Button kind="primary" busy={busy} disabled={!body.name || (!person && !body.username)} onClick={() => void save()} data-action="save-person">{t("ui.save")}</Button>
        </>
      }
    >
      <div className={css.grid}>
        {trouble && <Notice kind="error">{trouble.problems[0]?.message ?? trouble.message}</Notice>}
        {token && <Notice kind="success">{t("admin.reset_token")} <code style={{ userSelect: "all", overflowWrap: "anywhere" }}>{token}</code></Notice>}
        {!person && text("username", t("login.username"))}
        {text("name", t("admin.person_name"))}
        {text("password", person ? t("admin.new_password") : t("login.password"), "password")}
        <div className={css.field} data-field="department">
          <span>{t("admin.department")}</span>
          <Select label={t("admin.department")} value={department} options={departments.map((one) => ({ value: one.id ?? "", label: one.title ?? "" }))} onChange={(_, option) => setDepartment(option)} />
        </div>
        <div className={css.field} data-field="superior">
          <span>{t("admin.superior")}</span>
          <Select label={t("admin.superior")} value={superior} find={findPeople} onChange={(_, option) => setSuperior(option)} />
        </div>
        {text("email", t("admin.email"), "email")}
        {text("phone", t("admin.phone"), "tel")}
        <div>
          <Checkbox label={t("admin.builder_hint")} checked={Boolean(body.builder)} onChange={(builder) => setBody({ ...body, builder })} />
          <br />
          <Checkbox label={t("admin.admin_hint")} checked={Boolean(body.admin)} onChange={(value) => setBody({ ...body, admin: value })} />
          {person && (
            <>
              <br />
              <Checkbox label={t("admin.active_hint")} checked={body.active !== false} onChange={(active) => setBody({ ...body, active })} />
            </>
          )}
        </div>
      </div>
    </Layer>
  );
}
