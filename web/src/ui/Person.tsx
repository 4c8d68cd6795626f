/** Somebody, as a disc with a letter and a name. The colour follows from the id, so a person looks the same everywhere. */
import css from "./parts.module.css";

// all at least 4.5:1 against white
const COLOURS = ["#2f5fd0", "#0f766e", "#7a3fd0", "#a3470f", "#0e7490", "#b02a6b", "#4d7c0f", "#5b5fc7"];

function colourOf(id: string): string {
  let sum = 0;
  for (const letter of id) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) >>> 0;
  return COLOURS[sum % COLOURS.length] ?? "#2f5fd0";
}

export function Avatar({ id, name, size = 22 }: { id: string; name: string; size?: number }) {
  return (
    <span className={css.avatar} style={{ background: colourOf(id), width: size, height: size, fontSize: size * 0.55 }} aria-hidden>
      {[...name.trim()][0]?.toUpperCase() ?? "?"}
    </span>
  );
}

export function Person({ id, name, size }: { id: string; name: string; size?: number }) {
  return (
    <span className={css.person}>
      <Avatar id={id} name={name} size={size} />
      <span>{name}</span>
    </span>
  );
}
