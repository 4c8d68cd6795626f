"""Dates and moments, and their parts: those a clock in the app's zone shows."""

from collections.abc import Callable
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from dougong.engines.expression import dates
from dougong.engines.expression.dates import day_of, local
from dougong.engines.expression.env import Env, Value
from dougong.engines.expression.numbers import whole
from dougong.engines.expression.problems import DateOutOfRange
from dougong.engines.expression.registry import EVERYWHERE, NOT_POSTGRESQL, Example, Function, example
from dougong.errors import Text

Moment = date  # a datetime is one too


def _date(year: Decimal, month: Decimal, day: Decimal) -> date:
    """Months and days beyond their range roll over, as in Excel."""
    years, months = divmod(whole(year) * 12 + whole(month) - 1, 12)
    if not 1 <= years <= 9999:
        raise DateOutOfRange()
    return dates.add_days(date(years, months + 1, 1), whole(day) - 1)


def _time(hour: Decimal, minute: Decimal, second: Decimal) -> time | None:
    seconds = whole(hour) * 3600 + whole(minute) * 60 + whole(second)
    if seconds < 0:
        return None
    seconds %= 86_400
    return time(seconds // 3600, seconds // 60 % 60, seconds % 60)


def _date_value(env: Env, value: Value) -> date | None:
    return dates.read_date(value) if isinstance(value, str) else day_of(value, env.zone)


def _part(read: Callable[[date], int]) -> Callable[[Env, Moment], Decimal]:
    return lambda env, value: Decimal(read(day_of(value, env.zone)))


def _clock(name: str) -> Callable[[Env, Value], Decimal]:
    def part(env: Env, value: Value) -> Decimal:
        shown = local(value, env.zone) if isinstance(value, datetime) else value
        return Decimal(getattr(shown, name, 0))

    return part


# Excel's second argument: which day is the first, counted from Monday
_WEEK_FROM = {1: 6, 2: 0, 11: 0, 12: 1, 13: 2, 14: 3, 15: 4, 16: 5, 17: 6}


def _weekday(env: Env, value: Moment, kind: Decimal | None = None) -> Decimal | None:
    number = 1 if kind is None else whole(kind)
    day = day_of(value, env.zone).weekday()
    if number == 3:
        return Decimal(day)
    first = _WEEK_FROM.get(number)
    return None if first is None else Decimal((day - first) % 7 + 1)


def _weeknum(env: Env, value: Moment, kind: Decimal | None = None) -> Decimal | None:
    number = 1 if kind is None else whole(kind)
    day = day_of(value, env.zone)
    if number == 21:
        return Decimal(day.isocalendar().week)
    first = _WEEK_FROM.get(number)
    if first is None:
        return None
    lead = (date(day.year, 1, 1).weekday() - first) % 7
    return Decimal((day.timetuple().tm_yday - 1 + lead) // 7 + 1)


def date_function(
    key: str, signature: str, returns: str, zh: str, en: str, call: Any, *examples: Example, **options: Any
) -> Function:
    options.setdefault("excel", "same")
    options.setdefault("back_ends", EVERYWHERE)
    return Function(key, "date", signature, returns, Text(zh, en), examples, call, **options)


_ERROR = Text("Excel 出错时得空值", "Blank where Excel has an error")
_CLOCK = Text('文本须直接写出，如 "10:30"、"2026-03-05 10:30"（按应用时区）；不接受小数',
              'A text only when it is written out, as "10:30" or "2026-03-05 10:30" (in the app\'s zone); no fraction '
              "of a day")  # fmt: skip
_NO_DATE = Text("空日期得空值（Excel 按 0 计）", "A blank date gives blank (Excel counts it as 0)")
D: dict[str, Any] = {"d": ("date", "2026-03-05")}
M: dict[str, Any] = {"m": ("datetime", "2026-03-05T16:30:45Z")}  # in Shanghai the 6th, 00:30:45
BLANK: dict[str, Any] = {"d": ("date", None)}
MARCH = {"now": "2026-03-15T02:30:00Z"}

_d = date_function

# fmt: off
FUNCTIONS = (
    _d("TODAY", "", "date", "今天（应用时区）", "Today in the app's zone", lambda env: env.today,
       example("TODAY()", "2026-03-15", also=MARCH), example("TODAY() + 1", "2026-03-16", also=MARCH),
       example("TODAY()", "2026-03-16", also={"now": "2026-03-15T16:00:00Z"}), env=True, volatility="stable",
       excel=Text("按应用的时区，不按电脑的时区；得日期而不是数字",
                  "In the app's zone, not the computer's; a date, no number")),
    _d("NOW", "", "datetime", "现在", "This moment", lambda env: env.now,
       example("NOW()", "2026-03-15T02:30:00Z", also=MARCH), example("HOUR(NOW())", "10", also=MARCH),
       example("NOW() > m", True, also=MARCH, **M), env=True, volatility="stable",
       excel=Text("得时刻而不是数字：NOW() - 0.5 写作 DATEADD(NOW(), -12, \"hour\")",
                  "A moment, no number: NOW() - 0.5 is written DATEADD(NOW(), -12, \"hour\")")),
    _d("DATE", "year: number, month: number, day: number", "date", "由年、月、日组成日期；超出范围自动进位",
       "A date from its parts; parts beyond their range roll over", _date,
       example("DATE(2026, 3, 5)", "2026-03-05"), example("DATE(2026, 14, 1)", "2027-02-01"),
       example("DATE(2026, 3, 0)", "2026-02-28"), example("DATE(2026, -1, 15)", "2025-11-15"),
       excel=Text("年份按原样理解，不加 1900：0 年或空年份是错误（Excel 得 1900 年）",
                  "A year is meant as written; 1900 is never added: year 0, or a blank one, is a problem (in Excel "
                  "1900)")),
    _d("TIME", "hour: number, minute: number, second: number", "time", "由时、分、秒组成时间",
       "A time of day from its parts", _time,
       example("TIME(12, 0, 0)", "12:00:00"), example("TIME(16, 48, 10)", "16:48:10"),
       example("TIME(27, 0, 0)", "03:00:00"),
       example("TIME(0, 750, 0)", "12:30:00"),
       excel=Text("Excel 出错时得空值；没有 32767 的上限；得时间而不是一天的几分之几",
                  "Blank where Excel has an error; no limit of 32767; a time of day, no fraction of a day")),
    _d("DATEVALUE", "value: dated", "date", "文本所写的日期，或时刻所在的日期；不是日期则为空",
       "The date that a text writes or a moment falls on; blank where there is none", _date_value,
       example('DATEVALUE("2026-03-05")', "2026-03-05"), example('DATEVALUE("2026年3月5日")', "2026-03-05"),
       example('DATEVALUE("2026/2/30")', None), example("DATEVALUE(m)", "2026-03-06", **M),
       env=True, blank="blank", back_ends=NOT_POSTGRESQL,
       excel=Text("只认年月日顺序的数字写法，年份四位，不能没有日：8/22/2011、22-MAY-2011、26-3-5、2026年3月"
                  "与没有年份的 5-JUL 得空值，因为写法随地区而异；得日期而不是数字",
                  "Year, month, day in digits only, the year with four and never without a day: 8/22/2011, "
                  "22-MAY-2011, 26-3-5, 2026年3月 and 5-JUL give blank, since they mean something else elsewhere; "
                  "gives a date, not a number")),
    _d("YEAR", "value: moment", "number", "年", "The year", _part(lambda day: day.year),
       example("YEAR(d)", "2026", **D), example("YEAR(m)", "2026", **M), example("YEAR(d)", None, **BLANK), env=True,
       excel=Text("空日期得空值而不是 1900", "A blank date gives blank, not 1900")),
    _d("QUARTER", "value: moment", "number", "季度，1 至 4", "The quarter, 1 to 4",
       _part(lambda day: (day.month + 2) // 3),
       example("QUARTER(d)", "1", **D), example("QUARTER(DATE(2026, 12, 31))", "4"),
       example("QUARTER(d)", None, **BLANK), env=True, excel=None),
    _d("MONTH", "value: moment", "number", "月，1 至 12", "The month, 1 to 12", _part(lambda day: day.month),
       example("MONTH(d)", "3", **D), example("MONTH(m)", "3", **M), example("MONTH(d)", None, **BLANK), env=True,
       excel=Text("空日期得空值而不是 1", "A blank date gives blank, not 1")),
    _d("DAY", "value: moment", "number", "日，1 至 31", "The day of the month", _part(lambda day: day.day),
       example("DAY(d)", "5", **D), example("DAY(m)", "6", **M), example("DAY(d)", None, **BLANK), env=True,
       excel=Text("空日期得空值而不是 0", "A blank date gives blank, not 0")),
    _d("HOUR", "value: clocked", "number", "时，0 至 23", "The hour, 0 to 23", _clock("hour"),
       example("HOUR(m)", "0", **M), example("HOUR(TIME(9, 8, 7))", "9"), example("HOUR(d)", "0", **D),
       example('HOUR("2026-03-05 10:30")', "10"), example('HOUR("2026-03-05T10:00:00Z")', "18"),
       example('HOUR("10:30")', "10"), env=True,
       blank="blank", excel=_CLOCK),
    _d("MINUTE", "value: clocked", "number", "分", "The minute", _clock("minute"),
       example("MINUTE(m)", "30", **M), example("MINUTE(TIME(9, 8, 7))", "8"), example("MINUTE(d)", "0", **D), env=True,
       blank="blank", excel=_CLOCK),
    _d("SECOND", "value: clocked", "number", "秒", "The second", _clock("second"),
       example("SECOND(m)", "45", **M), example("SECOND(TIME(9, 8, 7))", "7"), example("SECOND(d)", "0", **D), env=True,
       blank="blank", excel=_CLOCK),
    _d("WEEKDAY", "value: moment, kind?: number", "number", "星期几：默认周日为 1；类型 2 周一为 1",
       "The day of the week: Sunday is 1; with kind 2 Monday is 1", _weekday,
       example("WEEKDAY(d)", "5", **D), example("WEEKDAY(d, 2)", "4", **D), example("WEEKDAY(d, 3)", "3", **D),
       example("WEEKDAY(d, 9)", None, **D),
       env=True, excel=_ERROR),
    _d("WEEKNUM", "value: moment, kind?: number", "number",
       "一年中的第几周：1 月 1 日所在周为第 1 周；类型 21 为 ISO 周",
       "The week of the year: January 1 lies in week 1; kind 21 counts ISO weeks", _weeknum,
       example("WEEKNUM(DATE(2012, 3, 9))", "10"), example("WEEKNUM(DATE(2012, 3, 9), 2)", "11"),
       example("WEEKNUM(DATE(2027, 1, 1), 21)", "53"),
       env=True, excel=_ERROR),
    _d("ISOWEEKNUM", "value: moment", "number", "ISO 周数", "The ISO week", _part(lambda day: day.isocalendar().week),
       example("ISOWEEKNUM(DATE(2012, 3, 9))", "10"), example("ISOWEEKNUM(DATE(2027, 1, 1))", "53"),
       example("ISOWEEKNUM(d)", None, **BLANK), env=True, excel=_NO_DATE),
)
