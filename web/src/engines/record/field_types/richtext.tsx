import { lazy, Suspense } from "react";

import { SkeletonLines } from "../../../ui";
import type { FieldView, InputProps } from "../field_view";
import { RichShow } from "../shows/RichShow";

const RichText = lazy(() => import("../inputs/RichText"));

function RichInput(props: InputProps) {
  return (
    <Suspense fallback={<SkeletonLines lines={3} />}>
      <RichText {...props} />
    </Suspense>
  );
}

export const FIELD_TYPE: FieldView = { key: "richtext", Show: RichShow, Input: RichInput, family: "text", wide: true, width: 240 };
