"""Rules that time fires are looked at each minute."""

from datetime import timedelta

from dougong.runtime.services.periodic import PeriodicTask
from dougong.runtime.services.rule_timers import look

PERIODIC = PeriodicTask("rules", timedelta(minutes=1), look)
