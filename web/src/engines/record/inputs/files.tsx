/** Files, pictures and signatures: uploaded at once, kept by id. */
import { Camera, LoaderCircle, Paperclip, Upload, X } from "lucide-react";
import { type PointerEvent, useRef, useState } from "react";
import { useTranslation } from "react-i18next";

import { fileSize } from "../../../kit/format";
import { Refusal } from "../../../platform/api/client";
import { files } from "../../../platform/api/resources";
import type { Json, StoredFile } from "../../../platform/api/types";
import { Button, IconButton, toast } from "../../../ui";
import type { InputProps } from "../field_view";
import { filesOf } from "../shows/linked";
import shows from "../shows/shows.module.css";
import css from "./inputs.module.css";

const MEGABYTE = 1 << 20;

function useUpload({ field, value, onChange }: InputProps) {
  const { t } = useTranslation();
  const [waiting, setWaiting] = useState<string[]>([]);
  const kept = filesOf(value);
  const most = typeof field.max === "number" ? field.max : 20;
  const largest = typeof field.max_size === "number" ? field.max_size : 50;
  const add = async (chosen: File[]) => {
    const fitting = chosen.filter((file) => {
      if (file.size <= largest * MEGABYTE) return true;
      toast("error", t("field.file_too_large", { name: file.name, size: largest }));
      return false;
    });
    const taken = fitting.slice(0, Math.max(0, most - kept.length));
    if (taken.length < fitting.length) toast("info", t("field.too_many_files", { count: most }));
    setWaiting(taken.map((file) => file.name));
    const done: StoredFile[] = [];
    for (const file of taken) {
      try {
        done.push(await files.upload(file));
      } catch (error) {
        toast("error", error instanceof Refusal && !error.offline ? `${file.name}: ${error.message}` : t("error.offline"));
      }
    }
    setWaiting([]);
    if (done.length) onChange([...kept, ...done] as unknown as Json);
  };
  const drop = (id: string) => {
    const left = kept.filter((file) => file.id !== id);
    onChange(left.length ? (left as unknown as Json) : null);
  };
  return { kept, waiting, full: kept.length >= most, add, drop };
}

export function FilesFieldInput(props: InputProps) {
  const { t } = useTranslation();
  const { field, disabled, id } = props;
  const picker = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const { kept, waiting, full, add, drop } = useUpload(props);
  const pictures = field.type === "image";
  const extensions = Array.isArray(field.extensions) ? (field.extensions as string[]) : [];
  return (
    <div
      className={css.drop}
      data-over={over}
      onDragOver={(event) => {
        event.preventDefault();
        if (!disabled) setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        if (!disabled) void add([...event.dataTransfer.files]);
      }}
    >
      <input
        ref={picker}
        id={id}
        type="file"
        multiple
        hidden
        data-upload={field.key}
        accept={extensions.map((one) => `.${one}`).join(",") || (pictures ? "image/*" : undefined)}
        capture={field.camera_only ? "environment" : undefined}
        onChange={(event) => {
          void add([...(event.target.files ?? [])]);
          event.target.value = "";
        }}
      />
      <Button icon={pictures ? Camera : Upload} disabled={disabled || full} busy={waiting.length > 0} onClick={() => picker.current?.click()} aria-describedby={props.describedBy}>
        {t(pictures ? "field.upload_picture" : "field.upload")}
      </Button>
      {(kept.length > 0 || waiting.length > 0) && (
        <ul className={css.filelist}>
          {kept.map((file) => (
            <li key={file.id} className={css.filerow}>
              {pictures ? <img src={files.shown(file.id)} alt="" className={shows.thumbsmall} /> : <Paperclip size={14} aria-hidden />}
              <span>
                <a href={files.url(file.id)} download={file.name}>
                  {file.name}
                </a>
              </span>
              <small>{fileSize(file.size)}</small>
              {!disabled && <IconButton small icon={X} label={t("field.remove_file", { name: file.name })} onClick={() => drop(file.id)} />}
            </li>
          ))}
          {waiting.map((name) => (
            <li key={name} className={css.filerow} aria-busy>
              <LoaderCircle size={14} aria-hidden />
              <span>{name}</span>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

const INK = "#1d2129";

export function SignatureFieldInput(props: InputProps) {
  const { t } = useTranslation();
  const pad = useRef<HTMLCanvasElement>(null);
  const [drawn, setDrawn] = useState(false);
  const { kept, waiting, add, drop } = useUpload(props);
  const [first] = kept;
  if (first)
    return (
      <div className={css.drop}>
        <img src={files.shown(first.id)} alt={t("field.signature")} className={css.pad} style={{ objectFit: "contain" }} />
        {!props.disabled && <Button onClick={() => drop(first.id)}>{t("field.sign_again")}</Button>}
      </div>
    );
  const at = (event: PointerEvent<HTMLCanvasElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    return [((event.clientX - box.left) / box.width) * event.currentTarget.width, ((event.clientY - box.top) / box.height) * event.currentTarget.height] as const;
  };
  const begin = (event: PointerEvent<HTMLCanvasElement>) => {
    const pen = event.currentTarget.getContext("2d");
    if (!pen || props.disabled) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    Object.assign(pen, { lineWidth: 4, lineCap: "round", lineJoin: "round", strokeStyle: INK });
    pen.beginPath();
    pen.moveTo(...at(event));
  };
  const go = (event: PointerEvent<HTMLCanvasElement>) => {
    if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
    const pen = event.currentTarget.getContext("2d");
    pen?.lineTo(...at(event));
    pen?.stroke();
    setDrawn(true);
  };
  const clear = () => {
    pad.current?.getContext("2d")?.clearRect(0, 0, pad.current.width, pad.current.height);
    setDrawn(false);
  };
  const keep = () => pad.current?.toBlob((blob) => blob && void add([new File([blob], "signature.png", { type: "image/png" })]), "image/png");
  return (
    <div className={css.drop}>
      <canvas ref={pad} id={props.id} width={840} height={280} className={css.pad} role="img" aria-label={t("field.sign_here")} onPointerDown={begin} onPointerMove={go} />
      <div className={css.line}>
        <Button disabled={!drawn} busy={waiting.length > 0} onClick={keep}>{t("field.keep_signature")}</Button>
        <Button kind="plain" disabled={!drawn} onClick={clear}>{t("ui.clear")}</Button>
      </div>
    </div>
  );
}
