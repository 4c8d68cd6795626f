/** The words of a formula, for colours, chips and completion. The server alone parses; this only reads along. */

export type TokenType = "text" | "number" | "name" | "function" | "word" | "sign" | "bracket";

export interface Token {
  readonly type: TokenType;
  readonly from: number;
  readonly to: number;
  /** Of a name its path, without braces. */
  readonly text: string;
}

const PARTS: readonly [TokenType, RegExp][] = [
  ["text", /"(?:[^"]|"")*"?|“[^”]*”?|＂[^＂]*＂?/y],
  ["number", /\d+(?:[.．]\d*)?(?:[eE][+-]?\d+)?/y],
  ["name", /\{[^\W\d][\w.]*\}?|[\p{L}_][\p{L}\p{N}_]*(?:\.[\p{L}_][\p{L}\p{N}_]*)*\.?/uy],
  ["bracket", /[()[\]（）［］【】]/y],
  ["sign", /[<>=!≤≥≠＜＞＝＋－−×÷＊／&＆^%％+\-*/,，、]+/y],
];
const WORDS = new Set(["AND", "OR", "NOT", "IN", "TRUE", "FALSE", "BLANK"]);

export function tokensOf(text: string): Token[] {
  const found: Token[] = [];
  let at = 0;
  while (at < text.length) {
    const token = tokenAt(text, at);
    if (token === null) at += 1;
    else {
      found.push(token);
      at = token.to;
    }
  }
  return found;
}

function tokenAt(text: string, at: number): Token | null {
  for (const [type, part] of PARTS) {
    part.lastIndex = at;
    const written = part.exec(text)?.[0];
    if (written === undefined) continue;
    const to = at + written.length;
    if (type !== "name") return { type, from: at, to, text: written };
    const name = written.replace(/^\{|\}$/g, "");
    const plain = !written.startsWith("{");
    const called = plain && /^\s*[(（]/.test(text.slice(to));
    const known = plain && WORDS.has(name.toUpperCase());
    return { type: known ? "word" : called ? "function" : "name", from: at, to, text: name };
  }
  return null;
}
