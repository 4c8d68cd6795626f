/** Where a tile or a block stands on the grid of 24 columns, in figures: what can be dragged can be typed. */
import type { Json } from "../../platform/api/types";
import { TextInput } from "../../ui";
import { useSay } from "../context";
import type { ControlProps } from "./Control";
import css from "./panel.module.css";

export type Place = [number, number, number, number];

export function placeOf(value: Json | undefined, usual: Place = [0, 0, 8, 8]): Place {
  const at = Array.isArray(value) ? value.map(Number) : [];
  return usual.map((one, index) => at[index] ?? one) as Place;
}

export function Placing({ place, onChange }: { place: Place; onChange: (place: Place) => void }) {
  const say = useSay();
  return (
    <div className={css.at} role="group" aria-label={say("dashboards.place")}>
      {(["x", "y", "w", "h"] as const).map((name, index) => (
        <label key={name}>
          {say(`dashboards.${name}`)}
          <TextInput inputMode="numeric" value={String(place[index])} onChange={(text) => /^\d{1,4}$/.test(text) && onChange(place.map((one, at) => (at === index ? Number(text) : one)) as Place)} />
        </label>
      ))}
    </div>
  );
}

export function PlaceControl({ value, change }: ControlProps) {
  return <Placing place={placeOf(value, [0, 0, 24, 8])} onChange={change} />;
}
