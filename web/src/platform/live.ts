/** Hints from the server that something is new; what it is, is asked for in the ordinary way. */
import { useEffect } from "react";

import { queryClient } from "./queries";

const TOPICS: Record<string, string[]> = { tasks: ["tasks"], inbox: ["notices"] };

export function useLive(): void {
  useEffect(() => {
    if (typeof EventSource === "undefined") return;
    const source = new EventSource("/api/events");
    for (const [topic, key] of Object.entries(TOPICS)) source.addEventListener(topic, () => void queryClient.invalidateQueries({ queryKey: key }));
    return () => source.close();
  }, []);
}
