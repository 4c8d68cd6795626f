"""Figures by region or by point."""

from typing import Literal

from dougong.engines.report.chart import Chart, ChartDef
from dougong.errors import Text


class Map(ChartDef):
    type: Literal["map"]
    level: Literal["province", "city", "point"] = "province"


CHART = Chart("map", Map, Text("地图", "Map"), dimensions=(1, 2), measures=(1, 4))
