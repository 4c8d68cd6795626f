"""One figure on a scale, against its target."""

from typing import Literal

from dougong.engines.report.chart import Chart, ChartDef
from dougong.errors import Text


class Gauge(ChartDef):
    type: Literal["gauge"]
    least: float = 0
    most: float | None = None


CHART = Chart("gauge", Gauge, Text("仪表盘", "Gauge"), dimensions=(0, 0), measures=(1, 2))
