"""How much flows from one value to the next."""

from typing import Literal

from dougong.engines.report.chart import Chart, ChartDef
from dougong.errors import Text


class Sankey(ChartDef):
    type: Literal["sankey"]


CHART = Chart("sankey", Sankey, Text("桑基图", "Sankey"), dimensions=(2, 4), measures=(1, 1))
