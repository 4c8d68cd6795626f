/** The value of any field, drawn as its type asks; computed fields look like what they compute. */
import { useFieldScope } from "../context";
import type { ShowProps } from "../field_view";
import { shownAs } from "../fields";
import { fieldView } from "../registry";

export function FieldShow({ field, ...rest }: ShowProps) {
  const { app, form } = useFieldScope();
  const like = shownAs(app, form, field);
  const { Show } = fieldView(like.type);
  return <Show field={like} {...rest} />;
}
