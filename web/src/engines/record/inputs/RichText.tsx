/** Text with a little shape: bold, italic, lists, links. Pasted text loses everything else. */
import { Bold, Italic, Link2, List, ListOrdered, type LucideIcon, RemoveFormatting } from "lucide-react";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";

import { safeHtml } from "../../../kit/html";
import { cx, IconButton } from "../../../ui";
import controls from "../../../ui/controls.module.css";
import type { InputProps } from "../field_view";
import css from "./inputs.module.css";

const TOOLS: { command: string; icon: LucideIcon }[] = [
  { command: "bold", icon: Bold }, { command: "italic", icon: Italic }, { command: "insertUnorderedList", icon: List }, { command: "insertOrderedList", icon: ListOrdered }, { command: "removeFormat", icon: RemoveFormatting },
];

export default function RichText({ id, field, value, onChange, disabled, describedBy, required, invalid }: InputProps) {
  const { t } = useTranslation();
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const html = typeof value === "string" ? safeHtml(value) : "";
    if (box.current && box.current !== document.activeElement && box.current.innerHTML !== html) box.current.innerHTML = html;
  }, [value]);
  const report = () => {
    const html = box.current ? safeHtml(box.current.innerHTML) : "";
    onChange(box.current?.textContent?.trim() ? html : null);
  };
  const run = (command: string, argument?: string) => {
    box.current?.focus();
    document.execCommand(command, false, argument);
    report();
  };
  const link = () => {
    const chosen = document.getSelection()?.toString().trim() ?? "";
    if (/^https?:\/\//i.test(chosen)) run("createLink", chosen);
  };
  return (
    <div className={cx(controls.input, css.richbox)} aria-invalid={invalid}>
      {!disabled && (
        <div className={css.richbar} role="toolbar" aria-label={field.name}>
          {TOOLS.map(({ command, icon }) => (
            <IconButton key={command} small icon={icon} label={t(`rich.${command}`)} onMouseDown={(event) => event.preventDefault()} onClick={() => run(command)} />
          ))}
          <IconButton small icon={Link2} label={t("rich.link")} onMouseDown={(event) => event.preventDefault()} onClick={link} />
        </div>
      )}
      <div ref={box} id={id} role="textbox" aria-multiline="true" aria-label={field.name} aria-describedby={describedBy} aria-required={required} contentEditable={!disabled} suppressContentEditableWarning className={css.rich} onInput={report} />
    </div>
  );
}
