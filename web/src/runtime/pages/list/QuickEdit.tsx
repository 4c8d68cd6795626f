/** A pencil over the cell under the pointer, or that the keyboard came to: its value is changed right in the list. */
import { Pencil } from "lucide-react";
import { type RefObject, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";

import { useFieldScope } from "../../../engines/record/context";
import grid from "../../../engines/record/grid.module.css";
import { fieldView } from "../../../engines/record/registry";
import { Refusal } from "../../../platform/api/client";
import { records } from "../../../platform/api/resources";
import type { Field, Json, Row } from "../../../platform/api/types";
import { queryClient, recordKeys, refreshRecords } from "../../../platform/queries";
import { Button, Popover, toast } from "../../../ui";
import css from "./list.module.css";

interface Cell {
  row: Row;
  field: Field;
  top: number;
  left: number;
  /** The keyboard came here. */
  keys?: boolean;
}

const withKeys = (cell: Cell | undefined): Cell | null => (cell ? { ...cell, keys: true } : null);

interface QuickEditProps {
  scroll: RefObject<HTMLDivElement | null>;
  rows: Row[];
  fields: Field[];
}

export default function QuickEdit({ scroll, rows, fields }: QuickEditProps) {
  const { t } = useTranslation();
  const [cell, setCell] = useState<Cell | null>(null);
  const [open, setOpen] = useState(false);
  const anchor = useRef<HTMLButtonElement>(null);
  const known = useRef({ rows, fields, open, cell });
  known.current = { rows, fields, open, cell };
  useEffect(() => {
    const box = scroll.current;
    if (!box) return;
    const at = (place: HTMLElement | null | undefined): Cell | null => {
      const row = known.current.rows.find((one) => one.id === place?.closest<HTMLElement>("[data-row]")?.dataset.row);
      const field = known.current.fields.find((one) => one.key === place?.dataset.field);
      if (!place || !row || !field || row.can?.includes("update") === false) return null;
      const inside = place.getBoundingClientRect();
      const outside = box.getBoundingClientRect();
      return { row, field, top: inside.top - outside.top + box.scrollTop + (inside.height - 26) / 2, left: (place.classList.contains(grid.numeric ?? "") ? Math.max(inside.left, outside.left) + 4 : Math.min(inside.right, outside.right) - 30) - outside.left + box.scrollLeft };
    };
    const hover = (event: PointerEvent) => {
      if (known.current.open || event.pointerType === "touch" || (event.target as Element).closest(`.${grid.pencil ?? ""}`)) return;
      setCell(at((event.target as Element).closest<HTMLElement>("td[data-field]")));
    };
    const leave = () => !known.current.open && setCell(null);
    const cellsOf = (target: EventTarget | null) => {
      const line = (target as Element | null)?.closest?.("[data-name]")?.closest("[data-row]");
      return [...(line?.querySelectorAll<HTMLElement>("td[data-field]") ?? [])].flatMap((place) => at(place) ?? []);
    };
    // the pencil comes to whoever walks with the keyboard too: F2 edits, left and right go to the next cell
    const focus = (event: FocusEvent) => !known.current.open && (event.target as Element).matches(":focus-visible") && setCell(withKeys(cellsOf(event.target)[0]));
    const blur = () => !known.current.open && setCell((now) => (now?.keys ? null : now));
    const key = (event: KeyboardEvent) => {
      const by = { F2: 0, ArrowRight: 1, ArrowLeft: -1 }[event.key];
      const all = by === undefined || known.current.open ? [] : cellsOf(event.target);
      const now = all.findIndex((one) => one.field.key === known.current.cell?.field.key && one.row.id === known.current.cell.row.id);
      const next = all[Math.max(0, Math.min(all.length - 1, now + (by ?? 0)))];
      if (!next) return;
      event.preventDefault();
      setCell(withKeys(next));
      box.querySelector(`[data-row="${next.row.id}"] td[data-field="${next.field.key}"]`)?.scrollIntoView({ inline: "nearest", block: "nearest" });
      if (event.key === "F2") setOpen(true);
    };
    box.addEventListener("pointerover", hover);
    box.addEventListener("pointerleave", leave);
    box.addEventListener("keydown", key);
    box.addEventListener("focusin", focus);
    box.addEventListener("focusout", blur);
    return () => {
      box.removeEventListener("pointerover", hover);
      box.removeEventListener("pointerleave", leave);
      box.removeEventListener("keydown", key);
      box.removeEventListener("focusin", focus);
      box.removeEventListener("focusout", blur);
    };
  }, [scroll]);
  if (!cell) return null;
  const close = () => {
    setOpen(false);
    setCell(null);
  };
  return (
    <>
      <button ref={anchor} type="button" tabIndex={-1} className={grid.pencil} data-keys={cell.keys} style={{ top: cell.top, left: cell.left }} aria-label={t("list.edit_cell", { name: cell.field.name })} data-action="edit-cell" onClick={() => setOpen(true)}>
        <Pencil size={13} aria-hidden />
      </button>
      <span className="sr-only" role="status">{cell.keys && !open ? t("list.edit_cell_keys", { name: cell.field.name }) : ""}</span>
      <Popover open={open} onClose={close} anchor={anchor} title={cell.field.name} align="end">
        <CellForm key={`${cell.row.id}/${cell.field.key}`} row={cell.row} field={cell.field} onDone={close} />
      </Popover>
    </>
  );
}

function CellForm({ row, field, onDone }: { row: Row; field: Field; onDone: () => void }) {
  const { t } = useTranslation();
  const { app, form } = useFieldScope();
  const [value, setValue] = useState<Json>(row.values[field.key] ?? null);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const { Input } = fieldView(field.type);
  const place = useRef<HTMLFormElement>(null);
  useEffect(() => place.current?.querySelector<HTMLElement>("input, textarea, [tabindex='0']")?.focus(), []);
  if (!Input) return null;
  const save = async () => {
    setBusy(true);
    setProblem(null);
    try {
      const next = await records.update(app.key, form.key, row.id, row.rev, { [field.key]: value });
      queryClient.setQueryData(recordKeys.one(app.key, form.key, row.id), next);
      toast("success", t("form.saved"));
      onDone();
      await refreshRecords(app.key);
    } catch (error) {
      const refusal = error instanceof Refusal ? error : null;
      setProblem(refusal?.problems[0]?.message ?? (refusal?.offline ? t("error.offline") : error instanceof Error ? error.message : String(error)));
      setBusy(false);
    }
  };
  const id = `cell-${field.key}`;
  return (
    <form
      ref={place}
      className={css.cellform}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <label htmlFor={id}>{field.name}</label>
      <Input id={id} field={field} value={value} onChange={setValue} values={row.values} required={field.required} invalid={problem !== null} describedBy={problem ? `${id}-problem` : undefined} />
      {problem && <p id={`${id}-problem`} role="alert">{problem}</p>}
      <div>
        <Button small onClick={onDone}>{t("ui.cancel")}</Button>
        <Button small kind="primary" type="submit" busy={busy} data-action="save-cell">{t("ui.save")}</Button>
      </div>
    </form>
  );
}
