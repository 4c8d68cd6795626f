"""What PostgreSQL reads out of texts: numbers as people write them, and identity cards."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy import ColumnElement
from sqlalchemy.dialects import postgresql as pg

from dougong.engines.expression.number_text import LONGEST, NARROW, NUMBER, TRIMMED
from dougong.engines.expression.spaces import SPACES
from dougong.platform.storage.lower.held import held

Element = ColumnElement[Any]
NUMERIC = sa.Numeric()
TEXTUAL = sa.Text()
GROUPS = pg.ARRAY(TEXTUAL)

# GB 11643
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECKS = "10X98765432"


def _tidy(text: Element) -> Element:
    wide, narrow = "".join(map(chr, NARROW)), "".join(NARROW.values())
    return sa.func.btrim(sa.func.translate(text, wide, narrow), TRIMMED, type_=TEXTUAL)


def number_of(text: Element) -> Element:
    """However long it is; NULL where the text writes none."""

    def number(v: Element) -> Element:
        sign, inner, digits, exponent, percent, bracketed, power, part = (v[at] for at in range(1, 9))
        plain = sa.cast(sa.func.replace(sa.func.coalesce(digits, bracketed), ",", ""), NUMERIC)
        raised = sa.func.concat("1e", sa.func.coalesce(exponent, power, "0"), type_=TEXTUAL)
        parts = sa.case((sa.func.coalesce(percent, part) == "%", sa.literal_column("0.01", NUMERIC)), else_=1)
        found = plain * sa.cast(raised, NUMERIC) * parts
        negative = sa.or_(bracketed.is_not(None), sa.literal("-", TEXTUAL).in_([sign, inner]))
        twice = sa.and_(sign != "", inner != "")
        return sa.type_coerce(sa.case((twice, sa.null()), (negative, -found), else_=found), NUMERIC)

    short = sa.case((sa.func.char_length(text) <= LONGEST, _tidy(text)))
    return held(sa.func.regexp_match(short, f"^(?:{NUMBER})$", type_=GROUPS), number)


def _card(text: Element) -> Element:
    return sa.func.upper(sa.func.btrim(text, SPACES), type_=TEXTUAL)


def card_birthday(text: Element) -> Element:
    """Of a valid number of 18 or 15 digits; else NULL."""

    def born(v: Element) -> Element:
        total = sum(
            (sa.cast(sa.func.substr(v, at + 1, 1), sa.Integer()) * weight for at, weight in enumerate(WEIGHTS)),
            start=sa.literal_column("0", sa.Integer()),
        )
        check = sa.func.substr(CHECKS, total % 11 + 1, 1, type_=TEXTUAL)
        new = sa.case((check == sa.func.substr(v, 18, 1), sa.func.substr(v, 7, 8)))
        old = sa.func.concat("19", sa.func.substr(v, 7, 6))
        digits = sa.case((v.regexp_match("^[0-9]{17}[0-9X]$"), new), (v.regexp_match("^[0-9]{15}$"), old))
        return held(sa.type_coerce(digits, TEXTUAL), _day)

    return held(_card(text), born)


def _day(digits: Element) -> Element:
    """The date that eight digits write; NULL where there is none."""

    def part(start: int, count: int) -> Element:
        return sa.cast(sa.func.substr(digits, start, count), sa.Integer())

    year, month, day = part(1, 4), part(5, 2), part(7, 2)
    first = sa.func.make_date(year, month, 1, type_=sa.Date())
    last = sa.extract("day", first + sa.func.make_interval(0, 1, 0, -1, type_=sa.Interval()))
    in_month = sa.case((day.between(1, last), sa.func.make_date(year, month, day)))
    return sa.type_coerce(sa.case((sa.and_(year >= 1, month.between(1, 12)), in_month)), sa.Date())


def card_order(text: Element) -> Element:
    """The digit that tells the sex, of a number that has a birthday."""
    order = held(_card(text), lambda v: sa.func.substr(v, sa.case((sa.func.char_length(v) == 18, 17), else_=15), 1))
    return sa.case((sa.type_coerce(order, TEXTUAL).regexp_match("^[0-9]$"), sa.cast(order, NUMERIC)))
