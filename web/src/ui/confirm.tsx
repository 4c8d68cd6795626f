/** Asks before something that is hard to take back; ``await confirm({...})`` is true or false. */
import { useSyncExternalStore } from "react";

import { Button } from "./Button";
import { Layer } from "./Layer";
import { useWord } from "./words";

interface Question {
  title: string;
  text?: string;
  yes: string;
  danger?: boolean;
  answer: (yes: boolean) => void;
}

let asked: Question | null = null;
const listeners = new Set<() => void>();

function set(next: Question | null): void {
  asked = next;
  listeners.forEach((notify) => notify());
}

export function confirm(question: Omit<Question, "answer">): Promise<boolean> {
  return new Promise((resolve) => {
    set({
      ...question,
      answer: (yes) => {
        set(null);
        resolve(yes);
      },
    });
  });
}

export function Confirmation() {
  const question = useSyncExternalStore(
    (notify) => {
      listeners.add(notify);
      return () => void listeners.delete(notify);
    },
    () => asked,
  );
  const cancel = useWord("cancel");
  if (!question) return null;
  return (
    <Layer
      open
      onClose={() => question.answer(false)}
      title={question.title}
      width={420}
      foot={
        <>
          <Button onClick={() => question.answer(false)}>{cancel}</Button>
          <Button kind={question.danger ? "danger" : "primary"} data-autofocus data-action="confirm" onClick={() => question.answer(true)}>
            {question.yes}
          </Button>
        </>
      }
    >
      <p>{question.text}</p>
    </Layer>
  );
}
