"""A task of the record is made, done or overdue."""

from typing import Literal

from dougong.engines.document import Def, Duration, Key
from dougong.engines.rule.trigger import Trigger
from dougong.errors import Text


class OnTask(Def):
    type: Literal["task"]
    event: Literal["created", "done", "overdue"] = "overdue"
    flow: Key | None = None
    node: Key | None = None
    after: Duration | None = None


TRIGGER = Trigger("task", OnTask, Text("待办变化", "A task changes"))
