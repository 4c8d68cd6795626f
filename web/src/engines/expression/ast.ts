/** The canonical JSON of an expression, as the server stores it. The browser needs no parser: it interprets this. */

export const GRAMMAR = 1;

/** "number", {"list": KIND} or {"record": form}. */
export type KindJson = string | { readonly [name: string]: KindJson };

export interface LiteralNode {
  readonly t: "lit";
  readonly k?: KindJson;
  readonly v: string | boolean | null;
}

export interface PathNode {
  readonly t: "path";
  readonly k?: KindJson;
  readonly p: readonly string[];
}

export interface ListNode {
  readonly t: "list";
  readonly k?: KindJson;
  readonly a: readonly Node[];
}

/** `e`: made once for every row of the list at that path. */
export interface CallNode {
  readonly t: "call";
  readonly k?: KindJson;
  readonly f: string;
  readonly a: readonly Node[];
  readonly e?: string;
}

export type Node = LiteralNode | PathNode | ListNode | CallNode;

export interface Envelope {
  readonly grammar: number;
  readonly kind: KindJson;
  readonly ast: Node;
  readonly depends: readonly string[];
}

export function isEnvelope(found: Envelope | Node): found is Envelope {
  return "ast" in found;
}

/** The name of a kind, without what is in it: "list" for {"list": "number"}. */
export function kindName(kind: KindJson | undefined): string {
  if (kind === undefined) return "any";
  return typeof kind === "string" ? kind : (Object.keys(kind)[0] ?? "any");
}

/** What a list holds; the kind itself when it is no list. */
export function itemKind(kind: KindJson | undefined): KindJson | undefined {
  return typeof kind === "object" && "list" in kind ? kind["list"] : kind;
}
