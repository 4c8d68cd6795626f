"""Asking what a value is."""

from datetime import date
from decimal import Decimal
from functools import partial

from dougong.engines.expression.operators import at_least, at_most, equal
from dougong.engines.expression.registry import EVERYWHERE, Function, example
from dougong.errors import Text

_everywhere = partial(Function, back_ends=EVERYWHERE)

FUNCTIONS = (
    _everywhere(
        "BETWEEN",
        "test",
        "value: O, low: O, high: O",
        "boolean",
        Text("是否在两者之间，包含两端", "Whether it lies between the two, both included"),
        (
            example("BETWEEN(a, 1, 5)", True, a=("number", "5")),
            example("BETWEEN(a, 1, 5)", False, a=("number", None)),
            example('BETWEEN(d, "2026-01-01", "2026-01-31")', True, d=("date", "2026-01-31")),
            example("BETWEEN(a, 5, 1)", False, a=("number", "3")),
        ),
        lambda value, low, high: at_least(value, low) and at_most(value, high),
        blank="own",
    ),
    _everywhere(
        "ISNUMBER",
        "test",
        "value: any",
        "boolean",
        Text("是否为数字", "Whether it is a number"),
        (
            example("ISNUMBER(a)", True, a=("number", "5")),
            example("ISNUMBER(a)", False, a=("number", None)),
            example('ISNUMBER("5")', False),
            example('ISNUMBER(VALUE("5"))', True),
        ),
        lambda value: isinstance(value, Decimal),
        blank="own",
        excel=Text("日期不是数字", "A date is no number"),
    ),
    _everywhere(
        "ISTEXT",
        "test",
        "value: any",
        "boolean",
        Text("是否为文本", "Whether it is text"),
        (
            example('ISTEXT("5")', True),
            example("ISTEXT(5)", False),
            example("ISTEXT(t)", False, t=("text", None)),
        ),
        lambda value: isinstance(value, str),
        blank="own",
        excel=Text("空文本是空值，不是文本", "Empty text is blank, so it is no text"),
    ),
    _everywhere(
        "ISDATE",
        "test",
        "value: any",
        "boolean",
        Text("是否为日期或时刻", "Whether it is a date or a datetime"),
        (
            example("ISDATE(d)", True, d=("date", "2026-01-31")),
            example("ISDATE(d)", False, d=("date", None)),
            example('ISDATE("2026-01-31")', False),
            example('ISDATE(DATEVALUE("2026-01-32"))', False),
        ),
        lambda value: isinstance(value, date),
        blank="own",
    ),
    _everywhere(
        "EXACT",
        "test",
        "left: text, right: text",
        "boolean",
        Text("两段文本是否完全相同，区分大小写", "Whether two texts are the same, case included"),
        (
            example('EXACT("Word", "Word")', True),
            example('EXACT("Word", "word")', False),
            example('EXACT(t, "")', True, t=("text", None)),
        ),
        equal,
        blank="own",
        excel="same",
    ),
)
