/** One idempotency key for all tries of the same content: a lost answer makes no second record, a mended form a new try. */
import { useRef } from "react";

import { randomId } from "../../../kit/ids";

export function useAttempt(): (content: unknown) => string {
  const last = useRef({ content: "", key: "" });
  return (content) => {
    const text = JSON.stringify(content);
    if (last.current.content !== text) last.current = { content: text, key: randomId() };
    return last.current.key;
  };
}
