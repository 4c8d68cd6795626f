/** The functions of this installation with their help: asked for once, none until they are there. */
import { useEffect, useState } from "react";

import { type FunctionHelp, questions } from "./questions";

let known: readonly FunctionHelp[] = [];

export function useFunctions(): readonly FunctionHelp[] {
  const [functions, setFunctions] = useState(known);
  useEffect(() => {
    let current = true;
    questions.functions().then((found) => {
      known = found;
      if (current) setFunctions(found);
    }, () => undefined);
    return () => void (current = false);
  }, []);
  return functions;
}
