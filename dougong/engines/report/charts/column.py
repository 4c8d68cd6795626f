"""Vertical bars; a second dimension makes series."""

from typing import Literal

from dougong.engines.report.chart import Chart, ChartDef
from dougong.errors import Text


class Column(ChartDef):
    type: Literal["column"]
    stack: Literal["none", "stacked", "percent"] = "none"


CHART = Chart("column", Column, Text("柱状图", "Columns"), dimensions=(1, 2), measures=(1, 10))
