/** A record to read, in the layout of its form: what is blank stays, what linkage hides does not show. */
import { type CSSProperties, useMemo } from "react";

import type { Form, Values } from "../../platform/api/types";
import { isShownOnly } from "../record/fields";
import { FieldShow } from "../record/shows/FieldShow";
import css from "./form.module.css";
import { blocksOf, type SectionBlock } from "./layout";

interface FactsProps {
  form: Form;
  values: Values;
  hidden: ReadonlySet<string>;
  /** Columns at most: a drawer is narrow. */
  columns?: number;
}

export function FactsView({ form, values, hidden, columns = 2 }: FactsProps) {
  const blocks = useMemo(() => blocksOf(form).flatMap((block): SectionBlock[] => (block.kind === "section" ? [block] : block.tabs.flatMap((tab) => tab.blocks.map((one, index) => (index === 0 && !one.name ? { ...one, name: tab.name } : one))))), [form]);
  return (
    <div className={css.form}>
      {blocks.map((block, index) => {
        const shown = block.fields.filter(({ field }) => !hidden.has(field.key) && !isShownOnly(field));
        if (!shown.length || hidden.has(block.key)) return null;
        return (
          <section key={`${block.key}-${String(index)}`} className={css.section}>
            {block.name && <h2 className={css.name}>{block.name}</h2>}
            <dl className={css.facts} style={{ "--columns": Math.min(block.columns, columns) } as CSSProperties}>
              {shown.map(({ field, span }) => (
                <div key={field.key} className={css.fact} data-field={field.key} data-type={field.type} data-wide={span === 0} data-table={field.type === "subtable"} style={{ "--span": Math.min(span || 1, columns) } as CSSProperties}>
                  <dt>{field.name}</dt>
                  <dd>
                    <FieldShow field={field} value={values[field.key] ?? null} />
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        );
      })}
    </div>
  );
}
