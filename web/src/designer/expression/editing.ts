/** The text editor of formulas: CodeMirror with chips, completion and problems. No React. */
import { acceptCompletion, closeBrackets, closeBracketsKeymap, completionKeymap, completionStatus } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { type Diagnostic, setDiagnostics } from "@codemirror/lint";
import { Compartment, EditorState, type Extension } from "@codemirror/state";
import { EditorView, highlightSpecialChars, keymap, placeholder, type ViewUpdate } from "@codemirror/view";

import { calling, learnt as more } from "./calling";
import { chips } from "./chips";
import { completing, type Knowledge } from "./completing";
import { resolve } from "./names";
import { plain, tokensOf, unmatched } from "./tokens";

export interface Problem {
  readonly from: number;
  readonly to: number;
  readonly severity: "error" | "warning";
  readonly message: string;
  /** It is about the whole, so no part of it is underlined. */
  readonly whole?: boolean;
  /** What to write in its place, to be chosen where it could be several. */
  readonly mends?: readonly Mend[];
}

/** What to write in place of a mistake, and what that is called. */
export interface Mend {
  readonly insert: string;
  readonly label: string;
}

export interface Editing {
  readonly view: EditorView;
  learn(known: Knowledge): void;
  show(problems: readonly Problem[]): void;
  write(text: string): void;
  insert(text: string, cursor: number): void;
  replace(from: number, to: number, text: string): void;
  select(from: number, to: number): void;
}

interface Options {
  readonly parent: HTMLElement;
  readonly text: string;
  readonly label: string;
  /** The id of what tells the type and the problems. */
  readonly about: string;
  readonly words: { readonly hint: string; readonly keys: string; readonly unseen: string; readonly choices: string };
  readonly readOnly: boolean;
  readonly known: Knowledge;
  readonly onChange: (text: string) => void;
  /** A suggestion can be chosen for what stands at this place; null: no more. */
  readonly onChoosing: (place: number | null) => void;
  /** The cursor stands in the brackets of a function; null: of none. */
  readonly onCall: (name: string | null) => void;
  /** Ctrl and Enter. */
  readonly onDone: () => void;
}

/** Shown names that were typed in full become keys as soon as the cursor leaves them, all of them when the editor is left. */
function settle(view: EditorView, known: Knowledge, left: boolean): void {
  if (view.composing || !view.dom.isConnected) return;
  const functions = new Set(known.functions.map((one) => one.key));
  const text = view.state.doc.toString();
  const fields = [...known.fields, ...known.reached(text)];
  const changes = resolve(text, fields, left ? null : view.state.selection.main.head, functions, known.choices);
  // of one kind with what was typed: undo takes both back
  if (changes.length > 0) view.dispatch({ changes, userEvent: "input.type.compose" });
}

/** A cell of a spreadsheet begins with a sign that says nothing here, and brings blanks and an end of its line along. */
const pasted = (text: string): string => text.replaceAll("\u00a0", " ").replace(/\s+$/, "").replace(/^\s*[=＝](?=[^=＝])/, "");

/** What is undone stays undone. */
const stepped = (update: ViewUpdate): boolean => update.transactions.some((one) => one.isUserEvent("undo") || one.isUserEvent("redo"));

/** Where a suggestion is waiting to be chosen; null where none is. */
const choosing = (state: EditorState): number | null => (completionStatus(state) === "active" ? state.selection.main.head : null);

/** Characters of no width are shown, since they can be part of a formula that was pasted. */
const unseen = (title: string): Extension =>
  highlightSpecialChars({
    render: (code) => {
      const mark = document.createElement("span");
      mark.className = "fx-unseen";
      mark.textContent = "·";
      mark.title = `${title} U+${code.toString(16).toUpperCase().padStart(4, "0")}`;
      return mark;
    },
    addSpecialChars: /[\u180e\u200c\u200d\u2060-\u2064\u202a-\u202e\u2066-\u2069]/g,
  });

/** Brackets and quotes that bring their counterpart, as both keyboards type them; single quotes mean nothing here. */
const PAIRS = ["(", "[", "{", '"', "（", "【", "｛", "“", "「"];
const CLOSING = ")]}】";

/** A closing bracket that is typed where one stands already, of either width, goes over it; so does a Chinese quote. */
function overtype(view: EditorView, from: number, to: number, text: string): boolean {
  const next = view.state.sliceDoc(to, to + 1);
  const quotes = /["“”]/.test(text) && next === '"';
  const same = plain(text) === plain(next) && CLOSING.includes(plain(text)) && text.length === 1;
  const tokens = tokensOf(view.state.doc.toString());
  const closes = quotes ? tokens.some((one) => one.type === "text" && one.from < from && one.to === to + 1) : same && unmatched(tokens).size === 0;
  if (from !== to || !closes || view.composing) return false;
  view.dispatch({ selection: { anchor: to + 1 }, userEvent: "input.type" });
  return true;
}

export function startEditing(options: Options): Editing {
  const knowing = new Compartment();
  let known = options.known;
  let wrong = false;
  const learnt = (): Extension => [chips(known.fields, known.words, known.choices), completing(known)];
  const listen = (update: ViewUpdate): void => {
    if (update.docChanged) options.onChange(update.state.doc.toString());
    if (choosing(update.state) !== choosing(update.startState)) options.onChoosing(choosing(update.state));
    // a change inside of an update is not allowed
    if ((update.docChanged || update.selectionSet) && !stepped(update)) queueMicrotask(() => settle(update.view, known, false));
  };
  const done = (): boolean => {
    options.onDone();
    return true;
  };
  const view = new EditorView({
    parent: options.parent,
    state: EditorState.create({
      doc: options.text,
      selection: { anchor: options.text.length },
      extensions: [
        history(),
        closeBrackets(),
        EditorState.languageData.of(() => [{ closeBrackets: { brackets: PAIRS } }]),
        EditorView.inputHandler.of(overtype),
        unseen(options.words.unseen),
        EditorState.phrases.of({ Completions: options.words.choices }),
        EditorView.lineWrapping,
        placeholder(options.words.hint),
        EditorState.readOnly.of(options.readOnly),
        EditorView.contentAttributes.of(() => ({
          "aria-label": options.label, "aria-describedby": options.about, "aria-invalid": String(wrong), spellcheck: "false", "data-input": "formula", "data-autofocus": "",
        })),
        // Tab leaves the editor, so that the keyboard can; it accepts a suggestion while there is one
        keymap.of([{ key: "Tab", run: acceptCompletion }, { key: "Mod-Enter", run: done }, ...closeBracketsKeymap, ...completionKeymap, ...defaultKeymap, ...historyKeymap]),
        knowing.of(learnt()),
        calling({ known: () => known, hint: options.words.keys, onCall: options.onCall }),
        EditorView.clipboardInputFilter.of((text) => pasted(text)),
        EditorView.updateListener.of(listen),
        EditorView.domEventHandlers({ blur: (_event, left) => queueMicrotask(() => settle(left, known, true)) }),
      ],
    }),
  });
  return {
    view,
    learn: (now) => {
      known = now;
      view.dispatch({ effects: [knowing.reconfigure(learnt()), more.of(null)] });
    },
    show: (problems) => {
      const size = view.state.doc.length;
      const clamp = (at: number): number => Math.max(0, Math.min(at, size));
      const diagnostics = problems.filter((one) => one.whole !== true).map(({ from, to, severity, message }): Diagnostic => ({ from: clamp(from), to: clamp(to), severity, message }));
      wrong = problems.some((one) => one.severity === "error");
      view.dispatch(setDiagnostics(view.state, diagnostics));
    },
    write: (text) => {
      if (text === view.state.doc.toString()) return;
      view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } });
    },
    insert: (text, cursor) => {
      const { from, to } = view.state.selection.main;
      // two names side by side would be read as one
      const apart = /[\p{L}\p{N}_.}]$/u.test(view.state.sliceDoc(Math.max(0, from - 2), from)) ? " " : "";
      view.dispatch({ changes: { from, to, insert: apart + text }, selection: { anchor: from + apart.length + cursor } });
      view.focus();
    },
    replace: (from, to, text) => {
      view.dispatch({ changes: { from, to, insert: text }, selection: { anchor: from + text.length }, userEvent: "input.complete" });
      view.focus();
    },
    select: (from, to) => {
      const size = view.state.doc.length;
      view.dispatch({ selection: { anchor: Math.min(from, size), head: Math.min(to, size) }, scrollIntoView: true });
      view.focus();
    },
  };
}
