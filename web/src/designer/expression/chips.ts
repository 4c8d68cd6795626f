/** How a formula is drawn: fields as chips with their names, colours for the rest, the bracket at the cursor and its counterpart. */
import { type Extension, RangeSetBuilder } from "@codemirror/state";
import { Decoration, type DecorationSet, EditorView, ViewPlugin, type ViewUpdate, WidgetType } from "@codemirror/view";

import type { FormulaField } from "./names";
import { bracketsAt, type Token, type TokenType, tokensOf } from "./tokens";

const MARKS: Partial<Record<TokenType, Decoration>> = {
  text: Decoration.mark({ class: "fx-text" }),
  number: Decoration.mark({ class: "fx-number" }),
  function: Decoration.mark({ class: "fx-function" }),
  word: Decoration.mark({ class: "fx-word" }),
  sign: Decoration.mark({ class: "fx-sign" }),
};
const MATCHED = Decoration.mark({ class: "fx-matched" });
const UNMATCHED = Decoration.mark({ class: "fx-unmatched" });

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

type Labels = ReadonlyMap<string, string>;
const chipOf = (path: string, labels: Labels): Decoration => Decoration.replace({ widget: new FieldChip(labels.get(path) ?? path, path) });

/** Chips for known fields, colours for the rest. What is being typed by hand stays text until the cursor leaves it. */
function decorate(view: EditorView, labels: Labels, typed: boolean): DecorationSet {
  const builder = new RangeSetBuilder<Decoration>();
  const cursor = view.hasFocus ? view.state.selection.main.head : -1;
  const tokens = tokensOf(view.state.doc.toString());
  const brackets = bracketsAt(tokens, cursor);
  for (const token of tokens) {
    const bracket = brackets.find((one) => one.from === token.from);
    const mark = bracket ? (bracket.matched ? MATCHED : UNMATCHED) : MARKS[token.type];
    if (token.type === "name") name(builder, token, labels, (typed || view.composing) && cursor === token.to);
    else if (mark !== undefined) builder.add(token.from, token.to, mark);
  }
  return builder.finish();
}

function name(builder: RangeSetBuilder<Decoration>, token: Token, labels: Labels, typing: boolean): void {
  if (labels.has(token.text) && !typing) return builder.add(token.from, token.to, chipOf(token.text, labels));
  // the way that leads there is known already
  const way = token.text.split(".").slice(0, -1);
  while (way.length > 0 && !labels.has(way.join("."))) way.pop();
  const path = way.join(".");
  if (path !== "" && token.to - token.from === token.text.length) builder.add(token.from, token.from + path.length, chipOf(path, labels));
}

export function chips(fields: readonly FormulaField[]): Extension {
  const labels = new Map(fields.map((field) => [field.path, field.label]));
  const plugin = ViewPlugin.fromClass(
    class {
      decorations: DecorationSet;
      typed = false;
      constructor(view: EditorView) {
        this.decorations = decorate(view, labels, false);
      }
      update(update: ViewUpdate): void {
        if (update.docChanged) this.typed = update.transactions.some((one) => one.isUserEvent("input.type") || one.isUserEvent("delete"));
        if (update.docChanged || update.selectionSet || update.focusChanged) this.decorations = decorate(update.view, labels, this.typed);
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
