/** Everything that is wrong with the draft; each line leads to its place. */
import { CircleAlert, TriangleAlert } from "lucide-react";

import { currentLocale } from "../../platform/i18n";
import { Empty, Layer } from "../../ui";
import { useDraft, useOpenPart, useSay } from "../context";
import { nameOf, shown } from "../document/names";
import { getAt, isObject, type JsonObject, parts } from "../document/pointer";
import { type DraftProblem, placeOf } from "../document/problems";
import { useWords } from "../words";
import css from "./shell.module.css";

/** The names on the way to a pointer: form, field, setting. */
export function useTrail(document: JsonObject): (pointer: string) => string {
  const words = useWords();
  const say = useSay();
  return (pointer) => {
    const steps = parts(pointer);
    const said: string[] = [];
    steps.forEach((step, index) => {
      const at = `/${steps.slice(0, index + 1).join("/")}`;
      const part = getAt(document, at);
      if (/^\d+$/.test(step)) said.push(isObject(part) ? nameOf(part) || shown(part.section) || say("nth", { n: Number(step) + 1 }) : say("nth", { n: Number(step) + 1 }));
      else if (index === 0) said.push(words.part(step));
      else if (!/^\d+$/.test(steps[index + 1] ?? "") || index === steps.length - 1) said.push(words.setting("", step));
    });
    return said.join(" › ");
  };
}

export function ProblemList({ onClose }: { onClose: () => void }) {
  const say = useSay();
  const { problems } = useDraft();
  return (
    <Layer open kind="drawer" width={480} title={say("problems.title")} onClose={onClose} flush data-testid="problems">
      {!problems.length && <Empty title={say("problems.none")} />}
      <Problems problems={problems} onGone={onClose} />
    </Layer>
  );
}

export function Problems({ problems, onGone }: { problems: DraftProblem[]; onGone?: () => void }) {
  const open = useOpenPart();
  const { document } = useDraft();
  const trail = useTrail(document);
  const sorted = [...problems].sort((a, b) => Number(a.severity === "warning") - Number(b.severity === "warning"));
  return (
    <ul className={css.problems}>
      {sorted.map((one, index) => (
        <li key={index}>
          <button type="button" data-problem={one.code} data-severity={one.severity} onClick={() => { onGone?.(); open(placeOf(document, one.pointer)); }}>
            {one.severity === "error" ? <CircleAlert size={16} aria-hidden /> : <TriangleAlert size={16} aria-hidden />}
            <span>
              <strong>{one.message[currentLocale()]}</strong>
              <small>{trail(one.pointer)}{one.hint ? ` · ${one.hint}` : ""}</small>
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
}
