"""A schedule in five fields (minute hour day month weekday), in the app's zone."""

from typing import Annotated, Literal

from pydantic import Field

from dougong.engines.document import Def
from dougong.engines.expression.definition import Condition
from dougong.engines.rule.trigger import Trigger
from dougong.errors import Text


class OnCron(Def):
    """With a form the rule runs for each record that ``filter`` holds for (``each: record``) or once (``batch``)."""

    type: Literal["cron"]
    cron: Annotated[str, Field(max_length=100, pattern=r"^\S+( \S+){4}$")]
    each: Literal["record", "batch"] = "record"
    filter: Condition | None = None


TRIGGER = Trigger("cron", OnCron, Text("定时", "On a schedule"), timed=True)
