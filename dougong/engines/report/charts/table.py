"""Rows and columns, grouped, with totals."""

from typing import Literal

from dougong.engines.report.chart import Chart, ChartDef
from dougong.errors import Text


class Table(ChartDef):
    type: Literal["table"]
    bars: tuple[str, ...] = ()


CHART = Chart("table", Table, Text("表格", "Table"), dimensions=(0, 8), measures=(0, 40))
