/**
 * The one way to the server: JSON over HTTP with the session cookie, the CSRF token on writes, an idempotency key on
 * posts, and every refusal as a ``Refusal``. Only this file calls fetch.
 */
import { randomId } from "../../kit/ids";
import type { FoundProblem } from "./types";

export class Refusal extends Error {
  readonly status: number;
  readonly type: string;
  readonly problems: FoundProblem[];
  readonly trace: string | null;
  readonly body: Record<string, unknown>;

  constructor(status: number, body: Record<string, unknown>) {
    super(String(body.detail ?? body.title ?? status));
    this.name = "Refusal";
    this.status = status;
    this.type = typeof body.type === "string" ? body.type : "about:blank";
    this.problems = Array.isArray(body.problems) ? (body.problems as FoundProblem[]) : [];
    this.trace = typeof body.trace_id === "string" ? body.trace_id : null;
    this.body = body;
  }

  /** The server could not be reached at all. */
  get offline(): boolean {
    return this.status === 0;
  }

  /** The last part of the type: "validation", "conflict", "already_decided". */
  get code(): string {
    return this.type.split("/").at(-1) ?? "";
  }
}

export interface CallOptions {
  query?: Record<string, string | number | boolean | null | undefined>;
  body?: unknown;
  form?: FormData;
  rev?: number;
  signal?: AbortSignal;
  /** One key for all tries of the same press. */
  idempotency?: string;
}

type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

let csrf: string | null = null;
let locale = "zh-CN";
let whenSignedOut: () => void = () => undefined;

export const setCsrf = (token: string | null): void => void (csrf = token);
export const setApiLocale = (chosen: string): void => void (locale = chosen);
export const onSignedOut = (act: () => void): void => void (whenSignedOut = act);

export function url(path: string, query: CallOptions["query"] = {}): string {
  const words = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value !== undefined && value !== null && value !== "") words.set(name, String(value));
  const tail = words.toString();
  return tail ? `${path}?${tail}` : path;
}

function headersOf(method: Method, { body, rev, idempotency }: CallOptions): Headers {
  const headers = new Headers({ Accept: "application/json", "Accept-Language": locale });
  if (body !== undefined) headers.set("Content-Type", "application/json");
  if (rev !== undefined) headers.set("If-Match", `"${String(rev)}"`);
  if (method !== "GET") {
    if (csrf) headers.set("X-CSRF-Token", csrf);
    if (method === "POST") headers.set("Idempotency-Key", idempotency ?? randomId());
  }
  return headers;
}

declare global {
  interface Window {
    /** Asked by boot.js before this code was here; each answer is taken once. */
    dougongAsked?: Record<string, Promise<Response>>;
  }
}

function early(method: Method, path: string): Promise<Response> | undefined {
  // after a write, and most of all after a sign-in, what was asked before says nothing any more
  if (method !== "GET") window.dougongAsked = undefined;
  const asked = method === "GET" ? window.dougongAsked?.[path] : undefined;
  if (asked) window.dougongAsked = Object.fromEntries(Object.entries(window.dougongAsked ?? {}).filter(([one]) => one !== path));
  return asked;
}

export async function call<T>(method: Method, path: string, options: CallOptions = {}): Promise<T> {
  let answer: Response;
  const send = () =>
    fetch(url(path, options.query), {
      method,
      headers: headersOf(method, options),
      body: options.form ?? (options.body === undefined ? undefined : JSON.stringify(options.body)),
      signal: options.signal,
      credentials: "same-origin",
    });
  try {
    answer = await (early(method, url(path, options.query)) ?? send());
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new Refusal(0, { type: "/problems/offline", title: "offline" });
  }
  if (answer.status === 204) return undefined as T;
  const kind = answer.headers.get("Content-Type") ?? "";
  const body: unknown = kind.includes("json") ? await answer.json() : await answer.text();
  if (answer.ok) return body as T;
  if (answer.status === 401 && !path.startsWith("/api/auth/")) whenSignedOut();
  throw new Refusal(answer.status, typeof body === "object" && body !== null ? (body as Record<string, unknown>) : { title: answer.statusText });
}

export const get = <T>(path: string, query?: CallOptions["query"], signal?: AbortSignal): Promise<T> => call<T>("GET", path, { query, signal });
export const post = <T>(path: string, body?: unknown, options?: CallOptions): Promise<T> => call<T>("POST", path, { ...options, body: body ?? {} });
export const put = <T>(path: string, body: unknown): Promise<T> => call<T>("PUT", path, { body });
export const patch = <T>(path: string, body: unknown, options?: CallOptions): Promise<T> => call<T>("PATCH", path, { ...options, body });
export const remove = <T>(path: string, options?: CallOptions): Promise<T> => call<T>("DELETE", path, options);
