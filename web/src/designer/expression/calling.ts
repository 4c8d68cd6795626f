/** The line above the text: the function that the cursor stands in, its arguments and what the one at the cursor takes. */
import { StateEffect, StateField, type Extension } from "@codemirror/state";
import { type EditorView, type Panel, showPanel, type ViewUpdate } from "@codemirror/view";

import { type Called, callAt, parametersOf } from "./calls";
import type { Knowledge } from "./completing";
import type { FunctionHelp } from "./questions";
import { tokensOf } from "./tokens";

interface Options {
  readonly known: () => Knowledge;
  /** What stands there outside of any function. */
  readonly hint: string;
  readonly onCall: (name: string | null) => void;
}

/** What is known has changed: functions and words come later than the text. */
export const learnt = StateEffect.define();

function helpAt(view: EditorView, known: Knowledge): { help: FunctionHelp; called: Called } | null {
  const called = callAt(tokensOf(view.state.doc.toString()), view.state.selection.main.head);
  const help = called && known.functions.find((one) => one.key === called.name);
  return called && help ? { help, called } : null;
}

export function calling(options: Options): Extension {
  const panel = (view: EditorView): Panel => {
    const dom = document.createElement("div");
    dom.className = "fx-call";
    let told: string | null = null;
    const draw = (): void => {
      const found = view.hasFocus || told !== null ? helpAt(view, options.known()) : null;
      dom.replaceChildren(...(found ? signature(found.help, found.called, options.known()) : [piece("span", options.hint, "fx-hint")]));
      const name = found?.help.key ?? null;
      if (name !== told) options.onCall((told = name));
    };
    draw();
    return {
      dom,
      top: true,
      update: (update: ViewUpdate) => {
        if (update.docChanged || update.selectionSet || update.focusChanged || update.transactions.some((one) => one.effects.some((effect) => effect.is(learnt)))) draw();
      },
    };
  };
  return StateField.define<null>({ create: () => null, update: () => null, provide: () => showPanel.of(panel) });
}

function piece(tag: string, text: string, look?: string): HTMLElement {
  const made = document.createElement(tag);
  made.textContent = text;
  if (look) made.className = look;
  return made;
}

/** `ROUND(值[, 小数位])` with the argument at the cursor set off, and what it takes. */
function signature(help: FunctionHelp, { argument }: Called, known: Knowledge): HTMLElement[] {
  const parameters = parametersOf(help, argument);
  const line = piece("span", "", "fx-usage");
  line.append(`${help.key}(`);
  parameters.forEach((one, at) => {
    const more = one.repeated && !parameters[at + 1]?.repeated ? ", …" : "";
    line.append(one.optional ? "[" : "", at === 0 ? "" : ", ", one.here ? piece("strong", known.parameter(one).name) : known.parameter(one).name, one.optional ? "]" : "", more);
  });
  line.append(")");
  const takes = parameters.filter((one) => one.here).map((one) => known.parameter(one).takes);
  return [line, piece("span", takes.length > 0 ? takes.join(" / ") : help.doc[known.locale], "fx-takes")];
}
