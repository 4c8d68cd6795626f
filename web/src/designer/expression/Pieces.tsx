/** A formula that is only read, its fields and values drawn as they are where it is written. */
import css from "./formula.module.css";
import type { Piece } from "./names";

export function Pieces({ of }: { of: readonly Piece[] }) {
  return of.map((one, at) => (one.look === undefined ? one.text : <span key={at} className={one.look === "field" ? css.fieldchip : css.valuechip}>{one.text}</span>));
}
