/** The text editor of formulas: CodeMirror with our colours, chips, completion and problems. No React. */
import { acceptCompletion, autocompletion, closeBrackets, closeBracketsKeymap, type Completion } from "@codemirror/autocomplete";
import { completionKeymap, type CompletionContext, type CompletionResult } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { bracketMatching } from "@codemirror/language";
import { type Diagnostic, setDiagnostics } from "@codemirror/lint";
import { Compartment, EditorState, type Extension, RangeSetBuilder, Transaction } from "@codemirror/state";
import { Decoration, type DecorationSet, EditorView, keymap, placeholder, ViewPlugin, type ViewUpdate, WidgetType } from "@codemirror/view";

import { type FormulaField, resolve, suggest, type Suggestion } from "./completion";
import type { FunctionHelp } from "./questions";
import { type TokenType, tokensOf } from "./tokens";

export interface Knowledge {
  readonly fields: readonly FormulaField[];
  readonly functions: readonly FunctionHelp[];
  readonly locale: "zh-CN" | "en";
}

export interface Problem {
  readonly from: number;
  readonly to: number;
  readonly severity: "error" | "warning";
  readonly message: string;
}

export interface Editing {
  readonly view: EditorView;
  learn(known: Knowledge): void;
  show(problems: readonly Problem[]): void;
  write(text: string): void;
  insert(text: string, cursor: number): void;
}

interface Options {
  readonly parent: HTMLElement;
  readonly text: string;
  readonly label: string;
  readonly hint: string;
  readonly readOnly: boolean;
  readonly known: Knowledge;
  readonly onChange: (text: string) => void;
}

const MARKS: Partial<Record<TokenType, Decoration>> = {
  text: Decoration.mark({ class: "fx-text" }),
  number: Decoration.mark({ class: "fx-number" }),
  function: Decoration.mark({ class: "fx-function" }),
  word: Decoration.mark({ class: "fx-word" }),
  sign: Decoration.mark({ class: "fx-sign" }),
};

/** A field shown by its name where its key is stored. */
class FieldChip extends WidgetType {
  constructor(
    readonly label: string,
    readonly path: string,
  ) {
    super();
  }

  override eq(other: FieldChip): boolean {
    return other.label === this.label && other.path === this.path;
  }

  override toDOM(): HTMLElement {
    const chip = document.createElement("span");
    chip.className = "fx-chip";
    chip.textContent = this.label;
    chip.dataset.path = this.path;
    return chip;
  }

  override ignoreEvent(): boolean {
    return false;
  }
}

/** Chips for known fields, colours for the rest. What is being typed stays text until the cursor leaves it. */
function decorate(view: EditorView, known: Knowledge): DecorationSet {
  const labels = new Map(known.fields.map((field) => [field.path, field.label]));
  const builder = new RangeSetBuilder<Decoration>();
  const cursor = view.state.selection.main.head;
  for (const token of tokensOf(view.state.doc.toString())) {
    const label = token.type === "name" ? labels.get(token.text) : undefined;
    const typing = view.hasFocus && cursor > token.from && cursor <= token.to && !settled(view, token.to);
    if (label !== undefined && !typing) {
      builder.add(token.from, token.to, Decoration.replace({ widget: new FieldChip(label, token.text) }));
    } else {
      const mark = MARKS[token.type];
      if (mark !== undefined) builder.add(token.from, token.to, mark);
    }
  }
  return builder.finish();
}

/** Whether something stands behind the place, so that nothing is being typed there. */
const settled = (view: EditorView, at: number): boolean => view.state.selection.main.head !== at;

function chips(known: Knowledge): Extension {
  const plugin = ViewPlugin.fromClass(
    class {
      decorations: DecorationSet;
      constructor(view: EditorView) {
        this.decorations = decorate(view, known);
      }
      update(update: ViewUpdate): void {
        if (update.docChanged || update.selectionSet || update.focusChanged) this.decorations = decorate(update.view, known);
      }
    },
    { decorations: (value) => value.decorations },
  );
  const atomic = EditorView.atomicRanges.of((view) => {
    const all = view.plugin(plugin)?.decorations ?? Decoration.none;
    return all.update({ filter: (_from, _to, value) => value.spec.widget !== undefined });
  });
  return [plugin, atomic];
}

function completing(known: Knowledge): Extension {
  const source = (context: CompletionContext): CompletionResult | null => {
    const found = suggest(context.state.doc.toString(), context.pos, known.fields, known.functions, context.explicit);
    if (found === null) return null;
    return { from: found.from, to: found.to, filter: false, options: found.items.map((item) => option(item, known.locale)) };
  };
  return autocompletion({ override: [source], icons: false, activateOnTyping: true });
}

function option(item: Suggestion, locale: Knowledge["locale"]): Completion {
  return {
    label: item.insert,
    displayLabel: item.label,
    detail: item.help === undefined ? item.detail : item.help.doc[locale],
    type: item.kind,
    info: item.help === undefined ? undefined : () => helpOf(item.help as FunctionHelp, locale),
    apply: (view, _completion, from, to) => {
      // brackets that stand there already are not written twice
      const follows = view.state.sliceDoc(to, to + 1) === "(";
      const insert = item.kind === "function" && follows ? item.label : item.insert;
      const cursor = item.kind === "function" && follows ? insert.length + 1 : item.cursor;
      view.dispatch({ changes: { from, to, insert }, selection: { anchor: from + cursor }, userEvent: "input.complete" });
    },
  };
}

function helpOf(help: FunctionHelp, locale: Knowledge["locale"]): HTMLElement {
  const box = document.createElement("div");
  const add = (tag: string, text: string): void => {
    const line = document.createElement(tag);
    line.textContent = text;
    box.append(line);
  };
  add("strong", help.key);
  add("p", help.doc[locale]);
  for (const example of distinct(help.examples).slice(0, 3)) add("code", example);
  box.className = "fx-help";
  return box;
}

const distinct = (texts: readonly string[]): string[] => [...new Set(texts)];

/** Shown names that were typed in full become keys as soon as the cursor leaves them, all of them when the editor is left. */
function settle(view: EditorView, fields: readonly FormulaField[], left: boolean): void {
  const found = resolve(view.state.doc.toString(), fields, left ? null : view.state.selection.main.head);
  // undo leads back to before the name was typed, not to the name
  if (found.length > 0 && !view.composing && view.dom.isConnected) view.dispatch({ changes: found, annotations: Transaction.addToHistory.of(false) });
}

export function startEditing(options: Options): Editing {
  const knowing = new Compartment();
  let fields = options.known.fields;
  const learnt = (known: Knowledge): Extension => [chips(known), completing(known)];
  const view = new EditorView({
    parent: options.parent,
    state: EditorState.create({
      doc: options.text,
      selection: { anchor: options.text.length },
      extensions: [
        history(),
        bracketMatching(),
        closeBrackets(),
        EditorView.lineWrapping,
        placeholder(options.hint),
        EditorState.readOnly.of(options.readOnly),
        EditorView.contentAttributes.of({ "aria-label": options.label, spellcheck: "false", "data-input": "formula", "data-autofocus": "" }),
        // Tab leaves the editor, so that the keyboard can; it accepts a suggestion while there is one
        keymap.of([{ key: "Tab", run: acceptCompletion }, ...closeBracketsKeymap, ...completionKeymap, ...defaultKeymap, ...historyKeymap]),
        knowing.of(learnt(options.known)),
        EditorView.updateListener.of((update) => {
          if (update.docChanged) options.onChange(update.state.doc.toString());
          // a change inside of an update is not allowed
          if (update.docChanged || update.selectionSet) queueMicrotask(() => settle(update.view, fields, false));
        }),
        EditorView.domEventHandlers({ blur: (_event, left) => queueMicrotask(() => settle(left, fields, true)) }),
      ],
    }),
  });
  return {
    view,
    learn: (known) => {
      fields = known.fields;
      view.dispatch({ effects: knowing.reconfigure(learnt(known)) });
    },
    show: (problems) => {
      const size = view.state.doc.length;
      const clamp = (at: number): number => Math.max(0, Math.min(at, size));
      const diagnostics = problems.map((one): Diagnostic => ({ ...one, from: clamp(one.from), to: clamp(one.to) }));
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
  };
}
