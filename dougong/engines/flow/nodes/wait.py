"""Nothing happens for a while, or until a date."""

from typing import Literal

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from dougong.engines.document import Duration, FieldPath, Key
from dougong.engines.flow.definition import NodeDef
from dougong.engines.flow.node import Asks, NodeKind


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
            raise PydanticCustomError("no_duration", "give for or until")
        return self


class Wait(NodeKind[WaitDef]):
    key = "wait"
    definition = WaitDef
    asks = Asks("timer")


NODE = Wait()
