/** The words of a formula, for colours, chips and completion. The server alone parses; this only reads along. */

export type TokenType = "text" | "number" | "name" | "function" | "word" | "sign" | "bracket";

export interface Token {
  readonly type: TokenType;
  readonly from: number;
  readonly to: number;
  /** Of a name its path with plain letters and dots, without braces. */
  readonly text: string;
}

const DOT = "[.．。｡]";
const NAME = String.raw`[\p{L}_＿][\p{L}\p{N}_＿]*`;
const PARTS: readonly [TokenType, RegExp][] = [
  ["text", /"(?:[^"]|"")*"?|[“”][^“”]*[“”]?|＂[^＂]*＂?|[‘’][^‘’]*[‘’]?|「[^」]*」?|『[^』]*』?/y],
  ["number", /[0-9０-９]+(?:[.．。｡][0-9０-９]*)?(?:[eE][+-]?\d+)?/y],
  // in braces stands a key or, while it is typed, a name with whatever signs it has
  ["name", new RegExp(String.raw`[{｛][^{}｛｝\n]*[}｝]|[{｛][^{}｛｝\n+*/<>=&%]*|${NAME}(?:${DOT}${NAME})*${DOT}?`, "uy")],
  ["bracket", /[()[\]（）［］【】]/y],
  ["sign", /[<>=!≤≥≦≧≠＜＞《》〈〉＝！＋－−–×÷＊／&＆^＾%％+\-*/,，、;；]+/y],
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
    const braced = /^[{｛]/.test(written);
    const name = braced ? written.replace(/^[{｛]|[}｝]$/g, "") : plain(written);
    const called = !braced && /^\s*[(（]/.test(text.slice(to));
    const known = !braced && WORDS.has(name.toUpperCase());
    return { type: known ? "word" : called ? "function" : "name", from: at, to, text: name };
  }
  return null;
}

/** Full-width letters, digits and signs as plain ones, each for one, as the server reads them. */
export const plain = (text: string): string => text.replace(/[！-～]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0xfee0)).replace(/[。｡]/g, ".");

/** What a text says, without its quotes. */
export const said = (token: Token): string => token.text.replace(/^["“”＂‘’「『]/, "").replace(/["“”＂‘’」』]$/, "").replaceAll('""', '"');

/** Whether the quotes of a text are closed. */
export const isClosed = (token: Token): boolean => token.text.length > 1 && /["“”＂‘’」』]$/.test(token.text);

export interface Bracket {
  readonly from: number;
  readonly to: number;
  readonly matched: boolean;
}

const OPENING = "([";
const CLOSING = ")]";
const PLAIN_BRACKETS: Readonly<Record<string, string>> = { "【": "[", "】": "]" };
const shapeOf = (token: Token): string => PLAIN_BRACKETS[token.text] ?? plain(token.text);

/** The bracket at a place and its counterpart; what stands in quotes is none. Nothing where no bracket stands. */
export function bracketsAt(tokens: readonly Token[], place: number): Bracket[] {
  const all = tokens.filter((token) => token.type === "bracket");
  const here = all.find((token) => token.to === place) ?? all.find((token) => token.from === place);
  if (here === undefined) return [];
  const forward = OPENING.includes(shapeOf(here));
  const way = forward ? all.slice(all.indexOf(here)) : all.slice(0, all.indexOf(here) + 1).reverse();
  let open = 0;
  for (const other of way) {
    open += OPENING.includes(shapeOf(other)) === forward ? 1 : -1;
    if (open > 0) continue;
    const [first, last] = forward ? [here, other] : [other, here];
    const matched = OPENING.indexOf(shapeOf(first)) === CLOSING.indexOf(shapeOf(last));
    return [first, last].map(({ from, to }) => ({ from, to, matched }));
  }
  return [{ from: here.from, to: here.to, matched: false }];
}

/** The brackets that have no counterpart, or a wrong one, by where they begin. */
export function unmatched(tokens: readonly Token[]): ReadonlySet<number> {
  const [open, wrong] = [[] as Token[], new Set<number>()];
  for (const token of tokens) {
    if (token.type !== "bracket") continue;
    if (OPENING.includes(shapeOf(token))) open.push(token);
    else {
      const other = open.pop();
      if (other === undefined || OPENING.indexOf(shapeOf(other)) !== CLOSING.indexOf(shapeOf(token))) [other, token].forEach((one) => one && wrong.add(one.from));
    }
  }
  open.forEach((one) => wrong.add(one.from));
  return wrong;
}

/** Where a place that the server counts in characters lies in text that the browser counts in UTF-16 units. */
export function placeIn(text: string, characters: number): number {
  let at = 0;
  for (let count = 0; count < characters && at < text.length; count += 1) at += (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
  return at;
}
