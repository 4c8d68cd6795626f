/** The open draft, the schema of the document and where we are, for every part of the designer. */
import { useNavigate, useRouterState } from "@tanstack/react-router";
import { createContext, useContext, useMemo, useSyncExternalStore } from "react";
import { useTranslation } from "react-i18next";

import type { App, Field, Json } from "../platform/api/types";
import { currentLocale } from "../platform/i18n";
import { appView } from "./document/appview";
import { getAt, type JsonObject, listAt } from "./document/pointer";
import type { DraftStore, Snapshot } from "./document/store";
import type { Schema } from "./schema/model";

interface Open {
  store: DraftStore;
  schema: Schema;
}

const Context = createContext<Open | null>(null);
export const DesignerProvider = Context.Provider;

function useOpen(): Open {
  const open = useContext(Context);
  if (!open) throw new Error("outside of an open draft");
  return open;
}

export const useStore = (): DraftStore => useOpen().store;
export const useSchema = (): Schema => useOpen().schema;

export function useDraft(): Snapshot {
  const { store } = useOpen();
  return useSyncExternalStore(store.subscribe, store.read);
}

export const useDocument = (): JsonObject => useDraft().document;
export const useAt = (pointer: string): Json | undefined => getAt(useDocument(), pointer);
export const useAppView = (): App => appView(useDocument(), currentLocale());

/** Whether members have a form already: what is tried out with records needs its table. */
export function useIsPublished(form: Json | undefined): boolean {
  const { published } = useDraft();
  return published !== null && listAt(published, "/forms").some((one) => one.key === form);
}

/** ``t`` of the designer's own words. */
export function useSay() {
  return useTranslation("designer").t;
}

const SYSTEM: [string, string][] = [["owner", "user"], ["department", "department"], ["created_at", "datetime"], ["created_by", "user"], ["updated_at", "datetime"], ["updated_by", "user"], ["flow_state", "flow_state"]];

/** What every record has beside its fields. */
export function useSystemFields(): Field[] {
  const say = useSay();
  return useMemo(() => SYSTEM.map(([key, type]) => ({ key, type, name: say(`system.${key}`), right: "read" })), [say]);
}

/** The steps of the address behind ``/designer``. */
export function usePlace(): string[] {
  const path = useRouterState({ select: (state) => state.location.pathname });
  return path.replace(/^\/designer\/?/, "").split("/").filter(Boolean).map(decodeURIComponent);
}

export function useGo(): (place: string, replace?: boolean) => void {
  const navigate = useNavigate();
  return (place, replace = false) => void navigate({ to: "/designer/$", params: { _splat: place }, replace });
}

/** Goes to a part of the open app: ``forms/account/phone``. */
export function useOpenPart(): (place: string) => void {
  const { store } = useOpen();
  const go = useGo();
  return (place) => go(`${store.app}/${place}`);
}
