"""PostgreSQL's own functions for the primitives of the neutral tree."""

import string
from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from sqlalchemy import ColumnElement

from dougong.platform.storage.lower.held import held
from dougong.platform.storage.lower.postgresql_texts import card_order, number_of

NUMERIC = sa.Numeric()
TEXTUAL = sa.Text()
# numeric / numeric keeps the larger scale of its operands: this many places survive any division of ours
WIDE = sa.cast(sa.literal(0, sa.Integer()), sa.Numeric(60, 50))
# a power is as exact as a product up to this exponent
MOST_FACTORS = 1_000

# the Kelvin sign and the long s are k and s in other cases
CAPITALS = (string.ascii_uppercase + "\u212a\u017f", string.ascii_lowercase + "ks")

Element = ColumnElement[Any]


def divided(left: Element, right: Element) -> Element:
    return sa.func.round((left + WIDE) / sa.func.nullif(right, 0, type_=NUMERIC), 12, type_=NUMERIC)


def _modulo(left: Element, right: Element) -> Element:
    """The sign of the divisor, as in Excel: what is left after the floor of the quotient."""
    divisor = sa.func.nullif(right, 0, type_=NUMERIC)
    rest = sa.func.mod(left, divisor, type_=NUMERIC)
    return held(rest, lambda v: sa.case((v * sa.func.sign(divisor) < 0, v + divisor), else_=v))


def _power(base: Element, exponent: Element) -> Element:
    """As exact as a product for whole exponents from 0 to 1,000, else to 12 places; blank without a real result, and
    far beyond 38 digits."""

    def raised(v: Element) -> Element:
        power = sa.func.power(v + WIDE, exponent, type_=NUMERIC)
        size = sa.func.ln(sa.func.abs(v), type_=NUMERIC) * exponent
        broken = exponent != sa.func.trunc(exponent)
        return sa.case(
            (v == 0, sa.case((exponent > 0, sa.literal(0, NUMERIC)), else_=sa.null())),
            (sa.and_(v < 0, broken), sa.null()),
            (size > 88, sa.null()),
            (size < -100, sa.literal(0, NUMERIC)),
            (sa.or_(broken, sa.not_(exponent.between(0, MOST_FACTORS))), sa.func.round(power, 12, type_=NUMERIC)),
            else_=power,
        )

    return held(base, raised)


def is_real(base: Element, exponent: Element) -> ColumnElement[bool]:
    """Whether a power is a real number, however long."""
    positive = sa.and_(base == 0, exponent > 0)
    return sa.or_(positive, base > 0, sa.and_(base < 0, exponent == sa.func.trunc(exponent)))


def _round_up(value: Element, places: Element) -> Element:
    def rounded(v: Element) -> Element:
        cut = sa.func.trunc(v, _whole(places), type_=NUMERIC)
        unit = sa.func.power(sa.literal(10, NUMERIC) + WIDE, -places, type_=NUMERIC)
        return sa.case((cut == v, cut), else_=cut + sa.func.sign(v, type_=NUMERIC) * unit)

    return held(value, rounded)


def _interpolated(values: Element, part: Element) -> Element:
    """With both ends; NULL without values or beyond them."""

    def between(v: Element) -> Element:
        count = sa.func.cardinality(v, type_=sa.Integer())
        place = (count - 1) * part
        low = _whole(place)
        rest = (v[low + 2] - v[low + 1]) * (place - low)
        found = sa.case((low + 1 >= count, v[count]), else_=sa.func.round(v[low + 1] + rest, 12, type_=NUMERIC))
        return sa.type_coerce(sa.case((part.between(0, 1), found)), NUMERIC)

    return held(values, between)


def _whole(element: Element) -> Element:
    return sa.cast(sa.func.trunc(element), sa.Integer())


def _icu(element: Element) -> Element:
    return element.collate("und-x-icu")


def _digits(value: Element, count: Element) -> Element:
    shown = sa.func.ltrim(sa.cast(sa.func.trunc(value), TEXTUAL), "0", type_=TEXTUAL)

    def filled(v: Element) -> Element:
        return sa.func.lpad(v, sa.func.greatest(_whole(count), sa.func.char_length(v)), "0", type_=TEXTUAL)

    return held(shown, filled)


def _places(value: Element, places: Element, least: Element) -> Element:
    shown = sa.func.split_part(sa.cast(sa.func.round(value, _whole(places)), TEXTUAL), ".", 2, type_=TEXTUAL)

    def cut(v: Element) -> Element:
        needed = sa.func.char_length(sa.func.rtrim(v, "0"))
        return sa.func.left(v, sa.func.greatest(_whole(least), needed), type_=TEXTUAL)

    return held(shown, cut)


def _thousands(text: Element) -> Element:
    return sa.func.reverse(sa.func.regexp_replace(sa.func.reverse(text), "([0-9]{3})(?=[0-9])", r"\1,", "g"))


ARITHMETIC: dict[str, Callable[..., Element]] = {
    "add": lambda a, b: a + b,
    "sub": lambda a, b: a - b,
    "mul": lambda a, b: a * b,
    "div": divided,
    "neg": lambda a: -a,
    "mod": _modulo,
    "pow": _power,
}

# a whole count out of the database's own integer or numeric
WHOLE: dict[str, Callable[..., Element]] = {
    "length": sa.func.char_length,
    "position": lambda needle, text: sa.func.strpos(text, needle),
    "days_between": lambda earlier, later: later - earlier,
    "year": lambda day: sa.extract("year", day),
    "quarter": lambda day: sa.extract("quarter", day),
    "month": lambda day: sa.extract("month", day),
    "day": lambda day: sa.extract("day", day),
    "iso_weekday": lambda day: sa.extract("isodow", day),
    "iso_week": lambda day: sa.extract("week", day),
}

NUMBERS: dict[str, Callable[..., Element]] = {
    "abs": sa.func.abs,
    "sign": sa.func.sign,
    "round": lambda x, places: sa.func.round(x, _whole(places)),
    "trunc": lambda x, places: sa.func.trunc(x, _whole(places)),
    "round_up": _round_up,
    "ratio": lambda left, right: (left + WIDE) / sa.func.nullif(right, 0, type_=NUMERIC),
    "quotient": lambda left, right: sa.func.div(left, sa.func.nullif(right, 0, type_=NUMERIC)),
    "floor": sa.func.floor,
    "ceil": sa.func.ceil,
    "nearest": sa.func.round,
    "number_of": number_of,
    "card_order": card_order,
    "item": lambda values, place: values[_whole(place)],
    "interpolated": _interpolated,
    "sqrt": lambda x: sa.func.round(sa.func.sqrt(x + WIDE), 12),
}

TEXTS: dict[str, Callable[..., Element]] = {
    # two explicit collations do not go together further out, so there is only one
    "lower": lambda text: sa.func.lower(_icu(text)).collate("C"),
    "upper": lambda text: sa.func.normalize(sa.func.upper(_icu(text))).collate("C"),
    "left": lambda text, count: sa.func.left(text, _whole(count)),
    "right": lambda text, count: sa.func.right(text, _whole(count)),
    "substring": lambda text, start, count: sa.func.substr(text, _whole(start), _whole(count)),
    "replace": lambda text, old, new: sa.func.replace(text, old, sa.func.coalesce(new, "")),
    "repeat": lambda text, count: sa.func.repeat(text, _whole(count)),
    "folded": lambda text: sa.func.translate(text, *CAPITALS),
    "clean": lambda text: sa.func.regexp_replace(text, r"[\x01-\x1f]", "", "g"),
    "but_last": lambda text, count: sa.func.left(text, -_whole(count)),
    "digits": _digits,
    "places": _places,
    "thousands": _thousands,
    "trim": lambda text: sa.func.btrim(sa.func.regexp_replace(text, " +", " ", "g"), " "),
}

TESTS: dict[str, Callable[..., Element]] = {
    "starts_with": sa.func.starts_with,
    "like": lambda text, pattern: text.like(pattern),
    "ends_with": lambda text, end: sa.func.right(text, sa.func.char_length(end)) == end,
}
