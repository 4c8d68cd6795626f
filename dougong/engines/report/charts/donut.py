"""Shares of a whole, with the whole in the middle."""

from typing import Literal

from dougong.engines.report.chart import Chart, ChartDef
from dougong.errors import Text


class Donut(ChartDef):
    type: Literal["donut"]


CHART = Chart("donut", Donut, Text("环形图", "Donut"), dimensions=(1, 1), measures=(1, 1))
