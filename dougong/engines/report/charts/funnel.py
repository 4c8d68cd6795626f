"""How many came how far: by present stage (snapshot), by farthest stage (reached), or in strict order."""

from typing import Literal

from dougong.engines.report.chart import Chart, ChartDef
from dougong.errors import Text


class Funnel(ChartDef):
    type: Literal["funnel"]
    counts: Literal["snapshot", "reached", "strict"] = "snapshot"


CHART = Chart("funnel", Funnel, Text("漏斗图", "Funnel"), dimensions=(1, 1), measures=(1, 4))
