"""Days that have begun: what formulas over today make of them."""

from datetime import timedelta

from dougong.runtime.services.daily import look
from dougong.runtime.services.periodic import PeriodicTask

PERIODIC = PeriodicTask("daily", timedelta(minutes=5), look)
