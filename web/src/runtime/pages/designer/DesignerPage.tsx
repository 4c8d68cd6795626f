/** The designer, loaded only when it is opened. */
import { type ComponentType, lazy, Suspense } from "react";

import { loadWords } from "../../../platform/i18n";
import { FrameSkeleton } from "../../frame/FrameSkeleton";
import { NotFound } from "../../frame/PageError";

// a glob, so that the members' pages also build without the designer
const PARTS = import.meta.glob<{ default: ComponentType }>("../../../designer/index.tsx");

const Designer = lazy(async () => {
  const [load] = Object.values(PARTS);
  const [designer] = await Promise.all([load?.(), loadWords("designer")]);
  return designer ?? { default: NotFound };
});

export function DesignerPage() {
  return (
    <Suspense fallback={<FrameSkeleton />}>
      <Designer />
    </Suspense>
  );
}
