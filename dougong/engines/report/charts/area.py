"""A course over time with what is below it filled."""

from typing import Literal

from dougong.engines.report.chart import Chart, ChartDef
from dougong.errors import Text


class Area(ChartDef):
    type: Literal["area"]
    stack: Literal["none", "stacked", "percent"] = "stacked"


CHART = Chart("area", Area, Text("面积图", "Areas"), dimensions=(1, 2), measures=(1, 10))
