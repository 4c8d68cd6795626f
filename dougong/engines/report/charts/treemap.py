"""Shares of a whole on several levels."""

from typing import Literal

from dougong.engines.report.chart import Chart, ChartDef
from dougong.errors import Text


class Treemap(ChartDef):
    type: Literal["treemap"]


CHART = Chart("treemap", Treemap, Text("矩形树图", "Tree map"), dimensions=(1, 3), measures=(1, 2))
