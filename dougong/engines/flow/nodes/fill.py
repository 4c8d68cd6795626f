"""People fill in or handle something and hand it on: no yes or no."""

from typing import Literal

from dougong.engines.flow.definition import HumanNodeDef
from dougong.engines.flow.node import Asks, NodeKind


class FillDef(HumanNodeDef):
    """``mode``: the first to submit (``any``), everybody (``all``), or one after another (``sequence``)."""

    type: Literal["fill"]
    mode: Literal["any", "all", "sequence"] = "any"
    when_empty: Literal["admin", "skip", "fail", "user", "superior"] = "admin"


class Fill(NodeKind[FillDef]):
    key = "fill"
    definition = FillDef
    asks = Asks("tasks", "fill")


NODE = Fill()
