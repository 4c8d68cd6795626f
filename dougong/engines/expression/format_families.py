"""Whether a format that is written out suits what ``TEXT`` shows: numbers take none of dates, dates none of numbers."""

from dougong.engines.expression.formats import is_date_format, is_number_format
from dougong.engines.expression.kinds import Kind
from dougong.engines.finding import Message, message

NUMBER_SHOWN = message(
    "format_not_for_value",
    "数字没有日期与时刻，不能用格式“{format}”",
    "A number has no day and no time of day, which the format “{format}” shows",
)
DURATION_SHOWN = message(
    "format_not_for_value",
    "时长不能用格式“{format}”：先用 HOURS 或 MINUTES 换算成数字",
    "A duration takes no format “{format}”: make it a number with HOURS or MINUTES",
)
DATE_SHOWN = message(
    "format_not_for_value",
    "日期与时间不能用数字格式“{format}”",
    "Dates and times take no format of numbers, as “{format}” is",
)
_FITTING = {"date": '"yyyy-mm-dd"', "datetime": '"yyyy-mm-dd hh:mm"', "time": '"hh:mm"'}


def misfit(kind: Kind, form: str) -> tuple[Message, str] | None:
    """What is wrong with the format for a value of the kind, and what to write instead."""
    if kind.name in _FITTING:
        return (DATE_SHOWN, _FITTING[kind.name]) if is_number_format(form) else None
    if not kind.quantity or not is_date_format(form):
        return None
    if kind.name == "duration":
        return DURATION_SHOWN, "HOURS(…)"
    return NUMBER_SHOWN, '"#,##0.00"'
