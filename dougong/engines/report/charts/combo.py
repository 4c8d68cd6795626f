"""Columns and lines on two axes."""

from typing import Literal

from pydantic import Field

from dougong.engines.report.chart import Chart, ChartDef
from dougong.errors import Text


class Combo(ChartDef):
    type: Literal["combo"]
    lines: tuple[str, ...] = Field(default=(), description="keys of the measures drawn as lines on the second axis")


CHART = Chart("combo", Combo, Text("组合图", "Combination"), dimensions=(1, 2), measures=(2, 10))
