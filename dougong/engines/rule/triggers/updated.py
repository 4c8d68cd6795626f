"""A record is changed; with fields, only when one of them is."""

from typing import Literal

from pydantic import Field

from dougong.engines.document import Def, Key
from dougong.engines.expression.definition import Condition
from dougong.engines.rule.trigger import Trigger
from dougong.errors import Text


class OnUpdated(Def):
    """``from`` and ``to`` are values of the one field named; ``was`` is judged on the values before the change."""

    type: Literal["updated"]
    fields: tuple[Key, ...] = ()
    from_: str | int | float | bool | None = Field(default=None, alias="from")
    to: str | int | float | bool | None = None
    was: Condition | None = None


TRIGGER = Trigger("updated", OnUpdated, Text("修改记录后", "A record is changed"), before=True)
