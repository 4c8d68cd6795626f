"""Ranks, with change and target."""

from typing import Literal

from dougong.engines.report.chart import Chart, ChartDef
from dougong.errors import Text


class Leaderboard(ChartDef):
    type: Literal["leaderboard"]
    best: Literal["high", "low"] = "high"


CHART = Chart("leaderboard", Leaderboard, Text("排行榜", "Leaderboard"), dimensions=(1, 1), measures=(1, 4))
