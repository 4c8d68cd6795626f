/** The side menu: the workbench, the to-dos, the groups of the open app and, for builders, its designer. */
import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { Building, House, LayoutGrid, type LucideIcon, PencilRuler, SquareCheckBig, Users } from "lucide-react";
import { useTranslation } from "react-i18next";

import { appQuery, myAppsQuery, useMe, useTodoCount } from "../../platform/queries";
import { Badge, cx } from "../../ui";
import { iconOf } from "../../ui/icons";
import css from "./frame.module.css";
import { Logo } from "./Logo";
import { entriesOf } from "./menu";

interface ItemProps {
  to: string;
  search?: Record<string, unknown>;
  icon: LucideIcon;
  name: string;
  count?: number;
  exact?: boolean;
  entry: string;
}

function Item({ to, search, icon: Icon, name, count = 0, exact, entry }: ItemProps) {
  return (
    <Link to={to} search={search as never} className={cx(css.item)} activeOptions={{ exact: Boolean(exact), includeSearch: false }} data-entry={entry}>
      <Icon size={16} aria-hidden />
      <span>{name}</span>
      <Badge count={count} />
    </Link>
  );
}

/** Below the brand; on a phone the same stands in a sheet. */
export function MenuEntries() {
  const { t } = useTranslation();
  const { app: key } = useParams({ strict: false });
  const person = useMe();
  const app = useQuery({ ...appQuery(key ?? ""), enabled: Boolean(key) }).data;
  const mine = useQuery({ ...myAppsQuery, enabled: !key }).data;
  const todo = useTodoCount();
  return (
    <>
      <Item to="/" icon={House} name={t("menu.workbench")} exact entry="portal" />
      <Item to="/todo" icon={SquareCheckBig} name={t("menu.todo")} count={todo} entry="todo" />
      {app &&
        entriesOf(app).map((group, index) => (
          <div key={group.name ?? index} role="group" aria-label={group.name ?? app.name}>
            {group.name ? <div className={css.group}>{group.name}</div> : index > 0 && <div className={css.group} />}
            {group.entries.map((entry) => (
              <Item key={entry.key} to={entry.to} search={entry.search} icon={entry.icon} name={entry.name} entry={entry.key} />
            ))}
          </div>
        ))}
      {!key && mine && mine.items.length > 0 && (
        <div role="group" aria-label={t("menu.apps")}>
          <div className={css.group}>{t("menu.apps")}</div>
          {mine.items.map((one) => (
            <Item key={one.key} to={`/app/${one.key}`} icon={iconOf(one.icon, LayoutGrid)} name={one.name} entry={`app-${one.key}`} />
          ))}
        </div>
      )}
      {(app?.can_build ?? (!key && person.builder)) && (
        <div role="group" aria-label={t("menu.build")}>
          <div className={css.group}>{t("menu.build")}</div>
          <Item to={key ? `/designer/${key}` : "/designer/"} icon={PencilRuler} name={key ? t("menu.design_app") : t("menu.design")} entry="designer" />
        </div>
      )}
      {!key && person.admin && (
        <div role="group" aria-label={t("menu.admin")}>
          <div className={css.group}>{t("menu.admin")}</div>
          <Item to="/admin/people" icon={Users} name={t("menu.people")} entry="people" />
          <Item to="/admin/departments" icon={Building} name={t("menu.departments")} entry="departments" />
          <Item to="/admin/apps" icon={LayoutGrid} name={t("menu.role_members")} entry="apps" />
        </div>
      )}
    </>
  );
}

export function SideMenu() {
  const { t } = useTranslation();
  const { app: key } = useParams({ strict: false });
  const app = useQuery({ ...appQuery(key ?? ""), enabled: Boolean(key) }).data;
  return (
    <aside className={css.side}>
      <Link to="/" className={css.brand}>
        <Logo />
        <span>{app?.name ?? t("product")}</span>
      </Link>
      <nav className={css.nav} aria-label={t("menu.label")}>
        <MenuEntries />
      </nav>
    </aside>
  );
}
