/** A new app: empty, from a document in a file, or as a copy of one that is there. */
import { useMutation } from "@tanstack/react-query";
import { FileJson } from "lucide-react";
import { useId, useRef, useState } from "react";

import { Refusal } from "../../platform/api/client";
import { currentLocale } from "../../platform/i18n";
import { queryClient } from "../../platform/queries";
import { Button, Layer, Notice, Segments, Select, TextInput } from "../../ui";
import { type AppDraftInfo, designer } from "../api";
import { useGo, useSay } from "../context";
import { freeKey, isKey, keyFrom } from "../document/keys";
import { shown } from "../document/names";
import { isObject, type JsonObject } from "../document/pointer";
import css from "./apps.module.css";
import { blankApp } from "./blank";

type Way = "blank" | "file" | "copy";

export function NewApp({ apps, onClose }: { apps: AppDraftInfo[]; onClose: () => void }) {
  const say = useSay();
  const go = useGo();
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [way, setWay] = useState<Way>("blank");
  const [name, setName] = useState("");
  const [key, setKey] = useState("");
  const [touched, setTouched] = useState(false);
  const [file, setFile] = useState<{ name: string; document: JsonObject } | null>(null);
  const [unread, setUnread] = useState(false);
  const [template, setTemplate] = useState<string | null>(null);
  const taken = apps.map((one) => one.key);
  const chosen = touched ? key : freeKey(keyFrom(name) ?? "app", taken);
  const make = useMutation({
    mutationFn: () => {
      if (way === "file") return designer.create({ document: file?.document ?? {} });
      if (way === "copy") return designer.create({ template: template ?? "", key: chosen, name });
      return designer.create({ document: blankApp(chosen, name, currentLocale(), { form: say("blank.form"), field: say("blank.field"), everyone: say("blank.menu") }) });
    },
    onSuccess: async ({ app }) => {
      await queryClient.invalidateQueries({ queryKey: ["designer-apps"] });
      go(app);
    },
  });
  const read = async (chosenFile: File | undefined) => {
    if (!chosenFile) return;
    try {
      const document: unknown = JSON.parse(await chosenFile.text());
      if (!isObject(document as JsonObject)) throw new SyntaxError();
      setFile({ name: chosenFile.name, document: document as JsonObject });
      setUnread(false);
    } catch {
      setFile(null);
      setUnread(true);
    }
  };
  const wrongKey = touched && !isKey(key) ? say("key.wrong") : taken.includes(chosen) ? say("key.taken_app") : null;
  const ready = way === "file" ? file !== null : name.trim() !== "" && !wrongKey && (way === "blank" || template !== null);
  const refusal = make.error instanceof Refusal ? make.error : null;
  return (
    <Layer
      open title={say("apps.new")} onClose={onClose} width={520} data-testid="new-app"
      foot={<><Button onClick={onClose}>{say("translation:ui.cancel" as never)}</Button><Button kind="primary" disabled={!ready} busy={make.isPending} onClick={() => make.mutate()} data-action="create">{say("apps.create")}</Button></>}
    >
      <form className={css.form} onSubmit={(event) => { event.preventDefault(); if (ready) make.mutate(); }}>
        <Segments label={say("apps.way")} value={way} onChange={setWay} options={(["blank", "file", "copy"] as const).filter((one) => one !== "copy" || apps.length > 0).map((one) => ({ value: one, label: say(`apps.${one}`) }))} />
        <p className={css.hint}>{say(`apps.${way}_text`)}</p>
        {way === "file" && (
          <div className={css.drop} onDragOver={(event) => event.preventDefault()} onDrop={(event) => { event.preventDefault(); void read(event.dataTransfer.files[0]); }}>
            <input ref={input} type="file" accept=".json,application/json" hidden aria-label={say("apps.choose_file")} data-input="file" onChange={(event) => void read(event.target.files?.[0])} />
            <Button icon={FileJson} onClick={() => input.current?.click()}>{say("apps.choose_file")}</Button>
            <span>{file ? `${file.name} · ${shown(file.document.name) || String(file.document.key ?? "")}` : say("apps.drop_file")}</span>
            {unread && <span className={css.wrong} role="alert">{say("not_json")}</span>}
          </div>
        )}
        {way === "copy" && (
          <div className={css.field}>
            <label htmlFor={`${id}-template`}>{say("apps.template")}</label>
            <Select id={`${id}-template`} label={say("apps.template")} placeholder={say("choose")} value={template} options={apps.map((one) => ({ value: one.key, label: shown(one.name) || one.key }))} onChange={(next) => setTemplate(next)} />
          </div>
        )}
        {way !== "file" && (
          <>
            <div className={css.field}>
              <label htmlFor={`${id}-name`}>{say("apps.name")}</label>
              <TextInput id={`${id}-name`} value={name} onChange={setName} placeholder={say("apps.name_hint")} data-autofocus data-input="name" />
            </div>
            <div className={css.field}>
              <label htmlFor={`${id}-key`}>{say("apps.key")}</label>
              <TextInput id={`${id}-key`} value={touched ? key : chosen} onChange={(next) => { setTouched(true); setKey(next.trim().toLowerCase()); }} aria-invalid={Boolean(wrongKey)} aria-describedby={`${id}-key-hint`} data-input="key" spellCheck={false} />
              {wrongKey ? <span className={css.wrong} role="alert">{wrongKey}</span> : <span id={`${id}-key-hint`} className={css.hint}>{say("apps.key_hint")}</span>}
            </div>
          </>
        )}
        {make.isError && <Notice kind="error">{refusal?.problems[0]?.message ?? refusal?.message ?? say("apps.failed")}</Notice>}
        <button type="submit" hidden />
      </form>
    </Layer>
  );
}
