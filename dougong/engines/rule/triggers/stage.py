"""A record enters, leaves or moves between stages of a pipeline."""

from typing import Literal

from pydantic import Field

from dougong.engines.document import Def, Key
from dougong.engines.rule.trigger import Trigger
from dougong.errors import Text


class OnStage(Def):
    """``from`` and ``to`` are stage values; absent means any. ``pipeline`` is needed where a form has several."""

    type: Literal["stage"]
    pipeline: Key | None = None
    from_: str | tuple[str, ...] | None = Field(default=None, alias="from")
    to: str | tuple[str, ...] | None = None


TRIGGER = Trigger("stage", OnStage, Text("阶段变化", "A stage changes"))
