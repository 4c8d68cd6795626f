/** Regions, addresses and positions. */
import { useQuery } from "@tanstack/react-query";
import { LocateFixed } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { get } from "../../../platform/api/client";
import type { Json } from "../../../platform/api/types";
import { Button, Select, TextInput, toast } from "../../../ui";
import type { InputProps } from "../field_view";
import css from "./inputs.module.css";
import { AddressFieldInput } from "./text";

interface Region {
  code: string;
  name: string;
}

function useRegions(parent: string | null) {
  return useQuery({ queryKey: ["regions", parent ?? "top"], queryFn: () => get<{ items: Region[] }>("/api/regions", { parent }), enabled: parent !== null, staleTime: Infinity }).data?.items ?? [];
}

function codeOf(value: Json): string | null {
  if (typeof value === "string" && value) return value;
  return typeof value === "object" && value !== null && !Array.isArray(value) && typeof value.code === "string" ? value.code : null;
}

const LEVELS = ["province", "city", "county"] as const;

export function RegionFieldInput(props: InputProps) {
  const { t } = useTranslation();
  const code = codeOf(props.value);
  const depth = Math.max(1, LEVELS.indexOf((props.field.level ?? "county") as (typeof LEVELS)[number]) + 1);
  // a code says its own way down: 37 -> 3702 -> 370212
  const chain = [code && `${code.slice(0, 2)}0000`, code && code.slice(2, 4) !== "00" ? `${code.slice(0, 4)}00` : null, code && code.slice(4) !== "00" ? code : null];
  const lists = [useRegions(""), useRegions(depth > 1 ? (chain[0] ?? null) : null), useRegions(depth > 2 ? (chain[1] ?? null) : null)];
  return (
    <div className={css.line} role="group" aria-label={props.field.name}>
      {LEVELS.slice(0, depth).map((level, index) => (
        <Select
          key={level}
          id={index ? undefined : props.id}
          disabled={props.disabled || (index > 0 && !chain[index - 1])}
          label={t(`field.${level}`)}
          placeholder={t(`field.${level}`)}
          options={(lists[index] ?? []).map((one) => ({ value: one.code, label: one.name }))}
          value={chain[index] ?? null}
          onChange={(next) => props.onChange(next ?? (index ? (chain[index - 1] ?? null) : null))}
        />
      ))}
    </div>
  );
}

export function AddressInput(props: InputProps) {
  const code = typeof props.value === "object" ? codeOf(props.value) : null;
  const detail = typeof props.value === "string" ? props.value : typeof props.value === "object" && props.value !== null && !Array.isArray(props.value) ? (props.value.detail ?? null) : null;
  const region = <RegionFieldInput {...props} id={`${props.id}-region`} value={code} onChange={(next) => props.onChange(next || detail ? { code: next, detail } : null)} />;
  return <AddressFieldInput {...props} region={region} />;
}

export function GeoFieldInput(props: InputProps) {
  const { t } = useTranslation();
  const [busy, setBusy] = useState(false);
  const place = typeof props.value === "object" && props.value !== null && !Array.isArray(props.value) ? props.value : null;
  const locate = () => {
    setBusy(true);
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        setBusy(false);
        props.onChange({ lat: Number(coords.latitude.toFixed(7)), lng: Number(coords.longitude.toFixed(7)), text: (place?.text ?? null) as Json });
      },
      () => {
        setBusy(false);
        toast("error", t("field.no_position"));
      },
    );
  };
  return (
    <div className={css.line}>
      <TextInput id={props.id} disabled={props.disabled} value={place ? `${String(place.lat)}, ${String(place.lng)}` : ""} readOnly onChange={() => undefined} placeholder={t("field.no_position_yet")} />
      <Button className={css.fixed} icon={LocateFixed} busy={busy} disabled={props.disabled || !("geolocation" in navigator)} onClick={locate}>
        {t("field.locate")}
      </Button>
    </div>
  );
}
