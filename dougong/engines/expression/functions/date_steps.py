"""Reckoning with dates: steps, differences, working days and periods."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from dougong.engines.expression import dates, periods
from dougong.engines.expression.dates import UNITS, day_of, local, step, step_moment
from dougong.engines.expression.env import Env, Value
from dougong.engines.expression.functions.date import MARCH, D, M, Moment, date_function
from dougong.engines.expression.numbers import divide, whole
from dougong.engines.expression.operators import at_most
from dougong.engines.expression.registry import NOT_POSTGRESQL, example
from dougong.errors import Text


def _edate(env: Env, value: Moment, months: Decimal) -> Moment:
    return _stepped(env, value, Decimal(whole(months)), "month")


def _eomonth(env: Env, value: Moment, months: Decimal) -> date:
    day = day_of(value, env.zone).replace(day=1)
    return dates.month_end(dates.add_months(day, whole(months)))


def _stepped(env: Env, value: Moment, count: Decimal, unit: str) -> Moment:
    if isinstance(value, datetime):
        return step_moment(value, count, unit, env.zone)
    return step(value, whole(count), unit)


def _dateadd(env: Env, value: Moment, count: Decimal, unit: str) -> Moment | None:
    known = UNITS.get(unit.lower())
    if known is None or (not isinstance(value, datetime) and known in {"hour", "minute", "second"}):
        return None
    return _stepped(env, value, count, known)


def full_months(start: date, end: date) -> int:
    """Whole months from start to end; a month is whole on the day of the same number."""
    return (end.year - start.year) * 12 + end.month - start.month - (end.day < start.day)


def _datedif(env: Env, start: Moment, end: Moment, unit: str) -> Decimal | None:
    first, last = day_of(start, env.zone), day_of(end, env.zone)
    if first > last:
        return None
    months = full_months(first, last)
    match unit.upper():
        case "Y":
            return Decimal(months // 12)
        case "M":
            return Decimal(months)
        case "D":
            return Decimal((last - first).days)
        case "YM":
            return Decimal(months % 12)
        case "MD":
            return Decimal((last - dates.add_months(first, months)).days)
        case "YD":
            return Decimal((last - dates.add_months(first, months // 12 * 12)).days)
        case _:
            return None


def _days(env: Env, end: Moment, start: Moment) -> Decimal:
    return Decimal((day_of(end, env.zone) - day_of(start, env.zone)).days)


def _in_units_of(seconds: int) -> Callable[[Decimal], Decimal | None]:
    return lambda value: divide(value, Decimal(seconds))


def _free(env: Env, closed: Iterable[Value] | None) -> set[date]:
    return {day_of(day, env.zone) for day in closed or () if day is not None}


def _networkdays(env: Env, start: Moment, end: Moment, closed: Value = None) -> Decimal:
    """Whole weeks, the days beyond them, and what the calendar says of days for themselves."""
    first, last = day_of(start, env.zone), day_of(end, env.zone)
    sign = 1 if first <= last else -1
    low, high = min(first, last), max(first, last)
    week, exceptions = env.calendar.working_week, env.calendar.exceptions
    weeks, rest = divmod((high - low).days + 1, 7)
    count = weeks * sum(week) + sum(week[(low.weekday() + at) % 7] for at in range(rest))
    for day in exceptions[bisect_left(exceptions, low) : bisect_right(exceptions, high)]:
        count += -1 if week[day.weekday()] else 1
    count -= sum(low <= day <= high and env.calendar.is_working_day(day) for day in _free(env, closed))
    return Decimal(sign * count)


def _workday(env: Env, start: Moment, days: Decimal, closed: Value = None) -> date:
    day, left = day_of(start, env.zone), whole(days)
    free = _free(env, closed)
    forward = 1 if left > 0 else -1
    left = abs(left)
    env.spend(4 * left)  # a day of the calendar costs more than a step, and a hopeless count ends here
    while left:
        day = dates.add_days(day, forward)
        if env.calendar.is_working_day(day) and day not in free:
            left -= 1
        else:
            env.spend(4)
    return day


def _timestamp(env: Env, value: Value, at: time | None = None) -> datetime | None:
    if isinstance(value, str):
        value = dates.read_moment(value, env.zone)
        if value is None:
            return None
    if at is not None:
        return dates.to_utc(datetime.combine(day_of(value, env.zone), at), env.zone)
    return value if isinstance(value, datetime) else dates.midnight(value, env.zone)


def _startof(env: Env, value: Moment, unit: str) -> Moment | None:
    known = UNITS.get(unit.lower())
    if known is None:
        return None
    if not isinstance(value, datetime):
        return None if known in {"hour", "minute", "second"} else dates.start_of(value, known)
    shown = local(value, env.zone)
    if known in {"hour", "minute", "second"}:
        minute = 0 if known == "hour" else shown.minute
        second = shown.second if known == "second" else 0
        return dates.to_utc(shown.replace(minute=minute, second=second, microsecond=0), env.zone)
    return dates.midnight(dates.start_of(shown.date(), known), env.zone)


def _endof(env: Env, value: Moment, unit: str) -> Moment | None:
    start = _startof(env, value, unit)
    if start is None:
        return None
    following = _dateadd(env, start, Decimal(1), unit)
    assert following is not None
    if isinstance(following, datetime):
        return following - timedelta(microseconds=1)
    return dates.add_days(following, -1)


def _overlap(first: Moment | None, last: Moment | None, start: Moment | None, end: Moment | None) -> bool:
    return at_most(first, end) and at_most(start, last)


def _age(env: Env, birthday: Moment, on: Moment | None = None) -> Decimal | None:
    day = env.today if on is None else day_of(on, env.zone)
    born = day_of(birthday, env.zone)
    return Decimal(full_months(born, day) // 12) if born <= day else None


def _within(env: Env, value: Moment | None, word: str) -> bool:
    """Moments are compared with moments, which there are even where a clock in the zone shows no day."""
    found = periods.bounds(word, env.today)
    if value is None or found is None:
        return False
    if not isinstance(value, datetime):
        return found[0] <= value <= found[1]
    first, beyond = dates.midnight(found[0], env.zone), dates.midnight(dates.add_days(found[1], 1), env.zone)
    return first <= value < beyond


def _bound(at: int) -> Callable[[Env, str], date | None]:
    def bound(env: Env, word: str) -> date | None:
        found = periods.bounds(word, env.today)
        return None if found is None else found[at]

    return bound


def _judge_unit(word: str) -> Text | None:
    if word.lower() in UNITS:
        return None
    return Text(f"没有单位“{word}”，可用 year quarter month week day hour minute second",
                f"there is no unit “{word}”; there are year quarter month week day hour minute second")  # fmt: skip


def _judge_difference(word: str) -> Text | None:
    if word.upper() in {"Y", "M", "D", "YM", "MD", "YD"}:
        return None
    return Text(f"没有单位“{word}”，可用 Y M D YM MD YD", f"there is no unit “{word}”; there are Y M D YM MD YD")


def _judge_period(word: str) -> Text | None:
    if periods.is_period(word):
        return None
    return Text(f"没有时间段“{word}”", f"there is no period “{word}”")


_UNIT, _DIFFERENCE, _PERIOD = {"unit": _judge_unit}, {"unit": _judge_difference}, {"period": _judge_period}
_UNITS = {
    "unit": {
        "year": Text("年", "year"),
        "quarter": Text("季度", "quarter"),
        "month": Text("月", "month"),
        "week": Text("周", "week"),
        "day": Text("天", "day"),
        "hour": Text("小时", "hour"),
        "minute": Text("分钟", "minute"),
        "second": Text("秒", "second"),
    }
}
_DIFFERENCES = {
    "unit": {
        "Y": Text("整年数", "whole years"),
        "M": Text("整月数", "whole months"),
        "D": Text("天数", "days"),
        "YM": Text("不满一年的月数", "months beyond the years"),
        "MD": Text("不满一月的天数", "days beyond the months"),
        "YD": Text("不满一年的天数", "days beyond the years"),
    }
}


_WORDS = 'WITHIN(d, "{}")'

_d = date_function
_CALENDAR = Text("按应用的工作日历（含调休），而不只是周六周日；空日期得空值",
                 "By the app's calendar, make-up days included, not by Saturdays and Sundays alone; a blank date gives "
                 "blank")  # fmt: skip

# fmt: off
FUNCTIONS = (
    _d("EDATE", "value: M, months: number", "M", "几个月之后的同一天；没有该日则取月末",
       "The same day so many months later, or the month's end", _edate,
       example("EDATE(DATE(2024, 1, 31), 1)", "2024-02-29"), example("EDATE(DATE(2024, 8, 31), -6)", "2024-02-29"),
       example("EDATE(d, 12)", "2027-03-05", **D),
       env=True, excel=Text("得日期而不是数字；保留时刻", "Gives a date, not a number; the time of day stays")),
    _d("EOMONTH", "value: moment, months: number", "date", "几个月之后那个月的最后一天",
       "The last day of the month so many months later", _eomonth,
       example("EOMONTH(DATE(2011, 1, 1), 1)", "2011-02-28"), example("EOMONTH(DATE(2011, 1, 1), -3)", "2010-10-31"),
       example("EOMONTH(d, 0)", "2026-03-31", **D),
       env=True, excel=Text("得日期而不是数字", "Gives a date, not a number")),
    _d("DATEADD", "value: M, count: number, unit: text", "M", "加上若干天、周、月、季、年，时刻还可加时、分、秒",
       "Adds days, weeks, months, quarters or years, to a moment also hours, minutes or seconds", _dateadd,
       example('DATEADD(d, 2, "week")', "2026-03-19", **D),
       example('DATEADD(DATE(2024, 1, 31), 1, "month")', "2024-02-29"),
       example('DATEADD(m, -90, "minute")', "2026-03-05T15:00:45Z", **M), example('DATEADD(d, 1, "hour")', None, **D),
       example('DATEADD("2026-03-05 10:30", 1, "hour")', "2026-03-05T03:30:00Z"),
       env=True, literals=_UNIT, choices=_UNITS, excel=None),
    _d("DATEDIF", "start: moment, end: moment, unit: text", "number",
       '两日期相距："Y" 整年、"M" 整月、"D" 天、"YM"、"MD"、"YD" 为余数',
       'Between two dates: "Y" whole years, "M" months, "D" days; "YM", "MD", "YD" what is left over', _datedif,
       example('DATEDIF(DATE(2001, 1, 1), DATE(2003, 1, 1), "Y")', "2"),
       example('DATEDIF(DATE(2001, 6, 1), DATE(2002, 8, 15), "D")', "440"),
       example('DATEDIF(DATE(2001, 6, 1), DATE(2002, 8, 15), "YD")', "75"),
       example('DATEDIF(DATE(2002, 8, 15), DATE(2001, 6, 1), "D")', None),
       example('DATEDIF(DATE(2026, 1, 31), DATE(2026, 3, 1), "MD")', "1"),
       env=True, literals=_DIFFERENCE, choices=_DIFFERENCES,
       excel=Text(
           "“MD” 从上一个月周年日数起，不会为负（Excel 的文档劝人不用它）；“YD” 从上一个周年日数起，"
           "与 “Y” 合起来正好（Excel 把终点移到起点那一年，遇闰年差一天：2015-01-01 至 2016-12-31 得 364）；"
           "出错时得空值",
           '"MD" counts from the last monthly day and is never negative (Excel\'s page advises against it); "YD" '
           'counts from the last anniversary, so that it goes with "Y" (Excel moves the end into the year of the start '
           "and is a day off around leap years: 364 from 2015-01-01 to 2016-12-31); blank for errors")),
    _d("DAYS", "end: moment, start: moment", "number", "两日期相距的天数", "The days between two dates", _days,
       example("DAYS(DATE(2021, 3, 15), DATE(2021, 2, 1))", "42"), example("DAYS(d, DATE(2026, 12, 31))", "-301", **D),
       example("DAYS(m, d)", "1", **M, **D), env=True,
       excel=Text("空日期得空值（Excel 按 0 计）；文本按年月日写",
                  "A blank date gives blank (Excel counts it as 0); texts are written year, month, day")),
    _d("HOURS", "value: duration", "number", "时长的小时数，带小数", "The hours of a duration, with their fraction",
       _in_units_of(3600),
       example("HOURS(NOW() - m)", "225.98", also=MARCH, m=("datetime", "2026-03-05T16:31:12Z")),
       example("HOURS(spent)", "1.5", spent=("duration", "5400")),
       example("HOURS(spent)", None, spent=("duration", None)), excel=None),
    _d("MINUTES", "value: duration", "number", "时长的分钟数，带小数", "The minutes of a duration, with their fraction",
       _in_units_of(60),
       example("MINUTES(NOW() - m)", "13558.8", also=MARCH, m=("datetime", "2026-03-05T16:31:12Z")),
       example("MINUTES(spent)", "1.5", spent=("duration", "90")),
       example("MINUTES(spent)", None, spent=("duration", None)), excel=None),
    _d("NETWORKDAYS", "start: moment, end: moment, closed?: [moment]", "number",
       "两日期之间的工作日数，包含两端；按应用的工作日历",
       "The working days between two dates, both included, by the app's calendar", _networkdays,
       example("NETWORKDAYS(DATE(2026, 3, 2), DATE(2026, 3, 8))", "5"),
       example("NETWORKDAYS(DATE(2026, 3, 8), DATE(2026, 3, 2))", "-5"),
       example("NETWORKDAYS(DATE(2026, 3, 2), DATE(2026, 3, 8), [DATE(2026, 3, 4)])", "4"),
       env=True, volatility="stable", excel=_CALENDAR),
    _d("WORKDAY", "start: moment, days: number, closed?: [moment]", "date",
       "若干工作日之后（负数为之前）的日期；按应用的工作日历",
       "The date so many working days later, or earlier, by the app's calendar", _workday,
       example("WORKDAY(DATE(2026, 3, 6), 1)", "2026-03-09"), example("WORKDAY(DATE(2026, 3, 9), -1)", "2026-03-06"),
       example("WORKDAY(DATE(2026, 3, 6), 1, [DATE(2026, 3, 9)])", "2026-03-10"),
       example("WORKDAY(DATE(2026, 3, 7), 0)", "2026-03-07"),
       env=True, volatility="stable", back_ends=NOT_POSTGRESQL,
       excel=_CALENDAR),
    _d("STARTOF", "value: M, unit: text", "M", "所在周、月、季、年等的开始；一周从周一开始",
       "The start of its week, month, quarter, year; weeks begin on Monday", _startof,
       example('STARTOF(d, "month")', "2026-03-01", **D), example('STARTOF(d, "week")', "2026-03-02", **D),
       example('STARTOF(m, "day")', "2026-03-05T16:00:00Z", **M), env=True, literals=_UNIT, choices=_UNITS, excel=None),
    _d("ENDOF", "value: M, unit: text", "M", "所在周、月、季、年等的结束", "The end of its week, month, quarter, year",
       _endof,
       example('ENDOF(d, "month")', "2026-03-31", **D), example('ENDOF(d, "quarter")', "2026-03-31", **D),
       example('ENDOF(m, "day")', "2026-03-06T15:59:59.999999Z", **M), env=True, literals=_UNIT, choices=_UNITS,
       excel=None),
    _d("DATERANGEOVERLAP", "first: M, last: M, start: M, end: M", "boolean", "两段时间是否重叠，包含两端",
       "Whether two ranges share a moment, ends included", _overlap,
       example("DATERANGEOVERLAP(DATE(2026, 3, 1), DATE(2026, 3, 5), DATE(2026, 3, 5), DATE(2026, 3, 9))", True),
       example("DATERANGEOVERLAP(DATE(2026, 3, 1), DATE(2026, 3, 4), DATE(2026, 3, 5), DATE(2026, 3, 9))", False),
       example("DATERANGEOVERLAP(d, d, DATE(2026, 3, 1), DATE(2026, 3, 31))", True, **D), blank="own", excel=None),
    _d("AGE", "birthday: moment, on?: moment", "number", "周岁，默认到今天", "Full years of age, today unless said",
       _age,
       example("AGE(DATE(2000, 3, 15))", "26", also=MARCH), example("AGE(DATE(2000, 3, 16))", "25", also=MARCH),
       example("AGE(DATE(2000, 2, 29), DATE(2021, 2, 28))", "20"), env=True, volatility="stable", excel=None),
    _d("TIMESTAMP", "value: dated, at?: time", "datetime", "由文本、日期或日期加时间得到时刻（应用时区）",
       "A moment from a text, a date, or a date and a time, in the app's zone", _timestamp,
       example('TIMESTAMP("2026-03-05 08:30")', "2026-03-05T00:30:00Z"),
       example("TIMESTAMP(d)", "2026-03-04T16:00:00Z", **D),
       example("TIMESTAMP(d, TIME(8, 30, 0))", "2026-03-05T00:30:00Z", **D),
       example('TIMESTAMP("2026-03-05T08:30:00+09:00")', "2026-03-04T23:30:00Z"),
       env=True, blank="blank", excel=None),
    _d("WITHIN", "value: moment, period: word", "boolean", "是否在某段时间内，如 this_month、last_7_days",
       "Whether it lies in a period such as this_month or last_7_days", _within,
       example(_WORDS.format("this_month"), True, also=MARCH, **D),
       example(_WORDS.format("last_7_days"), False, also=MARCH, **D),
       example("d IN this_week", False, also=MARCH, **D),
       example("d = yesterday", True, also={"now": "2026-03-06T02:30:00Z"}, **D), env=True, literals=_PERIOD,
       blank="own", volatility="stable", excel=None),
    _d("PERIODSTART", "period: word", "date", "某段时间的第一天", "The first day of a period", _bound(0),
       example('PERIODSTART("this_month")', "2026-03-01", also=MARCH),
       example('PERIODSTART("last_7_days")', "2026-03-09", also=MARCH),
       example('PERIODSTART("last_quarter")', "2025-10-01", also=MARCH), env=True, literals=_PERIOD,
       volatility="stable", excel=None),
    _d("PERIODEND", "period: word", "date", "某段时间的最后一天", "The last day of a period", _bound(1),
       example('PERIODEND("this_month")', "2026-03-31", also=MARCH),
       example('PERIODEND("next_week")', "2026-03-22", also=MARCH),
       example('PERIODEND("next_30_days")', "2026-04-13", also=MARCH), env=True, literals=_PERIOD, volatility="stable",
       excel=None),
)
