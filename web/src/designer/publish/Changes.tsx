/** What differs between two documents, line by line and in words. */
import { useQuery } from "@tanstack/react-query";

import { currentLocale } from "../../platform/i18n";
import { SkeletonLines } from "../../ui";
import { type Difference, designer } from "../api";
import { useSay, useStore } from "../context";
import { lastOf } from "../document/pointer";
import { useWords } from "../words";
import css from "./publish.module.css";

const SIGN: Record<string, string> = { added: "+", removed: "−", changed: "~", moved: "↕", renamed: "~" };
const SETTINGS = new Set(["changed"]);

/** The server's words, a setting called what the panel calls it. */
function useDifferenceWords(): (one: Difference) => string {
  const words = useWords();
  return ({ kind, pointer, text }) => {
    const said = text[currentLocale()];
    const what = lastOf(pointer);
    if (!SETTINGS.has(kind) || !/^[a-z][a-z0-9_]*$/.test(what)) return said;
    return said.replace(new RegExp(`(^|[^\\p{L}\\p{N}_])${what}(?![\\p{L}\\p{N}_])`, "u"), (_, before: string) => before + words.setting("", what));
  };
}

export function Changes({ a, b, most = Infinity }: { a: string; b: string; most?: number }) {
  const say = useSay();
  const store = useStore();
  const words = useDifferenceWords();
  const found = useQuery({ queryKey: ["designer-diff", store.app, a, b, b === "draft" ? store.read().rev : 0], queryFn: () => designer.diff(store.app, a, b), staleTime: 0, gcTime: 0 });
  if (found.isError) return <p className={css.when}>{say("versions.failed")}</p>;
  if (!found.data) return <SkeletonLines lines={3} />;
  const { items } = found.data;
  if (!items.length) return <p className={css.when}>{say("versions.same")}</p>;
  const line = (one: Difference, index: number) => <li key={index} data-kind={one.kind}><b aria-hidden>{SIGN[one.kind] ?? "~"}</b><span>{words(one)}</span></li>;
  return (
    <>
      <ul className={css.diff}>{items.slice(0, most).map(line)}</ul>
      {items.length > most && <details className={css.rest}><summary>{say("versions.more", { count: items.length - most })}</summary><ul className={css.diff}>{items.slice(most).map(line)}</ul></details>}
    </>
  );
}
