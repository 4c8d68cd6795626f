/** The words of the formula editor, loaded when it is first drawn. */
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";

import type { KindJson } from "../../engines/expression";
import { loadWords } from "../../platform/i18n";

export interface ExpressionWords {
  ready: boolean;
  say: (key: string, details?: Record<string, unknown>) => string;
  /** A type in words: "a list of numbers". */
  kind: (kind: KindJson) => string;
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
  return { ready, say: (key, details) => t(key, details ?? {}), kind };
}
