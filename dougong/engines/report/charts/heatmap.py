"""A figure for each pair of two dimensions, as colour."""

from typing import Literal

from dougong.engines.report.chart import Chart, ChartDef
from dougong.errors import Text


class Heatmap(ChartDef):
    type: Literal["heatmap"]


CHART = Chart("heatmap", Heatmap, Text("热力图", "Heat map"), dimensions=(2, 2), measures=(1, 1))
