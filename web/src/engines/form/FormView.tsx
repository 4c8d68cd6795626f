/** A form, drawn from the app document: sections, tabs and fields, with all problems summed up on top. */
import { ChevronDown } from "lucide-react";
import { type CSSProperties, useMemo, useState, useSyncExternalStore } from "react";
import { useTranslation } from "react-i18next";

import { Notice, Tabs } from "../../ui";
import { FieldBox, inputId } from "./FieldBox";
import css from "./form.module.css";
import { type Block, blocksOf, type SectionBlock, type TabsBlock } from "./layout";
import type { FormStore } from "./store";

/** Brings a field into sight and the cursor into it. */
export function jumpTo(path: string): void {
  const [field = ""] = path.split("/");
  const box = document.querySelector(`[data-field="${field}"]`);
  const input = document.getElementById(inputId(path)) ?? box?.querySelector<HTMLElement>("input, textarea, [tabindex], button");
  box?.scrollIntoView({ block: "center", behavior: "smooth" });
  input?.focus({ preventScroll: true });
}

function nameOf(store: FormStore, path: string, row: (n: number) => string): string {
  const [top = "", id, inner] = path.split("/");
  const field = store.form.fields.find((one) => one.key === top);
  if (!field) return "";
  if (!id) return field.name;
  const all = store.values[top];
  const index = Array.isArray(all) ? all.findIndex((one) => typeof one === "object" && one !== null && !Array.isArray(one) && (one.id === id || one.key === id)) : -1;
  return `${field.name} ${row(index + 1)} ${field.fields?.find((one) => one.key === inner)?.name ?? ""}`;
}

/** Where a problem is, unless its own words say so. */
function lead(store: FormStore, path: string, message: string, row: (n: number) => string): string {
  const [top = "", id] = path.split("/");
  const field = store.form.fields.find((one) => one.key === top);
  if (!id && field && message.includes(field.name)) return "";
  return `${nameOf(store, path, row)}: `;
}

export function ProblemSummary({ store }: { store: FormStore }) {
  const { t } = useTranslation();
  useSyncExternalStore(store.subscribe, () => store.version);
  const errors = store.problems.filter((one) => one.problem.severity !== "warning");
  if (!errors.length) return null;
  return (
    <div className={css.summary} data-testid="problems">
      <Notice kind="error">
        <strong>{t("form.problems", { count: errors.length })}</strong>
        <ul>
          {errors.map(({ path, problem }, index) => (
            <li key={index}>
              {path ? (
                <button type="button" onClick={() => jumpTo(path)} data-jump={path}>
                  {lead(store, path, problem.message, (n) => t("field.row_number", { n }))}
                  {problem.message}
                </button>
              ) : (
                problem.message
              )}
            </li>
          ))}
        </ul>
      </Notice>
    </div>
  );
}

export function FormView({ store }: { store: FormStore }) {
  const blocks = useMemo(() => blocksOf(store.form), [store.form]);
  return (
    <div className={css.form} data-form={store.form.key}>
      {blocks.map((block, index) => (
        <BlockView key={index} store={store} block={block} />
      ))}
    </div>
  );
}

function BlockView({ store, block }: { store: FormStore; block: Block }) {
  return block.kind === "tabs" ? <TabsView store={store} block={block} /> : <SectionView store={store} block={block} />;
}

function TabsView({ store, block }: { store: FormStore; block: TabsBlock }) {
  const [open, setOpen] = useState(block.tabs[0]?.key ?? "");
  useSyncExternalStore(store.subscribe, () => store.version);
  // a tab with a problem says so; every tab stays in the page, so that jumps find their field
  const faulty = (keys: string[]) => store.problems.filter((one) => keys.includes(one.path.split("/")[0] ?? "")).length;
  const tabs = block.tabs.map((tab) => ({ key: tab.key, label: tab.name, count: faulty(tab.blocks.flatMap((one) => one.fields.map((place) => place.field.key))) || null }));
  return (
    <div>
      <Tabs tabs={tabs} value={open} onChange={setOpen} label={block.tabs.map((tab) => tab.name).join(", ")} />
      {block.tabs.map((tab) => (
        <div key={tab.key} role="tabpanel" hidden={tab.key !== open} style={{ paddingTop: 16 }}>
          {tab.blocks.map((one) => (
            <SectionView key={one.key} store={store} block={one} />
          ))}
        </div>
      ))}
    </div>
  );
}

function SectionView({ store, block }: { store: FormStore; block: SectionBlock }) {
  const [open, setOpen] = useState(!block.collapsed);
  const gone = useSyncExternalStore(store.subscribe, () => store.shape.hidden.has(block.key) || block.fields.every(({ field }) => store.state(field.key, field, store.values[field.key] ?? null).hidden));
  if (gone) return null;
  return (
    <section className={css.section}>
      {block.name &&
        (block.collapsed ? (
          <button type="button" className={css.name} aria-expanded={open} onClick={() => setOpen(!open)}>
            <ChevronDown size={16} aria-hidden />
            {block.name}
          </button>
        ) : (
          <h2 className={css.name}>{block.name}</h2>
        ))}
      <div className={css.grid} style={{ "--columns": block.columns } as CSSProperties} hidden={!open}>
        {block.fields.map(({ field, span }) => (
          <FieldBox key={field.key} store={store} field={field} span={Math.min(span, block.columns)} />
        ))}
      </div>
    </section>
  );
}
