"""Dimensions down and across; totals are aggregated anew, never summed from cells."""

from typing import Literal

from dougong.engines.report.chart import Chart, ChartDef
from dougong.errors import Text


class Pivot(ChartDef):
    type: Literal["pivot"]
    rows: tuple[str, ...] = ()
    across: tuple[str, ...] = ()
    heat: bool = False


CHART = Chart("pivot", Pivot, Text("透视表", "Pivot table"), dimensions=(1, 6), measures=(1, 20))
