"""Nothing happened for a while: counted from a date field, or from the last change."""

from typing import Literal

from dougong.engines.document import Def, Duration, FieldPath, Key
from dougong.engines.rule.trigger import Trigger
from dougong.errors import Text


class OnIdle(Def):
    type: Literal["idle"]
    after: Duration
    field: FieldPath = "updated_at"
    calendar: Key | None = None


TRIGGER = Trigger("idle", OnIdle, Text("长时间无动作", "Nothing happens for a while"), timed=True)
