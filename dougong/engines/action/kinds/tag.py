"""Add tags to a tags field of the record in hand, or take some away."""

from typing import Annotated, Literal

from pydantic import Field

from dougong.engines.action.definition import ActionDef
from dougong.engines.action.effects import Effect, UpdateRecord
from dougong.engines.action.kind import ActionKind, Context, Use
from dougong.engines.document import Key

Tag = Annotated[str, Field(min_length=1, max_length=100)]


class TagAction(ActionDef):
    action: Literal["tag"]
    field: Key
    add: tuple[Tag, ...] = ()
    remove: tuple[Tag, ...] = ()


class TagRecord(ActionKind[TagAction]):
    """Does nothing where nothing changes."""

    key = "tag"
    definition = TagAction

    def plan(self, settings: TagAction, context: Context) -> list[Effect]:
        before = context.values.get(settings.field)
        old = [tag for tag in before if isinstance(tag, str)] if isinstance(before, list | tuple) else []
        new = [tag for tag in dict.fromkeys([*old, *settings.add]) if tag not in settings.remove]
        return [] if new == old else [UpdateRecord(context.target, {settings.field: new})]

    def uses(self, settings: TagAction) -> list[Use]:
        return [Use("field", "/field", settings.field)]


ACTION = TagRecord()
