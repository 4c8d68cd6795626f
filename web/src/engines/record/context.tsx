/** Which app and form the fields on the screen belong to. */
import { createContext, useContext } from "react";

import type { App, Form, Row } from "../../platform/api/types";

export interface FieldScope {
  app: App;
  form: Form;
  /** Opens the form of another record on top; what it made comes back. Absent where nothing can be made. */
  createRecord?: (form: string, done: (row: Row) => void) => void;
}

const Context = createContext<FieldScope | null>(null);

export const FieldScopeProvider = Context.Provider;

export function useFieldScope(): FieldScope {
  const scope = useContext(Context);
  if (!scope) throw new Error("a field stands outside of a form");
  return scope;
}
