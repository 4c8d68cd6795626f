"""Several figures of one thing around a centre."""

from typing import Literal

from dougong.engines.report.chart import Chart, ChartDef
from dougong.errors import Text


class Radar(ChartDef):
    type: Literal["radar"]


CHART = Chart("radar", Radar, Text("雷达图", "Radar"), dimensions=(1, 2), measures=(1, 12))
