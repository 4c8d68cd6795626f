"""Two figures of each thing as a point, a third as its size."""

from typing import Literal

from dougong.engines.report.chart import Chart, ChartDef
from dougong.errors import Text


class Scatter(ChartDef):
    type: Literal["scatter"]


CHART = Chart("scatter", Scatter, Text("散点图", "Scatter"), dimensions=(1, 2), measures=(2, 3))
