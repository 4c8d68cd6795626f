/** The words of the formula editor, loaded when it is first drawn. */
import { useCallback, useEffect, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";

import type { KindJson } from "../../engines/expression";
import { currentLocale, loadWords } from "../../platform/i18n";
import type { Parameter } from "./calls";
import type { FunctionHelp } from "./questions";
import type { SampleWords } from "./samples";
import { usageOf } from "./usage";
import { periods } from "./values";

export interface ExpressionWords {
  ready: boolean;
  say: (key: string, details?: Record<string, unknown>) => string;
  /** A type in words: "a list of numbers". */
  kind: (kind: KindJson) => string;
  /** How a function is called. */
  usage: (help: FunctionHelp) => string;
  /** What a parameter is called, and what it takes: "digits: a number". */
  parameter: (one: Parameter) => { name: string; takes: string };
  /** A value by its name: `yes`, or `period.today` of the members' pages. */
  word: (key: string) => string;
  /** What the examples of functions are told in. */
  samples: (functions: readonly FunctionHelp[]) => SampleWords;
}

/** Of the members' pages, which have them already. */
const SHARED = /^(period|flow_state|unit)\./;
/** Of the designer's, for formulas that are only shown. */
const DESIGNER = /^of\./;

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
  const named = useCallback((name: string) => t(`param.${name}`, { defaultValue: name.replaceAll("_", " ") }), [t]);
  const usage = useMemo(() => (help: FunctionHelp) => usageOf(help, named), [named]);
  const parameter = useCallback(
    (one: Parameter) => {
      const plain = one.type.replace(/[[\]*]/g, "");
      const type = t(`takes.${plain}`, { defaultValue: t(`type.${plain}`, { defaultValue: plain }) });
      const several = one.type.startsWith("[") ? t("list_of", { type }) : one.type.endsWith("*") ? t("or_list", { type }) : type;
      return { name: named(one.name), takes: t(one.optional ? "takes_optional" : "takes_one", { name: named(one.name), type: several }) };
    },
    [t, named],
  );
  const word = useCallback((key: string) => t(SHARED.test(key) ? `translation:${key}` : DESIGNER.test(key) ? `designer:${key}` : `value.${key}`), [t]);
  const samples = useCallback((functions: readonly FunctionHelp[]): SampleWords => ({ say, word, functions, locale: currentLocale(), periods: periods(word) }), [say, word]);
  return { ready, say, kind, usage, parameter, word, samples };
}
