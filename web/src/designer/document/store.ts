/**
 * The draft on the screen: the document with its history, kept on the server as it changes, and what the server found in it.
 *
 * A save goes out a moment after the last edit and names the revision it was drawn over; when somebody else saved
 * meanwhile nothing is overwritten before a person has chosen.
 */
import { Refusal } from "../../platform/api/client";
import type { Json } from "../../platform/api/types";
import { designer } from "../api";
import { begin, type History, record, redo, undo } from "./history";
import { dropLeft, keepLeft, type Left, takeLeft } from "./local";
import { getAt, insertAt, type JsonObject, moveAt, removeAt, setAt } from "./pointer";
import type { DraftProblem } from "./problems";

export type SaveState = "saved" | "dirty" | "saving" | "conflict" | "offline" | "refused";

export interface Snapshot {
  document: JsonObject;
  rev: number;
  state: SaveState;
  /** Why a save was refused, in the server's words. */
  refusal: string | null;
  problems: DraftProblem[];
  checking: boolean;
  canUndo: boolean;
  canRedo: boolean;
  /** The published document, and its number (0: never). */
  published: JsonObject | null;
  version: number;
  /** How many differences there are to what is published. */
  changes: number | null;
}

const PAUSE = 700;

export class DraftStore {
  readonly app: string;
  private readonly person: string;
  private history: History<JsonObject>;
  private snapshot: Snapshot;
  private listeners = new Set<() => void>();
  private timer: ReturnType<typeof setTimeout> | undefined;
  private saving: Promise<void> | null = null;
  private kept: JsonObject;
  private checks = 0;

  constructor(app: string, person: string, document: JsonObject, rev: number, published: JsonObject | null, version: number) {
    this.app = app;
    this.person = person;
    this.history = begin(document);
    this.kept = document;
    this.snapshot = { document, rev, state: "saved", refusal: null, problems: [], checking: false, canUndo: false, canRedo: false, published, version, changes: null };
  }

  subscribe = (notify: () => void): (() => void) => {
    this.listeners.add(notify);
    return () => void this.listeners.delete(notify);
  };

  read = (): Snapshot => this.snapshot;

  get document(): JsonObject {
    return this.history.present;
  }

  private tell(changes: Partial<Snapshot>): void {
    this.snapshot = { ...this.snapshot, ...changes };
    this.listeners.forEach((notify) => notify());
  }

  private take(history: History<JsonObject>): void {
    if (history === this.history) return;
    this.history = history;
    const blocked = this.snapshot.state === "conflict";
    this.tell({ document: history.present, canUndo: history.past.length > 0, canRedo: history.future.length > 0, state: blocked ? "conflict" : "dirty" });
    if (!blocked) this.later();
  }

  /** One step of the history; edits with the same ``mark`` in quick succession are one step. */
  edit = (change: (document: JsonObject) => JsonObject, mark: string | null = null): void => this.take(record(this.history, change(this.history.present), mark, Date.now()));
  set = (pointer: string, value: Json | undefined): void => {
    const old = getAt(this.document, pointer);
    if (old === value) return;
    this.edit((document) => setAt(document, pointer, value), pointer);
  };
  insert = (pointer: string, value: Json, index?: number): void => this.edit((document) => insertAt(document, pointer, value, index));
  remove = (pointer: string): void => this.edit((document) => removeAt(document, pointer));
  move = (pointer: string, from: number, to: number): void => this.edit((document) => moveAt(document, pointer, from, to));
  undo = (): void => this.take(undo(this.history));
  redo = (): void => this.take(redo(this.history));

  private later(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.save(), PAUSE);
  }

  /** Sends what is not kept yet and waits for it. True when the server has what is on the screen. */
  flush = async (): Promise<boolean> => {
    clearTimeout(this.timer);
    await this.save();
    return this.snapshot.state === "saved";
  };

  save = async (): Promise<void> => {
    while (this.saving) await this.saving;
    if (this.snapshot.state === "conflict") return;
    // undo may lead back to what the server has: nothing is to be sent then
    if (this.kept === this.document) return this.snapshot.state === "dirty" ? this.tell({ state: "saved" }) : undefined;
    this.saving = this.send(this.document);
    await this.saving;
    this.saving = null;
  };

  private async send(document: JsonObject): Promise<void> {
    this.tell({ state: "saving" });
    try {
      const { rev } = await designer.save(this.app, document, this.snapshot.rev);
      this.kept = document;
      dropLeft(this.person, this.app);
      this.tell({ rev, state: this.document === document ? "saved" : "dirty", refusal: null });
      void this.check();
      if (this.document !== document) this.later();
    } catch (error) {
      const refusal = error instanceof Refusal ? error : null;
      this.remember();
      if (refusal?.status === 409) this.tell({ state: "conflict" });
      else if (refusal && !refusal.offline && refusal.status < 500) this.tell({ state: "refused", refusal: refusal.problems[0]?.message ?? refusal.message });
      else {
        this.tell({ state: "offline" });
        this.timer = setTimeout(() => void this.save(), 5000);
      }
    }
  }

  /** Asks what is wrong with the draft as the server has it; only the answer to the last question counts. */
  check = async (): Promise<void> => {
    const asked = ++this.checks;
    this.tell({ checking: true });
    const [checked, differences] = await Promise.allSettled([designer.check(this.app), this.snapshot.version ? designer.diff(this.app, String(this.snapshot.version), "draft") : Promise.resolve(null)]);
    if (asked !== this.checks) return;
    this.tell({
      checking: false,
      problems: checked.status === "fulfilled" ? checked.value.problems : this.snapshot.problems,
      changes: differences.status === "fulfilled" ? (differences.value?.items.length ?? null) : null,
    });
  };

  /** Keeps on this device what the server does not have. */
  remember = (): void => {
    if (this.kept !== this.document) keepLeft(this.person, this.app, { document: this.document, base: this.kept, rev: this.snapshot.rev });
  };

  /** The page goes: what can be sent is sent, what cannot is remembered. */
  leave = async (): Promise<void> => {
    if (!(await this.flush())) this.remember();
  };

  /** What was remembered the last time stands again, as one step that can be undone; a draft that moved on asks. */
  restore = (left: Left): void => {
    if (JSON.stringify(left.document) === JSON.stringify(this.document)) return dropLeft(this.person, this.app);
    const moved = left.rev !== this.snapshot.rev;
    this.edit(() => left.document);
    if (!moved) return;
    clearTimeout(this.timer);
    this.kept = left.base;
    this.tell({ rev: left.rev, state: "conflict" });
  };

  /** After a conflict: what I drew over what the other saved. */
  overwrite = async (): Promise<void> => {
    const theirs = await designer.draft(this.app);
    this.tell({ rev: theirs.rev, state: "dirty" });
    await this.save();
  };

  /** After a conflict: what both drew, together. Gives the places where both changed the same thing and theirs stands. */
  combine = async (): Promise<string[]> => {
    const mine = this.document;
    const theirs = await designer.draft(this.app);
    const { document, conflicts, rev } = await designer.merge(this.app, this.kept, mine, theirs.rev);
    this.history = record(this.history, document, null, Date.now());
    this.settle(rev);
    await this.check();
    return conflicts;
  };

  private settle(rev: number, more: Partial<Snapshot> = {}): void {
    this.kept = this.history.present;
    dropLeft(this.person, this.app);
    this.tell({ document: this.history.present, rev, state: "saved", refusal: null, canUndo: this.history.past.length > 0, canRedo: this.history.future.length > 0, ...more });
  }

  /** Reads the draft and what is published anew; undo still leads back to what was on the screen. */
  reload = async (): Promise<void> => {
    const { draft, published, version } = await load(this.app);
    const same = JSON.stringify(draft.document) === JSON.stringify(this.document);
    if (!same) this.history = record(this.history, draft.document, null, Date.now());
    this.settle(draft.rev, { published, version });
    await this.check();
  };
}

export async function load(app: string): Promise<{ draft: { document: JsonObject; rev: number }; published: JsonObject | null; version: number }> {
  const [draft, versions] = await Promise.all([designer.draft(app), designer.versions(app)]);
  const version = versions.current;
  const published = version ? (await designer.version(app, version)).document : null;
  return { draft, published, version };
}

/** ``restored``: something that could not be sent the last time stands in it again. */
export async function openDraft(app: string, person: string): Promise<{ store: DraftStore; restored: boolean }> {
  const { draft, published, version } = await load(app);
  const store = new DraftStore(app, person, draft.document, draft.rev, published, version);
  const left = takeLeft(person, app);
  if (left) store.restore(left);
  void store.check();
  return { store, restored: store.document !== draft.document };
}
