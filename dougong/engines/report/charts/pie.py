"""Shares of a whole."""

from typing import Literal

from dougong.engines.report.chart import Chart, ChartDef
from dougong.errors import Text


class Pie(ChartDef):
    type: Literal["pie"]
    rose: bool = False


CHART = Chart("pie", Pie, Text("饼图", "Pie"), dimensions=(1, 1), measures=(1, 1))
