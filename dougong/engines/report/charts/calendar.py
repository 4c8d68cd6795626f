"""A figure for each day."""

from typing import Literal

from dougong.engines.report.chart import Chart, ChartDef
from dougong.errors import Text


class Calendar(ChartDef):
    type: Literal["calendar"]


CHART = Chart("calendar", Calendar, Text("日历图", "Calendar"), dimensions=(1, 1), measures=(1, 1))
