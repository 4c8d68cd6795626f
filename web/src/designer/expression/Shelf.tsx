/** Everything a formula can be made of, to be pressed: fields by their names at the left, functions with their help at the right. */
import { useState } from "react";

import { currentLocale } from "../../platform/i18n";
import { cx, Select, TextInput } from "../../ui";
import css from "./formula.module.css";
import { initialsOf } from "./initials";
import type { FormulaField } from "./names";
import type { FunctionHelp } from "./questions";
import { examplesOf } from "./usage";
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

export function Shelf({ fields, functions, called, onInsert }: ShelfProps) {
  const { say, usage } = useExpressionWords();
  const locale = currentLocale();
  const [words, setWords] = useState("");
  const [family, setFamily] = useState<string | null>(null);
  const [looked, setLooked] = useState<FunctionHelp | null>(null);
  const shown = looked ?? functions.find((one) => one.key === called) ?? null;
  const callable = functions.filter((one) => /^[A-Z]/.test(one.key)).sort((a, b) => order(a) - order(b));
  const families = [...new Set(callable.map((one) => one.family))].map((one) => ({ value: one, label: say(`family.${one}`) }));
  const found = callable.filter((one) => (!family || one.family === family) && near(words, one.key, one.doc[locale]));
  const own = fields.filter((one) => (words.trim() ? near(words, one.label) || initialsOf(one.label).includes(words.trim().toLowerCase()) : !one.far));
  return (
    <div className={css.shelf} data-testid="shelf">
      <div className={css.shelftop}>
        <TextInput value={words} onChange={setWords} placeholder={say("find")} aria-label={say("find")} role="searchbox" />
        <Select label={say("families")} placeholder={say("families")} value={family} options={families} onChange={setFamily} />
      </div>
      <section aria-label={say("fields")}>
        <h3>{say("fields")}</h3>
        <ul>
          {own.map((one) => (
            <li key={one.path}>
              <button type="button" data-insert={one.path} onClick={() => onInsert(one.path, one.path.length)}><span>{one.label}</span><small>{one.hint}</small></button>
            </li>
          ))}
          {!own.length && <li className={css.nothing}>{say("none")}</li>}
        </ul>
      </section>
      <section aria-label={say("functions")} onPointerLeave={() => setLooked(null)} onBlur={() => setLooked(null)}>
        <h3>{say("functions")}</h3>
        <ul>
          {found.map((one) => (
            <li key={one.key}>
              <button
                type="button" className={cx(shown === one && css.at)} data-insert={one.key} onPointerEnter={() => setLooked(one)} onFocus={() => setLooked(one)}
                onClick={() => onInsert(`${one.key}()`, one.key.length + (one.signature === "" ? 2 : 1))}
              >
                <span className={css.name}>{one.key}</span><small>{one.doc[locale]}</small>
              </button>
            </li>
          ))}
          {!found.length && <li className={css.nothing}>{say("none")}</li>}
        </ul>
      </section>
      <section className={css.help} aria-label={say("help")} aria-live="polite">
        {shown ? (
          <>
            <h3>{usage(shown)}</h3>
            <p>{shown.doc[locale]}</p>
            <small>{say("examples")}</small>
            {examplesOf(shown, 4, say("blank")).map((one) => (
              <code key={one.text}>
                {one.text}{one.result !== null && <span> → {one.result}</span>}
                {one.given.map((value) => <span key={value} className={css.given}>{value}</span>)}
              </code>
            ))}
          </>
        ) : (
          <p className={css.nothing}>{say("help_text")}</p>
        )}
      </section>
    </div>
  );
}
