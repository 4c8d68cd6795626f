"""Horizontal bars; a second dimension makes series."""

from typing import Literal

from dougong.engines.report.chart import Chart, ChartDef
from dougong.errors import Text


class Bar(ChartDef):
    type: Literal["bar"]
    stack: Literal["none", "stacked", "percent"] = "none"


CHART = Chart("bar", Bar, Text("条形图", "Bars"), dimensions=(1, 2), measures=(1, 10))
