/** The words of a formula, for colours, chips and completion. The server alone parses; this only reads along. */

export type TokenType = "text" | "number" | "name" | "function" | "word" | "sign" | "bracket";

export interface Token {
  readonly type: TokenType;
  readonly from: number;
  readonly to: number;
  /** Of a name its path with plain letters and dots, without braces; of an operator in words the sign that it says. */
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

/** Operators in words, by the sign that each says; between two values they are read as such. */
const SPOKEN: ReadonlyMap<string, string> = new Map(
  Object.entries({
    AND: "并且 而且 且", OR: "或者 或", "=": "等于 是", "<>": "不等于 不是", ">": "大于 高于 超过 晚于", "<": "小于 低于 早于",
    ">=": "大于等于 大于或等于 不小于 不低于", "<=": "小于等于 小于或等于 不大于 不高于 不超过", IN: "属于", "NOT IN": "不属于",
    "+": "加 加上", "-": "减 减去", "*": "乘 乘以", "/": "除以",
  }).flatMap(([sign, words]) => words.split(" ").map((word) => [word, sign] as const)),
);
const LONGEST_FIRST = [...SPOKEN.keys()].sort((one, other) => other.length - one.length).join("|");

export function tokensOf(text: string): Token[] {
  const found: Token[] = [];
  let at = 0;
  while (at < text.length) {
    const token = tokenAt(text, at);
    if (token === null) at += 1;
    else {
      for (const part of partsOf(token, text)) found.push(spoken(part, found.at(-1)));
      at = token.to;
    }
  }
  return found;
}

/** amount大于100 is read as three. */
function partsOf(token: Token, text: string): Token[] {
  const parts = token.type === "name" && token.text === plain(text.slice(token.from, token.to)) ? (token.text.match(/[!-~]+|[^!-~]+/g) ?? []) : [];
  if (parts.length < 2 || !parts.every((part) => /^[!-~]/.test(part) || SPOKEN.has(part))) return [token];
  let from = token.from;
  return parts.map((part) => {
    const one: Token = { type: /^\d/.test(part) ? "number" : "name", from, to: from + part.length, text: part };
    from = one.to;
    return one;
  });
}

/** An operator in words behind what can be a value: 大于 as the sign it says, 并且 as AND. */
function spoken(token: Token, before: Token | undefined): Token {
  const sign = token.type === "name" || token.type === "function" ? SPOKEN.get(token.text) : undefined;
  if (sign === undefined || before === undefined || token.to - token.from !== token.text.length) return token;
  const ended = ["name", "number", "text"].includes(before.type) || /^(TRUE|FALSE|BLANK)$/i.test(before.text) || /^[)）\]】］%％]$/.test(before.text);
  if (!ended) return token;
  return { ...token, type: /^[A-Z]/.test(sign) ? "word" : "sign", text: sign.replace("NOT ", "") };
}

export const beginsSpoken = (text: string): boolean => new RegExp(`^(?:${LONGEST_FIRST})`, "u").test(text);

export const isSpoken = (word: string): boolean => SPOKEN.has(word);

/** The parts of what was typed in one go, operators in words among them: 金额, 大于 and 100. Null where there are none. */
export function apart(name: string): string[] | null {
  const parts = name.split(new RegExp(`(${LONGEST_FIRST})`, "u")).filter(Boolean);
  return parts.length > 2 && parts.some((part) => SPOKEN.has(part)) && !SPOKEN.has(parts[0] ?? "") ? parts : null;
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
