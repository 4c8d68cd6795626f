"""What a trigger is: a named moment at which a rule is looked at.

A trigger's definition is the ``on`` of a rule. Whether an event or a due instant concerns a rule is decided in
``rule/run``; a trigger only says what a builder may set.
"""

from dataclasses import dataclass

from dougong.engines.document import Def
from dougong.errors import Text


@dataclass(frozen=True)
class Trigger:
    """``record``: whether there is a record at hand when it fires. ``timed``: fired by the clock, not by an event.
    ``before``: whether a rule with ``timing: before`` may use it."""

    key: str
    definition: type[Def]
    name: Text
    record: bool = True
    timed: bool = False
    before: bool = False
