/** An app opens where its document says, else at the first entry of its menu. */
import { Navigate, useParams } from "@tanstack/react-router";
import { LayoutGrid } from "lucide-react";
import { useTranslation } from "react-i18next";

import { useApp } from "../../../platform/queries";
import { Empty } from "../../../ui";
import { homeOf } from "../../frame/menu";

export function AppHomePage() {
  const { t } = useTranslation();
  const { app: key } = useParams({ from: "/frame/app/$app" });
  const home = homeOf(useApp(key));
  if (home) return <Navigate to={home.to} search={(home.search ?? {}) as never} replace />;
  return <Empty icon={LayoutGrid} title={t("portal.empty_app")}>{t("portal.empty_app_text")}</Empty>;
}
