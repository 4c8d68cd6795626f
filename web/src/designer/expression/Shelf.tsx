/** Everything a formula can be made of, to be pressed: fields by their names at the left, functions with their help at the right. */
import { useState } from "react";

import { currentLocale } from "../../platform/i18n";
import { Select, TextInput } from "../../ui";
import css from "./formula.module.css";
import { initialsOf } from "./initials";
import { Pieces } from "./Pieces";
import type { FormulaField } from "./names";
import type { FunctionHelp } from "./questions";
import { Rows } from "./Rows";
import { examplesOf } from "./samples";
import { useExpressionWords } from "./words";

interface ShelfProps {
  fields: readonly FormulaField[];
  functions: readonly FunctionHelp[];
  /** The function that the cursor stands in: its help is shown while no other is looked at. */
  called: string | null;
  /** Writes into the formula; the cursor stands ``cursor`` letters behind the beginning. */
  onInsert: (text: string, cursor: number) => void;
}

/** What is looked for most often comes first. */
const ORDER = ["logic", "statistics", "number", "date", "text", "test", "conditional", "record", "business", "finance"];
const order = (one: FunctionHelp): number => (ORDER.indexOf(one.family) + ORDER.length + 1) % (ORDER.length + 1);

const near = (words: string, ...texts: string[]): boolean => texts.some((text) => text.toLowerCase().includes(words.trim().toLowerCase()));

/** A name before what begins so, and that before what only speaks of it. */
function rankOf({ key }: FunctionHelp, words: string): number {
  const asked = words.trim().toUpperCase();
  return asked === "" || key === asked ? 0 : key.startsWith(asked) ? 1 : key.includes(asked) ? 2 : 3;
}

export function Shelf({ fields, functions, called, onInsert }: ShelfProps) {
  const { say, usage, samples } = useExpressionWords();
  const locale = currentLocale();
  const [words, setWords] = useState("");
  const [family, setFamily] = useState<string | null>(null);
  const [looked, setLooked] = useState<FunctionHelp | null>(null);
  const callable = functions.filter((one) => /^[A-Z]/.test(one.key)).sort((a, b) => order(a) - order(b));
  const families = [...new Set(callable.map((one) => one.family))].map((one) => ({ value: one, label: say(`family.${one}`) }));
  const found = callable.filter((one) => (!family || one.family === family) && near(words, one.key, one.doc[locale])).sort((one, other) => rankOf(one, words) - rankOf(other, words));
  // what is looked for is explained before it is pointed at
  const inside = functions.find((one) => one.key === called);
  const shown = (looked && found.includes(looked) ? looked : (inside ?? (words.trim() ? found[0] : undefined))) ?? null;
  const own = fields.filter((one) => (words.trim() ? near(words, one.label) || initialsOf(one.label).includes(words.trim().toLowerCase()) : !one.far));
  return (
    <div className={css.shelf} data-testid="shelf">
      <div className={css.shelftop}>
        <TextInput value={words} onChange={setWords} placeholder={say("find")} aria-label={say("find")} role="searchbox" />
        <Select label={say("families")} placeholder={say("families")} value={family} options={families} onChange={setFamily} />
      </div>
      <section aria-label={say("fields")}>
        <h3>{say("fields")}</h3>
        <Rows rows={own} keyOf={(one) => one.path} onPress={(one) => onInsert(one.path, one.path.length)} nothing={<li className={css.nothing}>{say("none")}</li>}>
          {(one) => <><span>{one.label}</span><small>{one.hint}</small></>}
        </Rows>
      </section>
      <section aria-label={say("functions")} onPointerLeave={() => setLooked(null)} onBlur={() => setLooked(null)}>
        <h3>{say("functions")}</h3>
        <Rows
          rows={found} keyOf={(one) => one.key} look={(one) => (shown === one ? css.at : undefined)} onLook={setLooked}
          onPress={(one) => onInsert(`${one.key}()`, one.key.length + (one.signature === "" ? 2 : 1))} nothing={<li className={css.nothing}>{say("none")}</li>}
        >
          {(one) => <><span className={css.name}>{one.key}</span><small>{one.doc[locale]}</small></>}
        </Rows>
      </section>
      <section className={css.help} aria-label={say("help")} aria-live="polite">
        {shown ? (
          <>
            <h3>{usage(shown)}</h3>
            <p>{shown.doc[locale]}</p>
            <small>{say("examples")}</small>
            {examplesOf(shown, 4, samples(functions)).map((one) => (
              <code key={`${one.text.map((piece) => piece.text).join("")} ${one.result ?? ""}`}>
                <Pieces of={one.text} />{one.result !== null && <strong> → {one.result}</strong>}
                {[...one.given, ...(one.note ? [one.note] : [])].map((line) => <span key={line} className={css.given}>{line}</span>)}
              </code>
            ))}
            {shown.excel && <small>{say("unlike_excel", { how: shown.excel[locale] })}</small>}
          </>
        ) : (
          <p className={css.nothing}>{say("help_text")}</p>
        )}
      </section>
    </div>
  );
}
