"""A number of days before or after a date field, at a time of day in the app's zone."""

from typing import Annotated, Literal

from pydantic import Field

from dougong.engines.document import Def, FieldPath, Key
from dougong.engines.rule.trigger import Trigger
from dougong.errors import Text


class OnDate(Def):
    """``days`` below zero is before. ``every`` repeats yearly or monthly (birthdays)."""

    type: Literal["date"]
    field: FieldPath
    days: int = Field(default=0, ge=-3660, le=3660)
    at: Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")] = "09:00"
    calendar: Key | None = None
    every: Literal["once", "month", "year"] = "once"


TRIGGER = Trigger("date", OnDate, Text("到达日期", "A date comes"), timed=True)
