"""A course over time; a second dimension makes series."""

from typing import Literal

from dougong.engines.report.chart import Chart, ChartDef
from dougong.errors import Text


class Line(ChartDef):
    type: Literal["line"]
    smooth: bool = False


CHART = Chart("line", Line, Text("折线图", "Lines"), dimensions=(1, 2), measures=(1, 10))
