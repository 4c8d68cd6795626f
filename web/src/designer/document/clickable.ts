/**
 * A formula that says no more than can be clicked together, as a tree of conditions; null for any other. What the two
 * mean is the same: the server compiles both to one expression.
 */
import type { Term, Tree } from "../../engines/record/conditions";
import { PERIODS } from "../../engines/record/conditions";
import { type Token, tokensOf } from "../expression/tokens";

const SIGNS: Record<string, string> = { "=": "is", "==": "is", "<>": "is_not", "!=": "is_not", ">": "gt", ">=": "gte", "<": "lt", "<=": "lte" };

class Unfit extends Error {}

class Reader {
  private at = 0;
  constructor(private readonly tokens: Token[]) {}

  whole(): Tree {
    const tree = this.group("OR", "any", () => this.group("AND", "all", () => this.one()));
    if (this.at < this.tokens.length) throw new Unfit();
    return tree;
  }

  private group(word: string, kind: "all" | "any", inner: () => Tree): Tree {
    const found = [inner()];
    while (this.word(word)) found.push(inner());
    const [only] = found;
    return found.length === 1 && only ? only : kind === "all" ? { all: found } : { any: found };
  }

  private one(): Tree {
    if (this.bracket("(")) {
      const inside = this.group("OR", "any", () => this.group("AND", "all", () => this.one()));
      this.need(this.bracket(")"));
      return inside;
    }
    if (this.word("NOT") || this.called("NOT")) {
      const wrapped = this.bracket("(");
      const term = this.blank();
      if (wrapped) this.need(this.bracket(")"));
      return { ...term, op: "not_blank" };
    }
    return this.peek()?.type === "function" ? this.blank() : this.term();
  }

  private blank(): Term {
    this.need(this.called("ISBLANK"));
    this.need(this.bracket("("));
    const field = this.path();
    this.need(this.bracket(")"));
    return { field, op: "blank" };
  }

  private term(): Term {
    const field = this.path();
    if (this.word("IN")) return this.among(field);
    const sign = this.take("sign");
    const op = SIGNS[sign?.text ?? ""];
    if (!op) throw new Unfit();
    return { field, op, value: this.literal() };
  }

  private among(field: string): Term {
    const period = this.peek();
    if (period?.type === "name" && PERIODS.includes(period.text)) {
      this.at += 1;
      return { field, op: "within", value: period.text };
    }
    this.need(this.bracket("("));
    const values = [this.literal()];
    while (this.peek()?.type === "sign" && /^[,，、]$/.test(this.peek()?.text ?? "")) {
      this.at += 1;
      values.push(this.literal());
    }
    this.need(this.bracket(")"));
    return { field, op: "in", value: values };
  }

  private literal(): string | boolean {
    const token = this.peek();
    this.at += 1;
    if (token?.type === "text") return token.text.replace(/^"|"$/g, "").replaceAll('""', '"');
    if (token?.type === "number") return token.text;
    if (token?.type === "word" && ["TRUE", "FALSE"].includes(token.text.toUpperCase())) return token.text.toUpperCase() === "TRUE";
    throw new Unfit();
  }

  private path(): string {
    const token = this.take("name");
    if (!token) throw new Unfit();
    return token.text;
  }

  private peek(): Token | undefined {
    return this.tokens[this.at];
  }

  private take(type: Token["type"]): Token | undefined {
    const token = this.peek();
    if (token?.type !== type) return undefined;
    this.at += 1;
    return token;
  }

  private is(type: Token["type"], text: string): boolean {
    const token = this.peek();
    if (token?.type !== type || token.text.toUpperCase() !== text) return false;
    this.at += 1;
    return true;
  }

  private word = (text: string): boolean => this.is("word", text);
  private called = (text: string): boolean => this.is("function", text);
  private bracket = (text: string): boolean => this.is("bracket", text);

  private need(found: boolean): void {
    if (!found) throw new Unfit();
  }
}

/** ``fits``: whether the builder offers that operator for that field. */
export function treeOf(formula: string, fits: (field: string, op: string) => boolean): Tree | null {
  const terms = (tree: Tree): Term[] => ("field" in tree ? [tree] : "all" in tree ? tree.all.flatMap(terms) : "any" in tree ? tree.any.flatMap(terms) : []);
  try {
    const tree = new Reader(tokensOf(formula)).whole();
    return terms(tree).every((term) => fits(term.field, term.op)) ? tree : null;
  } catch (error) {
    if (error instanceof Unfit) return null;
    throw error;
  }
}
