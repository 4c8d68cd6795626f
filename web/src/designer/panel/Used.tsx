/** Who uses a part: shown in its panel, and told before it is deleted. */
import { useQuery } from "@tanstack/react-query";
import { ChevronDown } from "lucide-react";

import { queryClient } from "../../platform/queries";
import { confirm } from "../../ui";
import { designer, type Usage } from "../api";
import { useDraft, useOpenPart, useSay, useStore } from "../context";
import { placeOf } from "../document/problems";
import { useTrail } from "../shell/ProblemList";
import css from "./panel.module.css";

const MOST = 5;
/** Where a field stands on its own form goes with it. */
const OWN = /^\/forms\/\d+\/(layout|title)(\/|$)/;

const usedQuery = (app: string, rev: number, pointer: string) => ({
  queryKey: ["designer-used", app, rev, pointer],
  queryFn: async (): Promise<Usage[]> => (await designer.used(app, pointer)).items.filter((one) => !OWN.test(one.pointer)),
  staleTime: 60_000,
  retry: false,
});

export function UsedBy({ pointer }: { pointer: string }) {
  const say = useSay();
  const store = useStore();
  const open = useOpenPart();
  const { document, rev, state } = useDraft();
  const trail = useTrail(document);
  const used = useQuery({ ...usedQuery(store.app, rev, pointer), enabled: state === "saved", placeholderData: (before) => before });
  if (!used.data) return null;
  return (
    <details className={css.fold} data-testid="used">
      <summary><ChevronDown size={14} aria-hidden />{used.data.length ? say("used.by", { count: used.data.length }) : say("used.nowhere")}</summary>
      <ul className={css.uses}>
        {used.data.map((one) => <li key={one.pointer}><button type="button" data-use={one.pointer} onClick={() => open(placeOf(document, one.pointer))}>{trail(one.pointer)}</button></li>)}
      </ul>
    </details>
  );
}

/** Whether a part may go: asked only where something uses it. What cannot be asked may go, since undo brings it back. */
export function useMayGo(): (pointer: string, name: string) => Promise<boolean> {
  const say = useSay();
  const store = useStore();
  const trail = useTrail(store.document);
  return async (pointer, name) => {
    if (!(await store.flush())) return true;
    const used = await queryClient.fetchQuery(usedQuery(store.app, store.read().rev, pointer)).catch(() => []);
    if (!used.length) return true;
    const where = used.slice(0, MOST).map((one) => trail(one.pointer)).join(say("used.then"));
    return confirm({ title: say("used.title", { name }), text: say(used.length > MOST ? "used.text_more" : "used.text", { count: used.length, where }), yes: say("used.yes"), danger: true });
  };
}
