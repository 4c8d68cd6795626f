"""The working days of an app."""

from dougong.engines.calendar.working import work_calendar
from dougong.engines.expression.env import MondayToFriday, WorkCalendar
from dougong.platform.definitions.app import AppDef


def working_calendar(app: AppDef) -> WorkCalendar:
    """By the app's first calendar; Monday to Friday where it has none."""
    if not app.calendars:
        return MondayToFriday()
    first = app.calendars[0]
    return work_calendar(app.timezone, first.hours, first.holidays, first.closed, first.open)
