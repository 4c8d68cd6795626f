/** The whole document as text, with its problems at their lines; it is taken over when it is saved. */
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { json, jsonParseLinter } from "@codemirror/lang-json";
import { bracketMatching, defaultHighlightStyle, foldGutter, foldKeymap, syntaxHighlighting } from "@codemirror/language";
import { type Diagnostic, lintGutter, linter, lintKeymap, setDiagnostics } from "@codemirror/lint";
import { EditorView, highlightActiveLine, keymap, lineNumbers } from "@codemirror/view";
import { Download, RotateCcw, Save } from "lucide-react";
import { useEffect, useRef, useState } from "react";

import { currentLocale } from "../../platform/i18n";
import { Button, toast } from "../../ui";
import { useDraft, useSay, useStore } from "../context";
import { isObject, type JsonObject } from "../document/pointer";
import css from "./json.module.css";
import { spanOf, spans } from "./lines";

const written = (document: JsonObject): string => JSON.stringify(document, null, 2);

export default function JsonPage() {
  const say = useSay();
  const store = useStore();
  const { document, problems } = useDraft();
  const box = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  const base = useRef(document);
  const [dirty, setDirty] = useState(false);
  const label = say("json.label");

  useEffect(() => {
    if (!box.current) return undefined;
    const made = new EditorView({
      parent: box.current,
      doc: written(base.current),
      extensions: [
        lineNumbers(), foldGutter(), history(), bracketMatching(), highlightActiveLine(), json(), linter(jsonParseLinter()), lintGutter(), syntaxHighlighting(defaultHighlightStyle),
        keymap.of([...defaultKeymap, ...historyKeymap, ...foldKeymap, ...lintKeymap, indentWithTab]), EditorView.lineWrapping, EditorView.contentAttributes.of({ "aria-label": label, tabindex: "0" }),
        EditorView.updateListener.of((update) => update.docChanged && setDirty(update.state.doc.toString() !== written(base.current))),
      ],
    });
    view.current = made;
    return () => made.destroy();
  }, [label]);

  // an undo, or somebody else's change, is shown at once unless something is being written here
  useEffect(() => {
    const editor = view.current;
    if (!editor || base.current === document) return;
    const untouched = editor.state.doc.toString() === written(base.current);
    base.current = document;
    if (untouched) editor.dispatch({ changes: { from: 0, to: editor.state.doc.length, insert: written(document) } });
  }, [document]);

  useEffect(() => {
    const editor = view.current;
    if (!editor || dirty) return;
    const text = editor.state.doc.toString();
    const places = spans(text);
    const found: Diagnostic[] = problems.map((one) => ({ ...spanOf(places, one.pointer), severity: one.severity, message: one.message[currentLocale()] }));
    editor.dispatch(setDiagnostics(editor.state, found));
  }, [problems, dirty, document]);

  const save = async () => {
    const editor = view.current;
    if (!editor) return;
    try {
      const next: unknown = JSON.parse(editor.state.doc.toString());
      if (!isObject(next as JsonObject)) throw new SyntaxError();
      base.current = next as JsonObject;
      store.edit(() => next as JsonObject);
      setDirty(false);
      if (await store.flush()) toast("success", say("json.saved"));
    } catch {
      toast("error", say("not_json"));
    }
  };
  const drop = () => {
    const editor = view.current;
    editor?.dispatch({ changes: { from: 0, to: editor.state.doc.length, insert: written(store.document) } });
  };
  const file = () => {
    const link = window.document.createElement("a");
    link.href = URL.createObjectURL(new Blob([written(store.document)], { type: "application/json" }));
    link.download = `${store.app}_app.json`;
    link.click();
    URL.revokeObjectURL(link.href);
  };
  return (
    <div className={css.page} data-testid="json">
      <div className={css.tools}>
        <span>{say(dirty ? "json.dirty" : "json.clean")}</span>
        <Button icon={Download} onClick={file}>{say("json.download")}</Button>
        <Button icon={RotateCcw} disabled={!dirty} onClick={drop}>{say("json.drop")}</Button>
        <Button icon={Save} disabled={!dirty} onClick={() => void save()} data-action="save-json">{say("json.save")}</Button>
      </div>
      <div ref={box} className={css.editor} />
    </div>
  );
}
