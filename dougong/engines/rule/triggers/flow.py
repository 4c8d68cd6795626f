"""A flow of the record reaches a state."""

from typing import Literal

from dougong.engines.document import Def, Key
from dougong.engines.rule.trigger import Trigger
from dougong.errors import Text


class OnFlow(Def):
    """``result`` is the state reached; absent means any end. ``node`` narrows to one node being decided."""

    type: Literal["flow"]
    flow: Key | None = None
    result: str | tuple[str, ...] | None = None
    node: Key | None = None


TRIGGER = Trigger("flow", OnFlow, Text("流程结束", "A flow ends"))
