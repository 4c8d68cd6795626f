/** Completion in the text editor: the list that opens while typing, and a function's help beside it. */
import { autocompletion, type Completion, type CompletionContext, type CompletionResult } from "@codemirror/autocomplete";
import type { Extension } from "@codemirror/state";
import type { EditorView, Rect } from "@codemirror/view";

import type { Parameter } from "./calls";
import { suggest, type Suggestion } from "./completion";
import type { FormulaField, Piece } from "./names";
import type { FunctionHelp } from "./questions";
import { examplesOf, type SampleWords } from "./samples";
import type { Choices, FieldValue } from "./values";

export interface Knowledge {
  readonly fields: readonly FormulaField[];
  /** What lies behind the fields that a text goes on from, however far. */
  readonly reached: (text: string) => readonly FormulaField[];
  readonly choices: Choices;
  readonly functions: readonly FunctionHelp[];
  /** The words for periods. */
  readonly words: readonly FieldValue[];
  readonly locale: "zh-CN" | "en";
  /** How a function is called, in the person's words. */
  readonly usage: (help: FunctionHelp) => string;
  /** A parameter and what it takes, in the person's words. */
  readonly parameter: (one: Parameter) => { readonly name: string; readonly takes: string };
  /** What the examples of functions are told in. */
  readonly samples: SampleWords;
}

export function completing(known: Knowledge): Extension {
  const source = (context: CompletionContext): CompletionResult | null => {
    // between two strokes of an input method nothing is finished
    if (context.view?.composing) return null;
    const text = context.state.doc.toString();
    const found = suggest(text, context.pos, [...known.fields, ...known.reached(text)], known.functions, context.explicit, known.locale, known.choices);
    if (found === null) return null;
    return { from: found.from, to: found.to, filter: false, options: found.items.map((item) => option(item, known)) };
  };
  return autocompletion({ override: [source], icons: false, activateOnTyping: true, activateOnTypingDelay: 10, interactionDelay: 0, maxRenderedOptions: 60, optionClass: (one) => `fx-is-${one.type ?? "field"}`, positionInfo: besideOrBelow });
}

const WIDEST = 320;

/** The help stands beside the list; where there is no room for it, as on a phone, below. */
function besideOrBelow(_view: EditorView, list: Rect, option: Rect, _info: Rect, space: Rect): { style: string; class: string } {
  const beside = space.right - list.right > WIDEST;
  const style = beside ? `top: ${String(option.top - list.top)}px; max-width: ${String(WIDEST)}px` : `top: ${String(list.bottom - list.top + 4)}px; left: 0; max-width: ${String(list.right - list.left)}px`;
  return { style, class: beside ? "cm-completionInfo-right" : "fx-below" };
}

function option(item: Suggestion, known: Knowledge): Completion {
  const { help } = item;
  return {
    label: item.insert,
    displayLabel: item.label,
    detail: help === undefined ? item.detail : help.doc[known.locale],
    type: item.kind,
    info: help === undefined ? undefined : () => helpOf(help, known),
    apply: (view, _completion, from, to) => {
      // brackets that stand there already are not written twice
      const follows = /[(（]/.test(view.state.sliceDoc(to, to + 1));
      const braced = /[{｛]/.test(view.state.sliceDoc(from, from + 1)) && /[}｝]/.test(view.state.sliceDoc(to, to + 1));
      const insert = item.kind === "function" && follows ? item.label : item.insert;
      const cursor = item.kind === "function" && follows ? insert.length + 1 : item.cursor;
      view.dispatch({ changes: { from, to: braced ? to + 1 : to, insert }, selection: { anchor: from + cursor }, userEvent: "input.complete" });
    },
  };
}

function pieceOf({ text, look }: Piece): string | HTMLElement {
  if (look === undefined) return text;
  const chip = document.createElement("span");
  chip.className = look === "field" ? "fx-chip" : "fx-value";
  chip.textContent = text;
  return chip;
}

function helpOf(help: FunctionHelp, known: Knowledge): HTMLElement {
  const box = document.createElement("div");
  const add = (tag: string, ...content: (string | HTMLElement)[]): void => {
    const line = document.createElement(tag);
    line.append(...content);
    box.append(line);
  };
  add("strong", known.usage(help));
  add("p", help.doc[known.locale]);
  for (const { text, given, result, note } of examplesOf(help, 3, known.samples)) {
    add("code", ...text.map(pieceOf), ...(result === null ? [] : [` → ${result}`]));
    for (const value of note ? [...given, note] : given) add("small", value);
  }
  box.className = "fx-help";
  return box;
}
