import { Download, FileSpreadsheet } from "lucide-react";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";

import type { Form } from "../../../platform/api/types";
import { Button } from "../../../ui";
import css from "./import.module.css";
import { targets } from "./mapping";

/** An empty sheet with the form's own names in its first row; the mark in front tells Excel that it is UTF-8. */
function template(form: Form): void {
  const line = targets(form).map((field) => `"${field.name.replaceAll('"', '""')}"`).join(",");
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([`\ufeff${line}\r\n`], { type: "text/csv" }));
  link.download = `${form.name}.csv`;
  link.click();
  URL.revokeObjectURL(link.href);
}

/** A spreadsheet, dropped or chosen. */
export function UploadStep({ form, busy, onFile }: { form: Form; busy: boolean; onFile: (file: File) => void }) {
  const { t } = useTranslation();
  const picker = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  return (
    <section className={css.card}>
      <div
        className={css.drop}
        data-over={over}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => {
          event.preventDefault();
          setOver(false);
          const [file] = event.dataTransfer.files;
          if (file) onFile(file);
        }}
      >
        <FileSpreadsheet size={36} aria-hidden />
        <strong>{t("import.drop")}</strong>
        <span>{t("import.kinds")}</span>
        <input
          ref={picker}
          type="file"
          hidden
          accept=".xlsx,.xls,.csv,.ods"
          data-upload="import"
          onChange={(event) => {
            const file = event.target.files?.[0];
            if (file) onFile(file);
            event.target.value = "";
          }}
        />
        <Button kind="primary" busy={busy} onClick={() => picker.current?.click()} data-action="choose-file">
          {t("import.choose")}
        </Button>
        <Button kind="link" icon={Download} onClick={() => template(form)} data-action="template">
          {t("import.template")}
        </Button>
      </div>
    </section>
  );
}
