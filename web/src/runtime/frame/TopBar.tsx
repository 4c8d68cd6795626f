/** Path, search, inbox and person. */
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useParams, useRouterState } from "@tanstack/react-router";
import { Bell, ChevronLeft, Languages, LogOut, Moon, Search, Settings, Sun, Users } from "lucide-react";
import { lazy, Suspense, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";

import { setCsrf } from "../../platform/api/client";
import { auth, me } from "../../platform/api/resources";
import { changeLocale, currentLocale } from "../../platform/i18n";
import { appQuery, noticesQuery, queryClient, useMe } from "../../platform/queries";
import { Avatar, Badge, Key, Menu, usePhone } from "../../ui";
import { setAppearance, useDark } from "../../ui/appearance";
import css from "./frame.module.css";
import { type Step, useTrail } from "./trail";

const Finder = lazy(() => import("./Finder").then((part) => ({ default: part.Finder })));

function Path() {
  const { t } = useTranslation();
  const { app: key } = useParams({ strict: false });
  const app = useQuery({ ...appQuery(key ?? ""), enabled: Boolean(key) }).data;
  const trail = useTrail();
  const phone = usePhone();
  const product = t("product");
  const steps: Step[] = [...(key ? [{ name: app?.name ?? "", to: `/app/${key}` }] : []), ...trail].filter((step) => step.name);
  const here = steps.at(-1);
  const above = steps.at(-2);
  // a phone has room for one name, and for the way up; what the page says itself is not said twice
  if (phone && here && !above && key === undefined) return <nav className={css.path} aria-label={t("frame.path")}><span aria-current={here.alone ? "page" : undefined}>{here.alone ? here.name : product}</span></nav>;
  if (phone && above?.to && here) {
    const up = steps.length > 2 ? { to: above.to, name: above.name } : { to: "/", name: t("menu.workbench") };
    return (
      <nav className={css.path} aria-label={t("frame.path")}>
        <Link to={up.to} className={css.up} aria-label={t("frame.up", { name: up.name })}>
          <ChevronLeft size={22} aria-hidden />
        </Link>
        <span aria-current={here.alone ? "page" : undefined}>{here.alone ? here.name : above.name}</span>
      </nav>
    );
  }
  return (
    <nav className={css.path} aria-label={t("frame.path")}>
      {steps.map((step, index) => (
        <span key={index} style={{ display: "contents" }}>
          {index > 0 && <span aria-hidden>/</span>}
          {step.to && index < steps.length - 1 ? (
            <Link to={step.to}>{step.name}</Link>
          ) : (
            <span aria-current="page">{step.name}</span>
          )}
        </span>
      ))}
    </nav>
  );
}

function PersonMenu() {
  const { t } = useTranslation();
  const person = useMe();
  const dark = useDark();
  const navigate = useNavigate();
  const other = currentLocale() === "en" ? "zh-CN" : "en";
  const signOut = async () => {
    await auth.logout().catch(() => undefined);
    setCsrf(null);
    queryClient.clear();
    await navigate({ to: "/login", search: { back: undefined } });
  };
  const switchLanguage = async () => {
    await me.change({ locale: other }).catch(() => undefined);
    changeLocale(other);
  };
  return (
    <Menu
      className={css.person}
      label={t("frame.account")}
      items={[
        { key: "settings", label: t("frame.settings"), icon: Settings, onPress: () => void navigate({ to: "/settings" }) },
        ...(person.admin ? [{ key: "admin", label: t("menu.admin"), icon: Users, onPress: () => void navigate({ to: "/admin/$section", params: { section: "people" } }) }] : []),
        { key: "language", label: t(`language.${other}`), icon: Languages, apart: true, onPress: () => void switchLanguage() },
        { key: "appearance", label: dark ? t("frame.light") : t("frame.dark"), icon: dark ? Sun : Moon, onPress: () => setAppearance(dark ? "light" : "dark") },
        { key: "sign-out", label: t("frame.sign_out"), icon: LogOut, apart: true, onPress: () => void signOut() },
      ]}
    >
      <span className="sr-only">{person.name}</span>
      <Avatar id={person.id} name={person.name} size={28} />
    </Menu>
  );
}

export function TopBar() {
  const { t } = useTranslation();
  const [finding, setFinding] = useState(false);
  const phone = usePhone();
  const unread = useQuery(noticesQuery).data?.unread ?? 0;
  const href = useRouterState({ select: (state) => state.location.href });
  useEffect(() => setFinding(false), [href]);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      setFinding(true);
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, []);
  return (
    <header className={css.top}>
      <Path />
      <button type="button" className={css.search} onClick={() => setFinding(true)} aria-label={phone ? t("frame.search_hint") : undefined} aria-keyshortcuts="Control+K" data-action="search">
        <Search size={16} aria-hidden />
        <span>{t("frame.search_hint")}</span>
        <Key>Ctrl K</Key>
      </button>
      <Link to="/inbox" className={css.bell} aria-label={t("frame.inbox", { count: unread })} data-entry="inbox">
        <Bell size={18} aria-hidden />
        <Badge count={unread} solid />
      </Link>
      <PersonMenu />
      {finding && (
        <Suspense>
          <Finder onClose={() => setFinding(false)} />
        </Suspense>
      )}
    </header>
  );
}
