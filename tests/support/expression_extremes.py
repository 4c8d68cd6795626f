"""Expressions and records at the ends of what there is: numbers of 38 digits, the calendar's first and last days,
moments beside changes of the clock, texts that are longer than they look.

``sample(seed)`` gives a tree, a record and a zone; what ``expression_samples`` draws is in it too.
"""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from dougong.engines.expression.tree import Call, Node, Path, lit
from support import expression_samples as samples
from support.expression_samples import path

TYPES: dict[str, Any] = {**samples.TYPES, "seen": "datetime", "marks": {"list": "option"}}
ZONES = (
    "Asia/Shanghai", "Asia/Shanghai", "UTC", "America/New_York", "Europe/London", "Australia/Lord_Howe",
    "Asia/Kathmandu", "Pacific/Apia",
)  # fmt: skip
_NUMBERS = (
    "9" * 38, "-" + "9" * 38, "0." + "0" * 37 + "1", "1E37", "1234567890123456789.0123456789012345678", "1E19", "-1E19",
    "5E-20", "0.1", "0.333333333333", "1E-12", "-0.000000000001", "49999999999999999999.5", "1.5", "200", "-3",
)  # fmt: skip
_TEXTS = (
    "👩‍👩‍👧‍👦", "e\u0301", "é", "İstanbul", "ıI", "straße", "ẞ", "ﬀ", "ΑΣ", "１２.５",
    "ｱｶﾞ", "𝔘𠮷", "a\tb\n", "　a　", "1,234.5", "12%",
    "-3", "2026-02-29", "2024年2月29日", "ab12cd345", "a.b|c", "\u200b", "ǆ", "é́ñ",
)  # fmt: skip
_DATES = (
    "0001-01-01", "0001-01-02", "9999-12-31", "9999-12-30", "2024-02-29", "2026-02-28", "2025-12-31", "2026-01-01",
    "2026-03-31", "2026-03-08", "2026-11-01", "1900-02-28", "1999-12-31", "2026-10-04",
)  # fmt: skip
_MOMENTS = (
    "0001-01-01T00:00:00+00:00", "9999-12-31T23:59:59.999999+00:00", "9999-12-31T15:59:59+00:00",
    "9999-12-31T16:00:00+00:00",
    "2026-03-08T06:59:59.999999+00:00", "2026-03-08T07:00:00+00:00",
    "2026-11-01T05:30:00+00:00", "2026-11-01T06:30:00+00:00",
    "2026-03-29T01:00:00+00:00", "2026-10-25T00:30:00+00:00", "2026-04-04T14:45:00+00:00", "2026-10-03T15:30:00+00:00",
    "2026-03-31T16:00:00+00:00", "2025-12-31T16:00:00+00:00", "2011-12-30T10:00:00+00:00",
    "1901-01-01T00:00:00.5+00:00",
)  # fmt: skip
_FORMATS = (
    "0", "0.00", "#,##0.0#", "0.0,", "#,##0,,", "0%", "0.00%;(0.00%);-", "000", "#", "¥#,##0.00",
    "0.0,,\"M\"", "#,##0.00,",
)  # fmt: skip
_SHOWN = ("yyyy-mm-dd", "yy/m/d", "dddd", "mmm d", "aaaa", "h:mm:ss AM/PM", "hh时mm分", "mmmm yyyy")
_PATTERNS = ("[0-9]+", "^a", "b$", "(.)(.)", "[^a-z]+", "\\d{2}", "é", ".")
_UNITS = ("day", "week", "month", "quarter", "year")


class WideMaker(samples.Maker):
    """Half of what it draws is what ``Maker`` draws."""

    def make(self, kind: str, depth: int) -> Node:
        if depth <= 0 or self.random.random() < 0.5:
            return super().make(kind, depth)
        drawn = {"number": self.number, "text": self.text, "boolean": self.boolean, "date": self.date}
        return drawn[kind](depth - 1)

    def choice(self, *given: str) -> str:
        return self.random.choice(given)

    def moment(self) -> Node:
        return path(self.choice("at", "seen"))

    def when(self, depth: int) -> Node:
        return self.moment() if self.random.random() < 0.5 else self.make("date", depth)

    def count(self) -> Node:
        return lit(Decimal(self.random.choice(("0", "1", "-1", "3", "40", "-700", "99999", "1.9", "1E9"))))

    def written(self, texts: tuple[str, ...]) -> Node:
        return lit(self.random.choice(texts))

    def number(self, depth: int) -> Node:
        name = self.choice(
            "^", "POWER", "SQRT", "CEILING", "FLOOR", "MROUND", "ROUND", "ROUNDUP", "IFERROR", "VALUE",
            "NETWORKDAYS", "DATEDIF",
            "HOUR", "MINUTE", "WEEKDAY", "DAYS", "AGE", "SUMPRODUCT", "MEDIAN", "PRODUCT", "LARGE", "SEARCH",
            "SUM", "*", "+",
        )  # fmt: skip
        match name:
            case "^" | "POWER":
                return Call(
                    name,
                    (self.make("number", depth), lit(Decimal(self.choice("2", "3", "-1", "0.5", "100", "0", "1001")))),
                )
            case "SQRT":
                return Call(name, (self.make("number", depth),))
            case "CEILING" | "FLOOR" | "MROUND":
                return Call(
                    name, (self.make("number", depth), lit(Decimal(self.choice("1", "0.1", "-2", "1E10", "0"))))
                )
            case "ROUND" | "ROUNDUP":
                return Call(
                    name, (self.make("number", depth), lit(Decimal(self.choice("12", "30", "-1", "-37", "-38", "3"))))
                )
            case "VALUE":
                return Call(name, (self.make("text", depth),))
            case "SEARCH":
                return Call(name, (self.written(("A", "s", "É", "?")), self.make("text", depth)))
            case "NETWORKDAYS" | "DAYS":
                return Call(name, (self.make("date", depth), self.make("date", depth)))
            case "DATEDIF":
                return Call(name, (self.when(depth), self.when(depth), self.written(("Y", "M", "D", "YM", "MD", "YD"))))
            case "HOUR" | "MINUTE":
                return Call(name, (self.moment(),))
            case "WEEKDAY":
                return Call(name, (self.when(depth), lit(Decimal(self.choice("1", "2", "3", "11")))))
            case "AGE":
                return Call(name, (self.when(depth),))
            case "SUMPRODUCT":
                return Call(name, (path("lines.quantity"), path("lines.price")))
            case "MEDIAN" | "PRODUCT":
                return Call(name, (path("lines.price"),))
            case "SUM":
                return Call(name, (Call("*", (path("lines.quantity"), path("lines.price"))),))
            case "LARGE":
                return Call(name, (path("lines.price"), lit(Decimal(2))))
            case _:
                return Call(name, self.many("number", depth, 2, 2))

    def text(self, depth: int) -> Node:
        name = self.choice(
            "TEXT", "TEXT", "TEXT", "REPT", "REPLACE", "PROPER", "REGEXEXTRACT", "REGEXREPLACE", "TEXTJOIN",
            "&", "IFERROR", "LOWER", "UPPER",
        )  # fmt: skip
        match name:
            case "TEXT":
                if self.random.random() < 0.5:
                    return Call(name, (self.make("number", depth), self.written(_FORMATS)))
                return Call(name, (self.when(depth), self.written(_SHOWN)))
            case "REPT":
                return Call(name, (self.make("text", depth), self.count()))
            case "REPLACE":
                counts = (lit(Decimal(self.choice("1", "2", "9"))), lit(Decimal(self.choice("0", "1", "3"))))
                return Call(name, (self.make("text", depth), *counts, self.make("text", depth)))
            case "REGEXEXTRACT":
                return Call(name, (self.make("text", depth), self.written(_PATTERNS)))
            case "REGEXREPLACE":
                return Call(name, (self.make("text", depth), self.written(_PATTERNS), lit("<>")))
            case "TEXTJOIN":
                return Call(name, (lit("、"), lit(True), path(self.choice("tags", "marks", "lines.kind"))))
            case "&":
                return Call(name, (self.when(depth), self.make(self.choice("text", "number", "date"), depth)))
            case "IFERROR":
                return Call(name, self.many("text", depth, 2, 2))
            case _:
                return Call(name, (self.make("text", depth),))

    def boolean(self, depth: int) -> Node:
        name = self.choice("moments", "moments", "REGEXMATCH", "IN", "spent", "period", "list", "NOT", "ISBLANK", "XOR")
        sign = self.choice("=", "<>", "<", "<=", ">", ">=")
        match name:
            case "moments":
                return Call(sign, (self.moment(), self.when(depth)))
            case "REGEXMATCH":
                return Call(name, (self.make("text", depth), self.written(_PATTERNS)))
            case "IN":
                return Call(name, (path(self.choice("stage", "t")), path(self.choice("tags", "marks"))))
            case "spent":
                return Call(sign, (path("spent"), Call("-", (self.moment(), self.moment()))))
            case "period":
                word = self.choice("this_month", "today", "last_year", "next_7_days", "this_week")
                return Call("IN", (self.moment(), Path((word,))))
            case "list":
                return Call(self.choice("=", "<>"), (path("tags"), path("tags")))
            case "XOR":
                return Call(name, self.many("boolean", depth))
            case _:
                return Call(name, (self.make("boolean" if name == "NOT" else self.choice(*samples.KINDS), depth),))

    def date(self, depth: int) -> Node:
        name = self.choice("DATEADD", "STARTOF", "ENDOF", "WORKDAY", "DATEVALUE", "+", "EDATE", "IFERROR", "moment")
        match name:
            case "DATEADD":
                return Call(name, (self.make("date", depth), self.count(), self.written(_UNITS)))
            case "STARTOF" | "ENDOF":
                return Call(name, (self.make("date", depth), self.written(_UNITS)))
            case "WORKDAY":
                return Call(name, (self.make("date", depth), lit(Decimal(self.choice("0", "5", "-5", "1")))))
            case "DATEVALUE":
                return Call(name, (self.moment() if self.random.random() < 0.7 else self.make("text", depth),))
            case "moment":
                added = Call("DATEADD", (self.moment(), self.count(), self.written((*_UNITS, "hour", "second"))))
                return Call(
                    "DATEVALUE", (Call(self.choice("STARTOF", "ENDOF"), (added, self.written((*_UNITS, "hour")))),)
                )
            case "IFERROR":
                return Call(name, self.many("date", depth, 2, 2))
            case _:
                return Call(name, (self.make("date", depth), self.count()))

    def value(self, kind: Any) -> Any:
        random = self.random
        if random.random() < 0.5 or isinstance(kind, dict):
            return super().value(kind)
        match kind:
            case "number" | "money" | "percent":
                return random.choice(_NUMBERS)
            case "text":
                return random.choice(_TEXTS)
            case "date":
                return random.choice(_DATES)
            case "datetime":
                return random.choice(_MOMENTS)
            case _:
                return super().value(kind)


def sample(seed: int, depth: int = 3) -> tuple[Node, dict[str, Any], str]:
    """A tree of some kind, a record and a zone, the same for the same seed."""
    maker = WideMaker(Random(seed))
    node = maker.make(maker.random.choice(samples.KINDS), depth)
    record = {name: maker.value(kind) for name, kind in TYPES.items()}
    if maker.random.random() < 0.15:
        record["account"] = None
    return node, record, maker.random.choice(ZONES)


def now(seed: int) -> str:
    """A moment that is often the end of a day, a month or a year somewhere."""
    ends = (
        datetime(2026, 3, 15, 2, 30, tzinfo=UTC),
        datetime(2025, 12, 31, 16, tzinfo=UTC),
        datetime(2026, 2, 28, 15, 59, 59, tzinfo=UTC),
    )
    return (ends[seed % 3] + timedelta(hours=seed % 5)).isoformat().replace("+00:00", "Z")
