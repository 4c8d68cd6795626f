/** Who has which role of an app. */
import { useQuery } from "@tanstack/react-query";
import { LayoutGrid } from "lucide-react";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";

import { findPeople } from "../../../engines/record/inputs/people";
import { myAppsQuery, queryClient } from "../../../platform/queries";
import { Button, Card, Empty, MultiSelect, type Option, Select, SkeletonLines, toast } from "../../../ui";
import { Trouble } from "../../frame/PageError";
import css from "./admin.module.css";
import { admin } from "./calls";

export function Roles() {
  const { t } = useTranslation();
  const apps = useQuery(myAppsQuery).data?.items ?? [];
  const [chosen, setChosen] = useState<string | null>(null);
  const app = chosen ?? apps[0]?.key ?? null;
  const roles = useQuery({ queryKey: ["admin", "roles", app], queryFn: () => admin.roles(app ?? ""), enabled: app !== null });
  if (!apps.length) return <Card><Empty icon={LayoutGrid} title={t("portal.no_apps")} /></Card>;
  return (
    <div className={css.roles}>
      <div style={{ maxWidth: 320 }} data-field="app">
        <Select label={t("admin.app")} clearable={false} value={app} options={apps.map((one) => ({ value: one.key, label: one.name }))} onChange={setChosen} />
      </div>
      {roles.isPending && <SkeletonLines lines={4} />}
      {roles.isError && <Trouble error={roles.error} retry={() => void roles.refetch()} />}
      {app && roles.data?.items.map((role) => <Role key={`${app}/${role.key}`} app={app} role={role.key} name={role.name} />)}
    </div>
  );
}

function Role({ app, role, name }: { app: string; role: string; name: string }) {
  const { t } = useTranslation();
  const members = useQuery({ queryKey: ["admin", "members", app, role], queryFn: () => admin.members(app, role) });
  const departments = useQuery({ queryKey: ["admin", "departments"], queryFn: admin.departments }).data?.items ?? [];
  const [people, setPeople] = useState<Option[]>([]);
  const [units, setUnits] = useState<Option[]>([]);
  const [changed, setChanged] = useState(false);
  const [busy, setBusy] = useState(false);
  useEffect(() => {
    if (!members.data) return;
    const options = (found: { id: string | null; title: string | null }[]) => found.map((one) => ({ value: one.id ?? "", label: one.title ?? "" }));
    setPeople(options(members.data.users));
    setUnits(options(members.data.departments));
    setChanged(false);
  }, [members.data]);
  const save = async () => {
    setBusy(true);
    try {
      await admin.setMembers(app, role, { users: people.map((one) => one.value), departments: units.map((one) => one.value) });
      toast("success", t("form.saved"));
      setChanged(false);
      await queryClient.invalidateQueries({ queryKey: ["admin", "members", app, role] });
    } catch (error) {
      toast("error", error instanceof Error ? error.message : String(error));
    } finally {
      setBusy(false);
    }
  };
  const touch = <T,>(set: (value: T) => void) => (value: T) => {
    set(value);
    setChanged(true);
  };
  return (
    <Card title={name} extra={<Button kind={changed ? "primary" : "default"} disabled={!changed} busy={busy} onClick={() => void save()} data-action="save-role">{t("ui.save")}</Button>}>
      {members.isPending ? (
        <SkeletonLines lines={2} />
      ) : (
        <div className={css.grid} data-role={role}>
          <div className={css.field}>
            <span>{t("menu.people")}</span>
            <MultiSelect many label={t("admin.people_of", { name })} value={people} find={findPeople} onChange={touch(setPeople)} />
          </div>
          <div className={css.field}>
            <span>{t("menu.departments")}</span>
            <MultiSelect many label={t("admin.departments_of", { name })} value={units} options={departments.map((one) => ({ value: one.id ?? "", label: one.title ?? "" }))} onChange={touch(setUnits)} />
          </div>
        </div>
      )}
    </Card>
  );
}
