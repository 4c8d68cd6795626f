/** How a formula is drawn: fields as chips with their names, colours for the rest, the bracket at the cursor and its counterpart. */
import { type Extension, RangeSetBuilder } from "@codemirror/state";
import { Decoration, type DecorationSet, EditorView, ViewPlugin, type ViewUpdate, WidgetType } from "@codemirror/view";

import { type FormulaField, nameOfBehind, nameOfText } from "./names";
import { bracketsAt, type Token, type TokenType, tokensOf, unmatched } from "./tokens";
import type { Choices, FieldValue } from "./values";

const MARKS: Partial<Record<TokenType, Decoration>> = {
  text: Decoration.mark({ class: "fx-text" }),
  number: Decoration.mark({ class: "fx-number" }),
  function: Decoration.mark({ class: "fx-function" }),
  word: Decoration.mark({ class: "fx-word" }),
  sign: Decoration.mark({ class: "fx-sign" }),
};
/** An operator in words, such as 大于. */
const isWord = (token: Token, text: string): boolean => token.type === "sign" && /\p{L}/u.test(text.slice(token.from, token.to));
const MATCHED = Decoration.mark({ class: "fx-matched" });
const UNMATCHED = Decoration.mark({ class: "fx-unmatched" });

/** A field or a value shown by its name where its key is stored. */
class NameChip extends WidgetType {
  constructor(
    readonly label: string,
    readonly path: string,
    readonly look: "fx-chip" | "fx-value",
  ) {
    super();
  }

  override eq(other: NameChip): boolean {
    return other.label === this.label && other.path === this.path && other.look === this.look;
  }

  override toDOM(): HTMLElement {
    const chip = document.createElement("span");
    chip.className = this.look;
    chip.textContent = this.label;
    chip.dataset.path = this.path;
    return chip;
  }

  override ignoreEvent(): boolean {
    return false;
  }
}

/** How names are shown, by what is stored. */
interface Shown {
  readonly fields: readonly FormulaField[];
  readonly labels: ReadonlyMap<string, string>;
  /** The words for periods. */
  readonly words: ReadonlyMap<string, string>;
  readonly choices: Choices;
}

const chipOf = (path: string, label: string, look: NameChip["look"] = "fx-chip"): Decoration => Decoration.replace({ widget: new NameChip(label, path, look) });

/** Chips for known fields and values, colours for the rest. What is being typed by hand stays text until the cursor leaves it. */
function decorate(view: EditorView, shown: Shown, typed: boolean): DecorationSet {
  const builder = new RangeSetBuilder<Decoration>();
  const cursor = view.hasFocus ? view.state.selection.main.head : -1;
  const text = view.state.doc.toString();
  const tokens = tokensOf(text);
  const brackets = bracketsAt(tokens, cursor);
  const alone = unmatched(tokens);
  for (const [index, token] of tokens.entries()) {
    const bracket = brackets.find((one) => one.from === token.from);
    const mark = alone.has(token.from) ? UNMATCHED : bracket?.matched ? MATCHED : MARKS[isWord(token, text) ? "word" : token.type];
    const value = token.from < cursor && cursor < token.to ? undefined : nameOfText(tokens, index, shown.fields, shown.choices);
    const typing = (typed || view.composing) && cursor === token.to;
    const behind = typing ? undefined : nameOfBehind(tokens, index, shown.choices);
    if (behind !== undefined) builder.add(token.from, token.to, chipOf(token.text, behind));
    else if (token.type === "name") name(builder, token, shown, typing);
    else if (value !== undefined) builder.add(token.from, token.to, chipOf(token.text, value, "fx-value"));
    else if (mark !== undefined) builder.add(token.from, token.to, mark);
  }
  return builder.finish();
}

function name(builder: RangeSetBuilder<Decoration>, token: Token, { labels, words }: Shown, typing: boolean): void {
  const [label, word] = [labels.get(token.text), words.get(token.text)];
  if (label !== undefined && !typing) return builder.add(token.from, token.to, chipOf(token.text, label));
  if (word !== undefined && !typing) return builder.add(token.from, token.to, chipOf(token.text, word, "fx-value"));
  // the way that leads there is known already
  const way = token.text.split(".").slice(0, -1);
  while (way.length > 0 && !labels.has(way.join("."))) way.pop();
  const path = way.join(".");
  if (path !== "" && token.to - token.from === token.text.length) builder.add(token.from, token.from + path.length, chipOf(path, labels.get(path) ?? path));
}

export function chips(fields: readonly FormulaField[], words: readonly FieldValue[], choices: Choices): Extension {
  const shown: Shown = { fields, choices, labels: new Map(fields.map((field) => [field.path, field.label])), words: new Map(words.map((word) => [word.insert, word.label])) };
  const plugin = ViewPlugin.fromClass(
    class {
      decorations: DecorationSet;
      typed = false;
      constructor(view: EditorView) {
        this.decorations = decorate(view, shown, false);
      }
      update(update: ViewUpdate): void {
        if (update.docChanged) this.typed = update.transactions.some((one) => one.isUserEvent("input.type") || one.isUserEvent("delete"));
        if (update.docChanged || update.selectionSet || update.focusChanged) this.decorations = decorate(update.view, shown, this.typed);
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
