/** Hints from the server that something is new; what it is, is asked for in the ordinary way. */
import { useEffect } from "react";

import { queryClient } from "./queries";

const TOPICS: Record<string, string[]> = { tasks: ["tasks"], inbox: ["notices"] };
const AGAIN = 30_000;

export function useLive(): void {
  useEffect(() => {
    if (typeof EventSource === "undefined") return;
    let source: EventSource | undefined;
    let timer: ReturnType<typeof setTimeout>;
    const open = () => {
      source = new EventSource("/api/events");
      for (const [topic, key] of Object.entries(TOPICS)) source.addEventListener(topic, () => void queryClient.invalidateQueries({ queryKey: key }));
      // a lost line is taken up by the browser itself; after a refusal (restart, session ended) nobody would ask again
      source.addEventListener("error", () => {
        if (source?.readyState === EventSource.CLOSED) timer = setTimeout(open, AGAIN);
      });
    };
    open();
    return () => {
      clearTimeout(timer);
      source?.close();
    };
  }, []);
}
