"""Update the record of a form that equals ``set`` in all fields of ``match``, or create it."""

from typing import Annotated, Literal

from pydantic import Field

from dougong.engines.action.definition import ActionDef, SetFields
from dougong.engines.action.effects import Effect, UpsertRecord
from dougong.engines.action.kind import ActionKind, Context, Use, computed_set, set_uses
from dougong.engines.document import FormKey, Key


class UpsertAction(ActionDef):
    """``keep``: fields that a record which is there already keeps."""

    action: Literal["upsert"]
    form: FormKey
    match: Annotated[tuple[Key, ...], Field(min_length=1, max_length=10)]
    set: SetFields
    keep: tuple[Key, ...] = ()


class Upsert(ActionKind[UpsertAction]):
    key = "upsert"
    definition = UpsertAction

    def plan(self, settings: UpsertAction, context: Context) -> list[Effect]:
        values = computed_set(settings.set, context)
        return [UpsertRecord(settings.form, settings.match, values, settings.keep)]

    def uses(self, settings: UpsertAction) -> list[Use]:
        named = [("match", settings.match), ("keep", settings.keep)]
        fields = [
            Use("field", f"/{at}/{index}", key, form=settings.form)
            for at, keys in named
            for index, key in enumerate(keys)
        ]
        return [Use("form", "/form", settings.form), *fields, *set_uses(settings.set, settings.form)]


ACTION = Upsert()
