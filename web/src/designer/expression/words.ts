/** The words of the formula editor, loaded when it is first drawn. */
import { useCallback, useEffect, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";

import type { KindJson } from "../../engines/expression";
import { loadWords } from "../../platform/i18n";
import type { FunctionHelp } from "./questions";
import { usageOf } from "./usage";

export interface ExpressionWords {
  ready: boolean;
  say: (key: string, details?: Record<string, unknown>) => string;
  /** A type in words: "a list of numbers". */
  kind: (kind: KindJson) => string;
  /** How a function is called. */
  usage: (help: FunctionHelp) => string;
}

export function useExpressionWords(): ExpressionWords {
  const { t } = useTranslation("expression");
  const [ready, setReady] = useState(false);
  useEffect(() => {
    let current = true;
    void loadWords("expression").then(() => current && setReady(true));
    return () => void (current = false);
  }, []);
  const kind = (written: KindJson): string => {
    if (typeof written === "string") return t(`type.${written}`);
    const [name, of] = Object.entries(written)[0] ?? ["any", "any"];
    return name === "list" ? t("list_of", { type: kind(of) }) : t(`type.${name}`);
  };
  const say = useCallback((key: string, details?: Record<string, unknown>) => t(key, details ?? {}), [t]);
  // what a plugin's function takes has no other name than its own
  const usage = useMemo(() => (help: FunctionHelp) => usageOf(help, (name) => t(`param.${name}`, { defaultValue: name.replaceAll("_", " ") })), [t]);
  return { ready, say, kind, usage };
}
