"""One figure, with its change and its target; a date dimension draws the sparkline."""

from typing import Literal

from dougong.engines.report.chart import Chart, ChartDef
from dougong.errors import Text


class Kpi(ChartDef):
    type: Literal["kpi"]
    good: Literal["up", "down"] = "up"
    sparkline: bool = False


CHART = Chart("kpi", Kpi, Text("指标卡", "Figure"), dimensions=(0, 1), measures=(1, 4))
