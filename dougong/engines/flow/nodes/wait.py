"""Nothing happens for a while, or until a date."""

from typing import Literal

from pydantic import Field, model_validator

from dougong.engines.document import Duration, FieldPath, Key, refused
from dougong.engines.flow.definition import NodeDef
from dougong.engines.flow.node import Asks, NodeKind
from dougong.errors import Text

NO_DURATION = Text("请给出时长 for 或截止字段 until", "Give for or until")


class WaitDef(NodeDef):
    """``for`` so long (working time where ``calendar`` names one), or ``until`` the date or time in a field, then
    shifted by ``for``. What is past already waits no longer; a blank field does not wait."""

    type: Literal["wait"]
    for_: Duration | None = Field(default=None, alias="for")
    until: FieldPath | None = None
    calendar: Key | None = None

    @model_validator(mode="after")
    def _says_how_long(self) -> "WaitDef":
        if self.for_ is None and self.until is None:
            raise refused("no_duration", NO_DURATION)
        return self


class Wait(NodeKind[WaitDef]):
    key = "wait"
    definition = WaitDef
    asks = Asks("timer")


NODE = Wait()
