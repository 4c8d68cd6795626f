/** Work that is not sent yet: a session that ends in the middle of it asks for the password on the spot. */

const held = new Set<() => boolean>();
let asking = false;
const listeners = new Set<() => void>();

function set(next: boolean): void {
  if (asking === next) return;
  asking = next;
  listeners.forEach((notify) => notify());
}

/** ``unsent`` says whether something would be lost from sight. Returns how to let go. */
export function holdWork(unsent: () => boolean): () => void {
  held.add(unsent);
  return () => void held.delete(unsent);
}

export const hasWork = (): boolean => [...held].some((unsent) => unsent());

export const askAgain = (): void => set(true);
export const answered = (): void => set(false);

export const signingIn = {
  subscribe(listener: () => void): () => void {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  },
  asked: (): boolean => asking,
};
