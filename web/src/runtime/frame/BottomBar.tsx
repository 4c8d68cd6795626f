/** On a phone: the workbench, the to-dos, the first form of the app and its whole menu. */
import { useQuery } from "@tanstack/react-query";
import { Link, useParams, useRouterState } from "@tanstack/react-router";
import { Bell, House, type LucideIcon, Menu as MenuIcon, SquareCheckBig } from "lucide-react";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";

import { appQuery, useTodoCount } from "../../platform/queries";
import { Badge, Layer } from "../../ui";
import css from "./frame.module.css";
import { entriesOf } from "./menu";
import { MenuEntries } from "./SideMenu";

function Tab({ to, icon: Icon, name, count = 0, exact }: { to: string; icon: LucideIcon; name: string; count?: number; exact?: boolean }) {
  return (
    <Link to={to} className={css.tab} activeOptions={{ exact: Boolean(exact), includeSearch: false }}>
      <Icon size={20} aria-hidden />
      <span>{name}</span>
      {count > 0 && (
        <span className={css.count}>
          <Badge count={count} solid />
        </span>
      )}
    </Link>
  );
}

export function BottomBar() {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const { app: key } = useParams({ strict: false });
  const app = useQuery({ ...appQuery(key ?? ""), enabled: Boolean(key) }).data;
  const todo = useTodoCount();
  const href = useRouterState({ select: (state) => state.location.href });
  useEffect(() => setOpen(false), [href]);
  const entries = app ? entriesOf(app).flatMap((group) => group.entries) : [];
  const first = entries.find((entry) => entry.key.startsWith("form-"));
  return (
    <nav className={css.bottom} aria-label={t("frame.bottom")}>
      <Tab to="/" icon={House} name={t("menu.workbench")} exact />
      <Tab to="/todo" icon={SquareCheckBig} name={t("menu.todo")} count={todo} />
      {first ? <Tab to={first.to} icon={first.icon} name={first.name} /> : <Tab to="/inbox" icon={Bell} name={t("menu.inbox")} />}
      <button type="button" className={css.tab} aria-haspopup="dialog" aria-expanded={open} onClick={() => setOpen(true)} data-action="menu">
        <MenuIcon size={20} aria-hidden />
        <span>{t("menu.all")}</span>
      </button>
      <Layer open={open} onClose={() => setOpen(false)} title={app?.name ?? t("menu.label")} kind="sheet" flush>
        <nav className={css.sheetmenu} aria-label={t("menu.label")}>
          <MenuEntries />
        </nav>
      </Layer>
    </nav>
  );
}
