/** The words of kinds, settings and values; a plugin's own are taken from its schema. */
import { useMemo } from "react";

import { useSay } from "./context";

const plain = (key: string): string => key.replaceAll("_", " ").replace(/^./, (first) => first.toUpperCase());

export interface Words {
  kind: (set: string, kind: string) => string;
  setting: (model: string, name: string) => string;
  about: (model: string, name: string) => string;
  value: (name: string, value: string) => string;
  part: (list: string) => string;
}

export function useWords(): Words {
  const say = useSay();
  return useMemo(() => {
    const found = (otherwise: string, ...keys: string[]): string => {
      for (const key of keys) {
        const text = say(key, { defaultValue: "" });
        if (text) return text;
      }
      return otherwise;
    };
    return {
      kind: (set, kind) => found(plain(kind), `kind.${set}.${kind}`),
      setting: (model, name) => found(plain(name), `setting.${model}_${name}`, `setting.${name}`),
      about: (model, name) => found("", `about.${model}_${name}`, `about.${name}`),
      value: (name, value) => found(plain(value), `value.${name}_${value}`, `value.${value}`),
      part: (list) => found(plain(list), `part.${list}`),
    };
  }, [say]);
}
