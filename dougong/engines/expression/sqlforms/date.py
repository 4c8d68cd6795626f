"""Dates and moments: a blank one makes the result blank; parts of a moment are those of its day in the zone."""

from collections.abc import Callable
from datetime import UTC, date, timedelta, timezone
from decimal import Decimal

from dougong.engines.expression import dates, periods
from dougong.engines.expression.dates import UNITS
from dougong.engines.expression.kinds import DATE, DATETIME, TIME, Kind
from dougong.engines.expression.number_text import tidy
from dougong.engines.expression.sqlforms.form import (
    ONE,
    ZERO,
    Form,
    FormCall,
    all_of,
    blank,
    both,
    day,
    either,
    filled,
    given,
    is_blank,
    math,
    moment,
    number,
    test,
    when,
)
from dougong.engines.expression.sqltree import Expr, Literal, Op, Parameter

MONTHS = {"month": 1, "quarter": 3, "year": 12}
SECONDS = {"hour": 3600, "minute": 60, "second": 1}
_ELSEWHERE = timezone(timedelta(hours=-1))
FIRST_DAY = Literal(date(1, 1, 1), DATE)
TWELVE = number(12)
# as in ``functions.date``: which day is the first, counted from Monday
WEEK_FROM = {1: 6, 2: 0, 11: 0, 12: 1, 13: 2, 14: 3, 15: 4, 16: 5, 17: 6}


def _day_of(call: FormCall, at: int = 0) -> Expr:
    arg = call.args[at]
    return day("date_of", arg) if call.kinds[at].name == "datetime" else arg


def _of_dates(call: FormCall) -> bool:
    return call.kinds[0].name == "date"


def _datevalue(call: FormCall) -> Expr | None:
    """Of a text that is not written out only Python reads the date."""
    if call.kinds[0].name != "text":
        return _day_of(call)
    text = _word(call, 0)
    return None if text is None else Literal(dates.read_date(text), DATE)


def _part(name: str, *, native: bool = True) -> Form:
    return Form(lambda call: math(name, _day_of(call)), native=_of_dates if native else False)


def _clock(name: str) -> Form:
    def build(call: FormCall) -> Expr:
        if call.kinds[0].name in ("datetime", "time"):
            return math(name, call.args[0])
        return when(is_blank(call.args[0]), blank(call.kind), ZERO, call.kind)

    return Form(build)


def _cut(arg: Expr) -> Expr:
    """A count, cut to a whole number; blank counts as 0."""
    if isinstance(arg, Literal) and isinstance(arg.value, Decimal):
        return number(int(arg.value))
    return math("trunc", filled(arg), ZERO)


def _word(call: FormCall, at: int) -> str | None:
    """A text written out, which SQL must know beforehand."""
    arg = call.args[at] if len(call.args) > at else None
    return arg.value if isinstance(arg, Literal) and isinstance(arg.value, str) else None


def _unit(call: FormCall, at: int) -> str | None:
    word = _word(call, at)
    return None if word is None else UNITS.get(word.lower(), "")


def _date(call: FormCall) -> Expr:
    years, months, days = (_cut(arg) for arg in call.args)
    count = math("sub", math("add", math("mul", years, TWELVE), months), number(13))
    return day("add_days", day("add_months", FIRST_DAY, count), math("sub", days, ONE))


def _time(call: FormCall) -> Expr:
    return Op("time_of", tuple(_cut(arg) for arg in call.args), TIME)


def _weekday(call: FormCall) -> Expr | None:
    kind = given(call, 1, ONE)
    if not isinstance(kind, Literal) or not isinstance(kind.value, Decimal):
        return None
    counted = math("sub", math("iso_weekday", _day_of(call)), ONE)
    if int(kind.value) == 3:
        return when(is_blank(call.args[0]), blank(call.kind), counted, call.kind)
    first = WEEK_FROM.get(int(kind.value))
    if first is None:
        return blank(call.kind)
    place = math("add", math("mod", math("sub", counted, number(first)), number(7)), ONE)
    return when(is_blank(call.args[0]), blank(call.kind), place, call.kind)


def _weeknum(call: FormCall) -> Expr | None:
    kind = given(call, 1, ONE)
    if not isinstance(kind, Literal) or not isinstance(kind.value, Decimal):
        return None
    if int(kind.value) == 21:
        return math("iso_week", _day_of(call))
    first = WEEK_FROM.get(int(kind.value))
    if first is None:
        return blank(call.kind)
    new_year = day("start_of_year", _day_of(call))
    begun = math("sub", math("iso_weekday", new_year), number(1 + first))
    passed = math("add", math("days_between", new_year, _day_of(call)), math("mod", begun, number(7)))
    weeks = math("add", math("quotient", passed, number(7)), ONE)
    return when(is_blank(call.args[0]), blank(call.kind), weeks, call.kind)


def _stepped(start: Expr, kind: str, count: Expr, unit: str) -> Expr:
    """``count`` units later; ``unit`` is a day or longer."""
    factor = MONTHS.get(unit, 7 if unit == "week" else 1)
    steps = count if factor == 1 else math("mul", count, number(factor))
    name = "add_months" if unit in MONTHS else "add_days"
    return moment(name + "_at", start, steps) if kind == "datetime" else day(name, start, steps)


def _edate(call: FormCall) -> Expr:
    return _stepped(call.args[0], call.kinds[0].name, _cut(call.args[1]), "month")


def _eomonth(call: FormCall) -> Expr:
    return day("end_of_month", day("add_months", day("start_of_month", _day_of(call)), _cut(call.args[1])))


def _dateadd(call: FormCall) -> Expr | None:
    unit, kind = _unit(call, 2), call.kinds[0].name
    if unit is None:
        return None
    if not unit or (unit in SECONDS and kind != "datetime"):
        return blank(call.kind)
    if unit in SECONDS:
        return moment("add_seconds", call.args[0], _cut(math("mul", filled(call.args[1]), number(SECONDS[unit]))))
    return _stepped(call.args[0], kind, _cut(call.args[1]), unit)


def _start(value: Expr, kind: str, unit: str) -> Expr:
    if unit in SECONDS:
        return moment("start_of_" + unit, value)
    found = day("date_of", value) if kind == "datetime" else value
    if unit != "day":
        found = day("start_of_" + unit, found)
    return moment("datetime_of", found) if kind == "datetime" else found


def _bounded(build: Callable[[Expr, str, str], Expr]) -> Callable[[FormCall], Expr | None]:
    def built(call: FormCall) -> Expr | None:
        unit, kind = _unit(call, 1), call.kinds[0].name
        if unit is None:
            return None
        if not unit or (unit in SECONDS and kind != "datetime"):
            return blank(call.kind)
        return build(call.args[0], kind, unit)

    return built


def _end(value: Expr, kind: str, unit: str) -> Expr:
    start = _start(value, kind, unit)
    if unit in SECONDS:
        later = moment("add_seconds", start, number(SECONDS[unit]))
        return moment("add_seconds", later, number("-0.000001"))
    following = _stepped(start, kind, ONE, unit)
    if kind == "datetime":
        return moment("add_seconds", following, number("-0.000001"))
    return day("add_days", following, number(-1))


def _of_days(build: Callable[[FormCall], Expr | None]) -> Callable[[FormCall], Expr | None]:
    """Of two days: where one is blank, nobody asks on which day the moment beside it falls."""

    def built(call: FormCall) -> Expr | None:
        found = build(call)
        if found is None or "datetime" not in (kind.name for kind in call.kinds[:2]):
            return found
        missing = either(*(is_blank(arg) for arg in call.args[:2]))
        return when(missing, blank(call.kind), found, call.kind)

    return built


def _full_months(first: Expr, last: Expr) -> Expr:
    years = math("mul", math("sub", math("year", last), math("year", first)), TWELVE)
    months = math("sub", math("month", last), math("month", first))
    short = when(test("lt", math("day", last), math("day", first)), ONE, ZERO, ONE.kind)
    return math("sub", math("add", years, months), short)


def _datedif(call: FormCall) -> Expr | None:
    first, last, unit = _day_of(call, 0), _day_of(call, 1), _word(call, 2)
    if unit is None:
        return None
    months = _full_months(first, last)
    years = math("floor", math("ratio", months, TWELVE))
    found: Expr
    match unit.upper():
        case "Y":
            found = years
        case "M":
            found = months
        case "D":
            found = math("days_between", first, last)
        case "YM":
            found = math("mod", months, TWELVE)
        case "MD":
            found = math("days_between", day("add_months", first, months), last)
        case "YD":
            found = math("days_between", day("add_months", first, math("mul", years, TWELVE)), last)
        case _:
            return blank(call.kind)
    return when(test("le", first, last), found, blank(call.kind), call.kind)


def _days(call: FormCall) -> Expr:
    return math("days_between", _day_of(call, 1), _day_of(call, 0))


def _networkdays(call: FormCall) -> Expr | None:
    """By the calendar that is bound, and no days beside it."""
    return math("working_days", _day_of(call, 0), _day_of(call, 1)) if len(call.args) == 2 else None


def _in_units_of(seconds: int) -> Form:
    return Form(
        lambda call: when(
            is_blank(call.args[0]), blank(call.kind), math("div", call.args[0], number(seconds)), call.kind
        )
    )


def _both_dates(call: FormCall) -> bool:
    return all(kind.name == "date" for kind in call.kinds)


def _overlap(call: FormCall) -> Expr:
    first, last, start, end = call.args
    return all_of(test("le", first, end), test("le", start, last))


def _age(call: FormCall) -> Expr:
    born = _day_of(call)
    today: Expr = Parameter("today", DATE)
    on = today if len(call.args) < 2 else day("coalesce", _day_of(call, 1), today)
    return age_on(born, on, call.kind)


def age_on(born: Expr, on: Expr, kind: Kind) -> Expr:
    """Blank for who is not born yet."""
    years = math("floor", math("ratio", _full_months(born, on), TWELVE))
    return when(test("le", born, on), years, blank(kind), kind)


def _timestamp(call: FormCall) -> Expr | None:
    kind, plain = call.kinds[0].name, call.args[0]
    if kind == "date":
        plain = moment("datetime_of", plain)
    elif kind != "datetime":
        text = _word(call, 0)
        if text is None:
            return None
        plain = written_moment(text)
    if len(call.args) == 1:
        return plain
    day_of = call.args[0] if kind == "date" else day("date_of", plain)
    at = moment("moment_at", day_of, call.args[1])
    return when(is_blank(call.args[1]), plain, at, DATETIME)


def written_moment(text: str) -> Expr:
    """The moment that a text writes: as it stands, or by the clock in the zone, which is known when it is asked."""
    shown, elsewhere = (dates.read_moment(text, zone) for zone in (UTC, _ELSEWHERE))
    if shown is None or shown == elsewhere:
        return Literal(shown, DATETIME)
    of_day = Literal(shown.date(), DATE)
    if ":" not in tidy(text):
        return moment("datetime_of", of_day)
    return moment("moment_at", of_day, Literal(shown.time(), TIME))


def _period(name: str) -> Form:
    def build(call: FormCall) -> Expr | None:
        word = _word(call, 0)
        if word is None or not periods.is_period(word):
            return None
        return Parameter("period_start" if name == "start" else "period_end", DATE, word)

    return Form(build, native=True)


def _within(call: FormCall) -> Expr | None:
    value, word = call.args[0], _word(call, 1)
    if word is None or not periods.is_period(word):
        return None
    if call.kinds[0].name == "datetime":
        # moments are compared with moments, so that an index serves
        after = test("ge", value, Parameter("period_start", DATETIME, word))
        before = test("lt", value, Parameter("period_end", DATETIME, word))
    else:
        after = test("ge", value, Parameter("period_start", DATE, word))
        before = test("le", value, Parameter("period_end", DATE, word))
    return both(after, before)


FORMS: dict[str, Form] = {
    "TODAY": Form(lambda call: Parameter("today", DATE), native=True),
    "NOW": Form(lambda call: Parameter("now", DATETIME), native=True),
    "DATE": Form(_date),
    "TIME": Form(_time),
    "DATEVALUE": Form(_datevalue, native=_of_dates),
    "YEAR": _part("year"),
    "QUARTER": _part("quarter"),
    "MONTH": _part("month"),
    "DAY": _part("day"),
    "HOUR": _clock("hour"),
    "MINUTE": _clock("minute"),
    "SECOND": _clock("second"),
    "WEEKDAY": Form(_weekday),
    "WEEKNUM": Form(_weeknum),
    "ISOWEEKNUM": _part("iso_week", native=False),
    "EDATE": Form(_edate),
    "EOMONTH": Form(_eomonth),
    "DATEADD": Form(_dateadd),
    "STARTOF": Form(_bounded(_start), native=_of_dates),
    "ENDOF": Form(_bounded(_end)),
    "DATEDIF": Form(_of_days(_datedif)),
    "DAYS": Form(_of_days(_days), native=_both_dates),
    "NETWORKDAYS": Form(_of_days(_networkdays)),
    "HOURS": _in_units_of(3600),
    "MINUTES": _in_units_of(60),
    "DATERANGEOVERLAP": Form(_overlap, native=True),
    "AGE": Form(_age),
    "TIMESTAMP": Form(_timestamp),
    "WITHIN": Form(_within, native=True),
    "PERIODSTART": _period("start"),
    "PERIODEND": _period("end"),
}
