/** Everything that is wrong with the draft; each line leads to its place. */
import { CircleAlert, TriangleAlert } from "lucide-react";

import { Empty, Layer } from "../../ui";
import { useDraft, useOpenPart, useSay } from "../context";
import { nameOf, shown } from "../document/names";
import { getAt, isObject, type JsonObject, listAt, parts } from "../document/pointer";
import { type DraftProblem, placeOf } from "../document/problems";
import { useProblemWords } from "../panel/PinnedProblems";
import { useWords } from "../words";
import css from "./shell.module.css";

/** Settings that say something for each of several fields, by their keys. */
const BY_FIELD = new Set(["fill", "set", "fields", "options", "copy", "headers"]);

/** What a field is called, first on the form the way leads through; "" for what is no field. */
function fieldNamed(document: JsonObject, steps: string[], path: string): string {
  const key = path.replace(/^-/, "").split(".")[0] ?? "";
  const part = getAt(document, `/${steps.slice(0, 2).join("/")}`);
  const own = isObject(part) ? (steps[0] === "forms" ? part.key : part.form) : undefined;
  const forms = [...listAt(document, "/forms")].sort((a, b) => Number(b.key === own) - Number(a.key === own));
  return nameOf(forms.flatMap((form) => listAt(form, "/fields")).find((field) => field.key === key));
}

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
      if (/^\d+$/.test(step)) said.push((isObject(part) ? nameOf(part) || shown(part.section) : typeof part === "string" && fieldNamed(document, steps, part)) || say("nth", { n: Number(step) + 1 }));
      else if (index === 0) said.push(words.part(step));
      else if (BY_FIELD.has(steps[index - 1] ?? "")) said.push(fieldNamed(document, steps, step) || words.setting("", step));
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
  const said = useProblemWords();
  const sorted = [...problems].sort((a, b) => Number(a.severity === "warning") - Number(b.severity === "warning"));
  return (
    <ul className={css.problems}>
      {sorted.map((one, index) => (
        <li key={index}>
          <button type="button" data-problem={one.code} data-severity={one.severity} onClick={() => { onGone?.(); open(placeOf(document, one.pointer)); }}>
            {one.severity === "error" ? <CircleAlert size={16} aria-hidden /> : <TriangleAlert size={16} aria-hidden />}
            <span>
              <strong>{said(one)}</strong>
              <small>{trail(one.pointer)}</small>
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
}
