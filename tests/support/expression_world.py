"""What the widest expressions by chance are about: a record with a field of every kind, and the words that functions
take.

``TYPES`` holds what ``expression_samples`` and ``expression_extremes`` ask about too.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from random import Random
from typing import Any

from dougong.engines.expression.env import Doors
from dougong.engines.expression.kinds import NUMBER, Kind
from dougong.engines.expression.periods import WORDS
from dougong.engines.expression.samples import SampleScope
from support import expression_extremes as extremes

_LINES = extremes.TYPES["lines"]["rows"]
_ACCOUNT = extremes.TYPES["account"]["fields"]
TYPES: dict[str, Any] = {
    **extremes.TYPES,
    "lines": {"rows": {
        **_LINES, "share": "percent", "spent": "duration", "stage": "option", "done": "boolean", "d": "date",
        "at": "datetime", "opens": "time", "who": "user", "unit": "department", "partner": {"record": "account"},
        "product": {"fields": {"level": "text", "cost": "money"}},
    }},
    "account": {"fields": {
        **_ACCOUNT, "called": "datetime", "open": "boolean", "owner": "user",
        "contacts": {"rows": {"name": "text", "weight": "number"}},
    }},
    "spare": "duration", "opens": "time", "closes": "time",
    "owner": {"user": {"name": "text", "department": "department"}}, "helper": "user", "unit": "department",
    "above": {"department": {"title": "text"}}, "partner": {"record": "account"}, "other": {"record": "account"},
    "scores": {"list": "number"}, "days": {"list": "date"}, "people": {"list": "user"}, "units": {"list": "department"},
    "others": {"records": {"level": "text", "limit": "number", "since": "date", "open": "boolean"}},
    "stops": {"rows": {"at": "datetime", "fee": "money", "name": "text"}},
}  # fmt: skip
SINGLE = (
    "number", "money", "percent", "duration", "text", "option", "boolean", "date", "datetime", "time", "user",
    "department", "record",
)  # fmt: skip
MANY = (("lines",), ("stops",), ("others",), ("account", "contacts"))

MES: tuple[dict[str, Any], ...] = (
    {"id": "u1", "name": "李雷", "department": {"id": "d1"}, "team": ["u1", "u2"]},
    {"id": "u2", "name": "", "department": None, "team": []},
    {"id": "u3", "name": "Ann", "department": {"id": "d2"}, "team": ["u3"]},
)

IDS = {"user": ("u1", "u2", "u3"), "department": ("d1", "d2", "d3"), "record": ("r1", "r2")}
TIMES = ("00:00:00", "02:30:00", "09:08:07", "23:59:59", "23:59:59.999999", "12:00:00")
CARDS = ("11010519491231002X", "440524188001010014", "130503670401001", "11010519491231002x", "110105194912310021", "1")
TEXTS = (
    *CARDS[:3], "1,234.50", "-12.5%", "1e3", " 7 ", "١٢", "2026-03-05", "2024年2月29日", "2026/2/30", "重庆银行",
    "张三 李四", "ß", "İ", "ﬀ", "Σας", "ΌΣΟΣ", "e\u0301e\u0301", "🏳\ufe0f\u200d🌈ab", "a,b,,c", "a  b",
    "\u00a0x\u3000", "x\x07y\x7f", "A*?~", "null", "z" * 40, "ŉ", "ǰ", "ΐ", "ﬃ", "Ǆ", "ı", "\u212a", "\ufeff",
    "13812345678", "TRUE", "(12)", "$5", "1.2.3", "12:30", "𐐀𐐨",
)  # fmt: skip
NUMBERS = (
    "0", "1", "-1", "2", "3", "10", "0.5", "2.5", "-2.5", "1.005", "2.675", "-0.001", "7", "12", "100", "1000", "9.99",
    "0.1", "1234567.89", "99999999999999.99", "1E20", "-1E19", "0.000000000001", "5E-13", "33.333333333333", "255",
    "65",
)  # fmt: skip

_UNITS = ("day", "week", "month", "quarter", "year", "hour", "minute", "second", "日", "月", "fortnight")
_PATTERNS = ("[0-9]+", "^a", "b$", "(.)(.)", "[^a-z]+", "\\d{2}", "é", ".", "(?i)A", "\\p{Han}+", "x*", "a|b", "(a)?b")
_CRITERIA = (
    ">1",
    "<=2.5",
    "<>a",
    "a*",
    "?",
    "~*",
    "",
    "=",
    "<>",
    "won",
    "12",
    "=2026-03-05",
    ">2026-01-01",
    "TRUE",
    "u1",
)
_WEEKS = ("1", "2", "3", "11", "12", "13", "14", "15", "16", "17", "21", "9", "2.9", "0")
_PLACES = ("0", "1", "2", "3", "12", "-1", "-2", "30", "37", "-37", "-38", "1.9")
_COUNTS = ("0", "1", "2", "3", "9", "1.9", "-1", "40")
_STEPS = ("1", "0.1", "-2", "5", "1E10", "0", "0.3", "-0.25")
_SHIFTS = ("0", "1", "-1", "3", "12", "-13", "40", "-700", "99999", "1.9", "-1.9", "1E9")
_FORMATS = (
    "0", "0.00", "#,##0.0#", "0.0,", "#,##0,,", "0%", "0.00%;(0.00%);-", "000", "#", "¥#,##0.00", "0.0,,\"M\"", "#.##",
    "yyyy-mm-dd", "yy/m/d", "dddd", "mmm d", "aaaa", "h:mm:ss AM/PM", "hh时mm分", "mmmm yyyy", "ddd", "@", "@@x", "s",
)  # fmt: skip
_MONEY = ("CNY", "USD", "XXX")
_RATES = ("0", "0.005", "0.1", "-0.02", "1", "1E-9")
_PERIODS = ("1", "12", "360", "0", "2.5", "-3")


def _choices() -> Iterator[tuple[tuple[str, str], tuple[str | Decimal | bool, ...]]]:
    words: dict[str, tuple[str, ...]] = {
        "DATEADD.unit STARTOF.unit ENDOF.unit": _UNITS,
        "DATEDIF.unit": ("Y", "M", "D", "YM", "MD", "YD", "y", "d", "q"),
        "REGEXMATCH.pattern REGEXEXTRACT.pattern REGEXREPLACE.pattern": _PATTERNS,
        "REGEXREPLACE.replacement": ("<>", "$1", "$0$2", "\\1", "$$", "é"),
        "SUMIF.criterion SUMIFS.criterion COUNTIF.criterion COUNTIFS.criterion AVERAGEIF.criterion "
        "AVERAGEIFS.criterion MAXIFS.criterion MINIFS.criterion": _CRITERIA,
        "WITHIN.period PERIODSTART.period PERIODEND.period": (
            *WORDS,
            "last_3_quarters",
            "next_2_years",
            "last_9999_years",
        ),
        "TEXT.format": _FORMATS,
        "SPLIT.separator TEXTJOIN.separator": (",", " ", "、", "ab", ";"),
        "MASK.sign PINYIN.separator": ("*", "-", "隐", "😀"),
        "IDCARDBIRTHDAY.card IDCARDSEX.card IDCARDAGE.card": CARDS,
        "CONVERTCURRENCY.source CONVERTCURRENCY.target": _MONEY,
        "USERATTR.name": ("name", "email"),
        "COUNT_OWNED.form LOOKUP.form": ("product",),
        "LOOKUP.field": ("price",),
        "LOOKUP.match": ("code",),
        "FIND.part CONTAINS.part": ("a", "A", "岛", "?", "*", "ss", "É", "~*"),
        "SEARCH.part": ("a", "A", "岛", "?", "*", "ss", "É", "~*", "K", "s", "13", "B", "-", "e"),
    }
    numbers: dict[str, tuple[str, ...]] = {
        "WEEKDAY.kind WEEKNUM.kind": _WEEKS,
        "ROUND.digits ROUNDUP.digits ROUNDDOWN.digits TRUNC.digits AMOUNTFORMAT.places": _PLACES,
        "CEILING.step FLOOR.step MROUND.multiple MOD.divisor QUOTIENT.divisor": _STEPS,
        "LEFT.count RIGHT.count MID.count REPLACE.count MASK.left MASK.right REPT.times": _COUNTS,
        "MID.start REPLACE.start FIND.start SEARCH.start SUBSTITUTE.instance": _COUNTS,
        "INDEX.place LARGE.place SMALL.place": _COUNTS,
        "EDATE.months EOMONTH.months DATEADD.count WORKDAY.days": _SHIFTS,
        "POWER.exponent ^.exponent": ("2", "3", "-1", "0.5", "100", "0", "1001", "-0.5"),
        "EXP.value": ("1", "-3", "0", "87", "100", "-100", "0.5"),
        "LN.value LOG.value LOG10.value SQRT.value": ("1", "2", "10", "0.5", "0", "-1", "1E30", "8", "1E-20"),
        "LOG.base": ("2", "10", "1", "0", "-1", "0.5"),
        "RANK.order": ("0", "1", "-1"),
        "PERCENTILE.part": ("0", "0.25", "0.5", "1", "1.1", "-0.1"),
        "CHAR.code": ("65", "24120", "128512", "0", "55296", "1114112", "32", "65.9", "-1"),
        "DATE.year": ("2024", "2026", "0", "1", "9999", "10000", "2025.9"),
        "DATE.month DATE.day": ("1", "2", "3", "12", "13", "0", "-1", "29", "31", "400"),
        "TIME.hour TIME.minute TIME.second": ("0", "2", "30", "59", "60", "25", "-1", "1.9", "90000"),
        "PMT.rate FV.rate PV.rate NPER.rate NPV.rate IRR.guess": _RATES,
        "PMT.periods FV.periods PV.periods": _PERIODS,
        "PMT.start FV.start PV.start NPER.start": ("0", "1", "2"),
    }  # fmt: skip
    for names, given in words.items():
        yield from ((_key(name), given) for name in names.split())
    for names, given in numbers.items():
        yield from ((_key(name), tuple(map(Decimal, given))) for name in names.split())
    yield ("TEXTJOIN", "skip_blank"), (True, False)


def _key(name: str) -> tuple[str, str]:
    function, _, param = name.partition(".")
    return function, param


# (function, parameter) -> what is often written there; a text, a number or a truth
CHOICES: Mapping[tuple[str, str], tuple[str | Decimal | bool, ...]] = dict(_choices())


class Scope(SampleScope):
    """The names of such a record, and the field that look-ups ask for."""

    def field_of(self, form: str, field: str) -> Kind | None:
        return NUMBER if (form, field) == ("product", "price") else Kind("text") if field == "code" else None


SCOPE = Scope(TYPES)


def doors() -> Doors:
    """What lies outside the record; it matters to Python alone."""
    return Doors(
        lookup=lambda form, field, pairs: Decimal("9.9"),
        count_owned=lambda form: 3,
        user_attribute=lambda user, name: f"{user}@b.cn",
        parent_department=lambda department: None if department == "d3" else "d3",
        rate=lambda source, target, day: None if "XXX" in (source, target) else Decimal("7.125"),
        random=Random(7),
        new_id=lambda: "00000000-0000-0000-0000-000000000007",
    )


class Recorder(extremes.WideMaker):
    """Values of every kind, beside those that the other makers know."""

    def value(self, kind: Any) -> Any:
        if isinstance(kind, dict):
            return self.behind(kind)
        if self.random.random() < 0.15:
            return None
        match kind:
            case "user" | "department" | "record":
                return self.random.choice(IDS[kind])
            case "time":
                return self.random.choice(TIMES)
            case "duration" if self.random.random() < 0.3:
                return self.random.choice(("0", "3600", "-60", "0.000001", "86400.5"))
            case "text" if self.random.random() < 0.6:
                return self.random.choice(TEXTS)
            case "number" | "money" | "percent" if self.random.random() < 0.6:
                return self.random.choice(NUMBERS)
        return super().value(kind)

    def behind(self, kind: dict[str, Any]) -> Any:
        ((shape, inner),) = kind.items()
        if shape in ("rows", "records"):
            return [{"id": f"r{at}", **self.fields(inner)} for at in range(self.random.choice((0, 1, 2, 2, 3, 4)))]
        if shape == "list":
            kept = [
                value for value in (self.value(inner) for _ in range(self.random.randint(0, 4))) if value is not None
            ]
            # a choice among options, people and the like holds nothing twice
            return kept if inner in ("text", "number", "date") else list(dict.fromkeys(kept))
        if self.random.random() < 0.15:
            return None
        if not isinstance(inner, dict):
            return self.random.choice(IDS["record"])
        ids = IDS.get(shape, IDS["record"])
        return {"id": self.random.choice(ids), **self.fields(inner)}

    def zone(self) -> str:
        return self.choice(*extremes.ZONES)

    def fields(self, types: Mapping[str, Any]) -> dict[str, Any]:
        return {name: self.value(kind) for name, kind in types.items()}
