/** People, departments, and who has which role in which app. */
import { useNavigate, useParams } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

import { useMe } from "../../../platform/queries";
import { Tabs } from "../../../ui";
import { NotFound } from "../../frame/PageError";
import { usePlace } from "../../frame/trail";
import css from "./admin.module.css";
import { Departments } from "./Departments";
import { People } from "./People";
import { Roles } from "./Roles";

const SECTIONS = ["people", "departments", "apps"] as const;

export function AdminPage() {
  const { t } = useTranslation();
  const { section } = useParams({ from: "/frame/admin/$section" });
  const navigate = useNavigate();
  const person = useMe();
  const words = { people: t("menu.people"), departments: t("menu.departments"), apps: t("menu.role_members") };
  const open = SECTIONS.find((one) => one === section);
  usePlace({ name: t("menu.admin") }, { name: open ? words[open] : "" });
  if (!person.admin || !open) return <NotFound />;
  return (
    <div className={css.page}>
      <h1 className="sr-only">{t("menu.admin")}</h1>
      <Tabs label={t("menu.admin")} value={open} tabs={SECTIONS.map((one) => ({ key: one, label: words[one] }))} onChange={(next) => void navigate({ to: "/admin/$section", params: { section: next } })} />
      {open === "people" && <People />}
      {open === "departments" && <Departments />}
      {open === "apps" && <Roles />}
    </div>
  );
}
