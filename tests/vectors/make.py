"""Tables of vectors whose expectations are computed independently of the product: with fractions, the standard
library's calendar and ``dateutil``, or written down by hand from Excel's documentation.

    python tests/vectors/make.py        writes tests/vectors/expression/{arithmetic,comparison,...}.json
"""

import json
import statistics
import sys
from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

from dateutil.relativedelta import relativedelta

FOLDER = Path(__file__).parent / "expression"
Vector = dict[str, Any]


def case(expression: str, value: object, why: str, **more: Any) -> Vector:
    """``given``: name -> (type, value)."""
    given = more.pop("given", {})
    types = {"types": {name: kind for name, (kind, _) in given.items()}} if given else {}
    values = {"values": {name: value for name, (_, value) in given.items()}} if given else {}
    return {"expression": expression, **types, **values, **more, "value": value, "why": why}


def problem(expression: str, code: str, why: str, **more: Any) -> Vector:
    made = case(expression, None, why, back_ends=["python"], **more)
    del made["value"]
    return {**made, "problem": code}


def text(number: Fraction | int | None, places: int = 12) -> str | None:
    """A number as vectors write it, half away from zero beyond the places and beyond 38 digits."""
    if number is None:
        return None
    places = min(places, 38 - (len(str(abs(int(number)))) if abs(number) >= 1 else 0))
    scaled = abs(Fraction(number)) * 10**places
    whole = int(scaled + Fraction(1, 2))
    sign = "-" if number < 0 and whole else ""
    digits = str(whole).rjust(places + 1, "0")
    written = digits[:-places] + "." + digits[-places:] if places else digits
    return sign + (written.rstrip("0").rstrip(".") if places else written)


NUMBERS = (None, "0", "2", "-3", "0.1", "7", "-0.5", "1000000.01")


def arithmetic() -> Iterator[Vector]:
    why = "computed with fractions; blank counts as 0, a quotient has 12 places and is blank over zero or blank"
    for left in NUMBERS:
        for right in NUMBERS:
            a, b = Fraction(left or 0), Fraction(right or 0)
            results = {"+": a + b, "-": a - b, "*": a * b, "/": a / b if b else None}
            for sign, expected in results.items():
                places = 12 if sign == "/" else 30
                given = {"a": ("number", left), "b": ("number", right)}
                yield case(f"a {sign} b", text(expected, places), why, given=given)
    for value in NUMBERS:
        a = Fraction(value or 0)
        given = {"a": ("number", value)}
        yield case("-a", text(-a, 30), why, given=given)
        yield case("a%", text(a / 100, 30), why, given=given)
        yield case("a * 3 / 7", text(a * 3 / 7), why, given=given)
        yield case("a / 7 * 3", text(a * 3 / 7), why + "; a chain divides once", given=given)
        yield case("a / 3 / 7", text(a / 21), why + "; a chain divides once", given=given)
        yield case("10 - a", text(10 - a, 30), why, given=given)
        for exponent in (0, 1, 2, 3, 5):
            expected = a**exponent if a or exponent else None
            yield case(f"a ^ {exponent}", text(expected, 60), why + "; 0^0 is blank", given=given)
        for exponent in (1, 2):
            yield case(f"a ^ -{exponent}", text(1 / a**exponent) if a else None, why, given=given)
    for kind in ("money", "percent"):
        given = {"a": (kind, "12.5"), "b": (kind, None)}
        yield case("a + b", "12.5", why, given=given)
        yield case("a * 4", "50", why, given=given)
        yield case("b - a", "-12.5", why, given=given)
        yield case("a / b", None, why, given=given)


def numbers() -> Iterator[Vector]:
    """Numbers of 38 digits and what they come to, which no machine's own numbers can hold."""
    why = (
        "computed with fractions: 38 digits in all, the places rounded half away from zero to what is left beside them"
    )
    longest, tiny, long = "9" * 38, "0." + "0" * 37 + "1", "1234567890123456789.0123456789012345678"
    below = "0.09" + "9" * 36
    values = (
        "1",
        "-7",
        "0.1",
        longest,
        "-" + longest,
        tiny,
        long,
        "-" + long,
        below,
        "5E-20",
        "3.7",
        "1E37",
        "10000000.5",
    )
    for left in values:
        for right in values:
            a, b = Fraction(left), Fraction(right)
            given = {"a": ("number", left), "b": ("number", right)}
            for sign, exact in (("+", a + b), ("-", a - b), ("*", a * b)):
                if abs(exact) < 10**38 - Fraction(1, 2):
                    yield case(f"a {sign} b", text(exact, 38), why, given=given)
                else:
                    yield {**problem(f"a {sign} b", "overflow", why, given=given), "back_ends": ["python", "browser"]}
            if abs(a / b) < 10**38 - 1:
                yield case(
                    "a / b", text(Fraction(text(a / b) or 0), 38), why + "; a quotient to 12 places first", given=given
                )
            yield case("MOD(a, b)", text(a - b * (a / b).__floor__(), 38), why, given=given)
    for value, exponent in (
        ("1.5", 200),
        ("1.01", 1000),
        ("0.1", 38),
        ("0.1", 39),
        ("0.5", 30),
        ("-3.3", 71),
        ("1.1", 300),
    ):
        given = {"a": ("number", value)}
        yield case(f"a ^ {exponent}", text(Fraction(value) ** exponent, 38), why, given=given)
        yield case(f"POWER(a, {exponent})", text(Fraction(value) ** exponent, 38), why, given=given)
    for value, exponent in (("1.001", 1001), ("0.999", 2000), ("1.5", -3), ("10", -30), ("1.000001", 20000)):
        yield case(
            f"a ^ {exponent}",
            text(Fraction(value) ** exponent),
            "fractions, to 12 places",
            given={"a": ("number", value)},
        )
    e = "2.718281828459"
    yield case("(1 + a) ^ b", e, "(1 + 1/n)^n to 12 places", given={"a": ("number", "1E-30"), "b": ("number", "1E30")})
    given = {
        "lines": (
            {"rows": {"a": "number"}},
            [{"id": str(at), "a": value} for at, value in enumerate((longest, "1", "-2"))],
        )
    }
    yield case("SUM(lines.a)", text(Fraction(longest) - 1, 38), "a sum is rounded once, at its end", given=given)


def kinds_of_results() -> Iterator[Vector]:
    why = "money stays money with numbers, money over money is a number, dates apart are days, moments apart a duration"
    given = {
        "n": ("number", "3"), "m": ("money", "7.5"), "p": ("percent", "0.2"), "d": ("date", "2026-03-05"),
        "t": ("datetime", "2026-03-05T08:00:00Z"), "u": ("duration", "3600"), "s": ("text", "x"),
        "o": ("option", "won"), "b": ("boolean", True), "z": ("time", "08:30:00"),
    }  # fmt: skip
    table = [
        ("n + n", "6", "number"), ("m + n", "10.5", "money"), ("n * m", "22.5", "money"), ("m / n", "2.5", "money"),
        ("m / m", "1", "number"), ("m * p", "1.5", "money"), ("p * n", "0.6", "number"), ("m * m", "56.25", "number"),
        ("d + n", "2026-03-08", "date"), ("d - n", "2026-03-02", "date"), ("d - d", "0", "number"),
        ("n + d", "2026-03-08", "date"), ("t - t", "0", "duration"), ("t + u", "2026-03-05T09:00:00Z", "datetime"),
        ("t - u", "2026-03-05T07:00:00Z", "datetime"), ("u + u", "7200", "duration"), ("u * n", "10800", "duration"),
        ("u / n", "1200", "duration"), ("u / u", "1", "number"), ("-u", "-3600", "duration"), ("-m", "-7.5", "money"),
        ("s & n", "x3", "text"), ("s & m", "x7.5", "text"), ("s & p", "x0.2", "text"), ("s & d", "x2026-03-05", "text"),
        ("s & t", "x2026-03-05 16:00:00", "text"), ("s & b", "xTRUE", "text"), ("s & o", "xwon", "text"),
        ("s & z", "x08:30:00", "text"), ("s & u", "x3600", "text"), ("n & n", "33", "text"), ("s & blank", "x", "text"),
        ("t - d", "57600", "duration"), ("t > d", True, "boolean"), ("d < t", True, "boolean"),
        ("IF(b, m, n)", "7.5", "money"), ("IF(b, n, p)", "3", "number"),
        ("IF(b, d, t)", "2026-03-04T16:00:00Z", "datetime"),
        ("IF(b, o, s)", "won", "text"), ("COALESCE(n, m)", "3", "money"), ("IF(b, n)", "3", "number"),
        ("IF(b, blank, d)", None, "date"), ("SUM(m, n)", "10.5", "money"), ("SUM(u, u)", "7200", "duration"),
        ("MAX(d, \"2026-01-01\")", "2026-03-05", "date"), ("MIN(t, d)", "2026-03-04T16:00:00Z", "datetime"),
        ("ROUND(m, 0)", "8", "money"), ("AVERAGE(m, n)", "5.25", "money"), ("COUNT(n, m)", "2", "number"),
        ("t = \"2026-03-05 16:00\"", True, "boolean"), ("t = \"2026-03-05T08:00:00Z\"", True, "boolean"),
        ("d = \"2026-03-05\"", True, "boolean"), ("z = \"08:30\"", True, "boolean"),
        ("z < \"09:00:00\"", True, "boolean"),
        ("d IN [\"2026-03-05\", \"2026-03-06\"]", True, "boolean"), ("o = \"won\"", True, "boolean"),
        ("o IN [\"won\", \"lost\"]", True, "boolean"), ("u > 3599", True, "boolean"), ("u = 3600", True, "boolean"),
    ]  # fmt: skip
    for expression, value, kind in table:
        names = {name for name in given if name in set(_words(expression))}
        yield case(expression, value, why, given={name: given[name] for name in given if name in names}, kind=kind)


def _words(expression: str) -> list[str]:
    bare = "".join(sign if sign.isalnum() or sign == '"' else " " for sign in expression)
    return [word for word in bare.split() if not word.startswith('"')]


ORDERED: dict[str, tuple[object, ...]] = {
    "number": (None, "-1", "0", "0.5"),
    "money": (None, "-1.00", "0.00", "9.99"),
    "percent": (None, "0", "0.05"),
    "duration": (None, "0", "60"),
    "text": (None, "A", "a", "张"),
    "option": (None, "a", "b"),
    "date": (None, "2026-01-31", "2026-02-01"),
    "datetime": (None, "2026-01-31T23:59:59Z", "2026-02-01T00:00:00Z"),
    "time": (None, "08:00:00", "18:30:00"),
}
EQUAL: dict[str, tuple[object, ...]] = {
    "boolean": (None, False, True),
    "user": (None, "u1", "u2"),
    "department": (None, "d1", "d2"),
}


def comparison() -> Iterator[Vector]:
    why = "the values are written in rising order; = is null-safe, an ordering comparison with a blank is false"
    for kind, values in {**ORDERED, **EQUAL}.items():
        for i, left in enumerate(values):
            for j, right in enumerate(values):
                given = {"a": (kind, left), "b": (kind, right)}
                yield case("a = b", i == j, why, given=given)
                yield case("a <> b", i != j, why, given=given)
                if kind in EQUAL:
                    continue
                both = bool(i and j)
                yield case("a < b", both and i < j, why, given=given)
                yield case("a <= b", both and i <= j, why, given=given)
                yield case("a > b", both and i > j, why, given=given)
                yield case("a >= b", both and i >= j, why, given=given)
        for i, value in enumerate(values):
            given = {"a": (kind, value)}
            yield case("ISBLANK(a)", i == 0, why, given=given)
            yield case("a = blank", i == 0, why, given=given)
            yield case("NOT(a = blank)", i != 0, why, given=given)
            yield case("ISBLANK(COALESCE(a, a))", i == 0, why, given=given)


# name -> (type, a value, a lesser one)
OPERANDS: dict[str, tuple[object, object, object]] = {
    "number": ("number", "3", "2"), "money": ("money", "7.5", "2"), "percent": ("percent", "2", "1"),
    "duration": ("duration", "3600", "60"), "text": ("text", "x", "b"), "option": ("option", "won", "lost"),
    "date": ("date", "2026-03-06", "2026-03-05"), "time": ("time", "09:00:00", "08:30:00"),
    "datetime": ("datetime", "2026-03-05T09:00:00Z", "2026-03-05T08:00:00Z"), "boolean": ("boolean", True, False),
    "user": ("user", "u2", "u1"), "department": ("department", "d2", "d1"),
    "record": ({"record": "account"}, "r2", "r1"), "list": ({"list": "text"}, ["x"], ["b"]),
}  # fmt: skip
AMOUNTS = ("number", "money", "percent", "duration")
# sign -> kind -> a sign b, a sign blank, a sign a blank of its own kind; "!" and kinds that are absent: refused
ARITHMETIC: dict[str, dict[str, tuple[str | None, str | None, str | None]]] = {
    "+": {
        "number": ("5", "3", "3"), "money": ("9.5", "7.5", "7.5"), "percent": ("3", "2", "2"),
        "duration": ("3660", "3600", "3600"), "date": ("!", "2026-03-06", "!"),
        "datetime": ("!", "2026-03-05T09:00:00Z", "!"),
    },
    "-": {
        "number": ("1", "3", "3"), "money": ("5.5", "7.5", "7.5"), "percent": ("1", "2", "2"),
        "duration": ("3540", "3600", "3600"), "date": ("1", "2026-03-06", None),
        "datetime": ("3600", "2026-03-05T09:00:00Z", None),
    },
    "*": {"number": ("6", "0", "0"), "money": ("15", "0", "0"), "percent": ("2", "0", "0"),
          "duration": ("!", "0", "!")},
    "/": {"number": ("1.5", None, None), "money": ("3.75", None, None), "percent": ("2", None, None),
          "duration": ("60", None, None)},
    "^": {"number": ("9", "1", "1"), "money": ("56.25", "1", "1"), "percent": ("2", "1", "1")},
}  # fmt: skip
ONE_OPERAND = {
    "-a": {"number": "-3", "money": "-7.5", "percent": "-2", "duration": "-3600"},
    "a%": {"number": "0.03", "money": "0.075", "percent": "0.02"},
}
JOINED = {
    "number": "3", "money": "7.5", "percent": "2", "duration": "3600", "text": "x", "option": "won",
    "date": "2026-03-06", "time": "09:00:00", "datetime": "2026-03-05 17:00:00", "boolean": "TRUE",
}  # fmt: skip
BOTH_BLANK = {
    "+": "0", "-": "0", "*": "0", "/": None, "^": None, "&": None, "=": True, "<>": False, "<": False, "<=": False,
    ">": False, ">=": False, "AND": False, "OR": False,
}  # fmt: skip


def operators() -> Iterator[Vector]:
    """Every operator with every kind and with blanks: a value, or that it is refused."""
    why = (
        "decision 0008: blank counts as 0 or empty text, a blank date is no date; what does not go together is refused"
    )
    for kind, (type_, value, less) in OPERANDS.items():
        given = {"a": (type_, value), "b": (type_, less), "c": (type_, None)}
        for vector in (*_calculated(kind), *_compared(kind), *_found_among(kind), *_joined(kind)):
            expression, expected = vector
            used = {name: given[name] for name in given if name in _words(expression)}
            if isinstance(expected, str) and expected.startswith("!"):
                yield problem(expression, expected[1:], why, given=used)
            else:
                yield case(expression, expected, why, given=used)
    moments = {"d": ("date", "2026-03-05"), "t": ("datetime", "2026-03-04T16:00:00Z")}
    for expression, expected in (("d IN [t]", True), ("t IN [d]", True), ("d IN [blank, t]", True)):
        yield case(expression, expected, "decision 0008: a date beside a moment is the moment it begins", given=moments)
    for sign, expected in BOTH_BLANK.items():
        yield case(f"blank {sign} blank", expected, why)
    for expression, expected in (("-blank", "0"), ("blank%", "0"), ("NOT blank", True), ("blank IN [blank]", True)):
        yield case(expression, expected, why)


def _calculated(kind: str) -> Iterator[tuple[str, object]]:
    refused = ("!", "!", "!")
    for sign, results in ARITHMETIC.items():
        for right, expected in zip(("b", "blank", "c"), results.get(kind, refused), strict=True):
            yield f"a {sign} {right}", "!wrong_operands" if expected == "!" else expected
    for expression, single in ONE_OPERAND.items():
        yield expression, single.get(kind, "!wrong_operand")
        yield expression.replace("a", "c"), "0" if kind in single else "!wrong_operand"


def _compared(kind: str) -> Iterator[tuple[str, object]]:
    for sign, expected in (("=", False), ("<>", True), ("<", False), ("<=", False), (">", True), (">=", True)):
        ordered = kind in ORDERED or sign in {"=", "<>"}
        yield f"a {sign} b", expected if ordered else "!wrong_operands"
        yield f"a {sign} a", sign in {"=", "<=", ">="} if ordered else "!wrong_operands"
        yield f"a {sign} blank", sign == "<>" if ordered else "!wrong_operands"
        yield f"c {sign} c", sign == "=" if ordered else "!wrong_operands"


def _found_among(kind: str) -> Iterator[tuple[str, object]]:
    if kind == "list":
        yield from (("a IN a", "!wrong_operands"), ("blank IN a", False), ("a IN [a]", "!nested_list"))
        return
    yield from (
        ("a IN [b, a]", True), ("a IN [b]", False), ("a IN [b, blank]", False), ("c IN [b, blank]", True),
        ("c IN [b, a]", False), ("blank IN [b, c]", True), ("blank IN [b]", False), ("a IN []", False),
    )  # fmt: skip
    yield "a IN [1]" if kind not in AMOUNTS else 'a IN ["x"]', "!wrong_operands"
    if kind in {"date", "time", "datetime"}:
        yield 'a IN ["soon"]', "!bad_date"
        yield 'a IN ["1" & "2"]', "!wrong_operands"


def _joined(kind: str) -> Iterator[tuple[str, object]]:
    """``&``, and the operators of logic, which take nothing but what is true or false."""
    yield 'a & "y"', JOINED[kind] + "y" if kind in JOINED else "!wrong_kind"
    yield "a & blank", JOINED.get(kind, "!wrong_kind")
    yield 'c & "y"', "y" if kind in JOINED else "!wrong_kind"
    for sign in ("AND", "OR"):
        yield f"a {sign} blank", sign == "OR" if kind == "boolean" else "!wrong_operand"
    yield "NOT a", False if kind == "boolean" else "!wrong_kind"


def logic() -> Iterator[Vector]:
    why = "two-valued logic: a blank counts as false"
    for a in (None, False, True):
        given = {"a": ("boolean", a)}
        yield case("NOT(a)", not a, why, given=given)
        yield case("NOT a", not a, why, given=given)
        yield case("IF(a, 1, 2)", "1" if a else "2", why, given=given)
        yield case("IF(a, 1)", "1" if a else None, why + "; nothing else is blank", given=given)
        for b in (None, False, True):
            pair = {"a": ("boolean", a), "b": ("boolean", b)}
            yield case("a AND b", bool(a and b), why, given=pair)
            yield case("a OR b", bool(a or b), why, given=pair)
            yield case("XOR(a, b)", bool(a) != bool(b), why, given=pair)
            yield case("AND(a, b)", bool(a and b), why, given=pair)
            yield case("OR(a, b)", bool(a or b), why, given=pair)
            yield case("NOT(a AND b)", not (a and b), why, given=pair)
            yield case("IFS(a, 1, b, 2, true, 3)", "1" if a else "2" if b else "3", why, given=pair)
            for c in (False, True):
                three = {**pair, "c": ("boolean", c)}
                yield case("a AND b OR c", bool((a and b) or c), "AND binds tighter than OR", given=three)
                yield case("a OR b AND c", bool(a or (b and c)), "AND binds tighter than OR", given=three)
                yield case("NOT a AND c", (not a) and c, "NOT binds tighter than AND", given=three)


def precedence() -> Iterator[Vector]:
    why = "contracts.md: postfix %, the sign, ^ to the left, * /, + -, &, comparison and IN, NOT, AND, OR; as in Excel"
    table: list[tuple[str, object]] = [
        ("1 + 2 * 3", "7"), ("(1 + 2) * 3", "9"), ("2 * 3 + 4 * 5", "26"), ("10 - 4 - 3", "3"), ("10 - (4 - 3)", "9"),
        ("2 * 3 ^ 2", "18"), ("(2 * 3) ^ 2", "36"), ("2 ^ 3 ^ 2", "64"), ("2 ^ (3 ^ 2)", "512"), ("-2 ^ 2", "4"),
        ("-(2 ^ 2)", "-4"), ("0 - 2 ^ 2", "-4"), ("3 - 2 ^ 2", "-1"), ("2 ^ -1", "0.5"), ("2 ^ -2", "0.25"),
        ("--2", "2"), ("---2", "-2"), ("+5", "5"), ("-+5", "-5"), ("5 - -3", "8"), ("5 + -3", "2"), ("2 * -3", "-6"),
        ("50%", "0.5"), ("50%%", "0.005"), ("-50%", "-0.5"), ("200 * 10%", "20"), ("2 ^ 50%", "1.414213562373"),
        ("4 ^ 50%", "2"), ("(1 + 1)%", "0.02"), ("10% + 10%", "0.2"), ("100 + 10%", "100.1"),
        ("8 / 4 / 2", "1"), ("8 / (4 / 2)", "4"), ("8 / 4 * 2", "4"), ("2 * 8 / 4", "4"), ("1 / 3 * 3", "1"),
        ("1 / 3 + 1 / 3", "0.666666666666"), ("2 / 3 * 3", "2"), ("10 / 3 / 3", "1.111111111111"),
        ("1 / 7 * 7", "1"), ("(1 / 3) * (3 / 4)", "0.25"), ("100 / 3 * 3 / 100", "1"),
        ('"a" & "b" & "c"', "abc"), ('1 + 2 & "x"', "3x"), ('"x" & 1 + 2', "x3"), ('"x" & 2 * 3 & "y"', "x6y"),
        ('"ab" = "a" & "b"', True), ('"a" & "b" <> "ab"', False), ('1 & 2 = "12"', True),
        ("1 + 1 = 2", True), ("2 * 3 > 5", True), ("2 = 1 + 1 AND 3 > 2", True), ("NOT 1 = 2", True),
        ("NOT(1 = 2) AND true", True), ("NOT true OR true", True), ("NOT(true OR true)", False),
        ("true OR true AND false", True), ("(true OR true) AND false", False), ("false AND true OR true", True),
        ("1 < 2 = true", True), ("1 = 1 = true", True), ("1 = 2 = false", True), ("true = (1 = 1)", True),
        ("2 IN [1, 2]", True), ("1 + 1 IN [1, 2]", True), ("NOT 3 IN [1, 2]", True), ("3 NOT IN [1, 2]", True),
        ("2 IN (1, 2)", True), ("2 IN (2)", True), ("2 IN [1, 2] AND 3 IN [3]", True), ("2 IN [1, 2] = true", True),
        ('"a" IN ["a", "b"]', True), ('"c" IN ("a", "b")', False), ("IN(2, [1, 2])", True),
        ("1 == 1", True), ("1 != 1", False), ("1 <> 1", False), ("{1 = 1}"[1:-1], True),
        ("TRUE", True), ("True AND tRuE", True), ("not false", True), ("true and false or true", True),
        ("=1+1", "2"), ("＝１＋１", "2"), ("１００＊２", "200"), ("（1＋2）×3", "9"), ("6 ÷ 4", "1.5"), ("2＞1", True),
        ("1≤1", True), ("1≥2", False), ("1≠2", True), ("IF（true，“好”，“坏”）", "好"), ("“a”＆“b”", "ab"),
        ("IF(true、1、2)", "1"), ("SUM(1，2，3)", "6"), ("【1，2】 = [1, 2]", True), ("１．５ + ．５", "2"),
        ("2　+　3", "5"), ("if(true, 1, 2)", "1"), ("Sum(1, 2)", "3"), ('"say ""hi"""', 'say "hi"'), ('""', None),
        ('"他说“好”"', "他说“好”"), ("1.50", "1.5"), (".5", "0.5"), ("5.", "5"), ("1e3", "1000"), ("1.5E-2", "0.015"),
        ("0.10 + 0.20", "0.3"), ("[1, 2] = [1, 2]", True), ("[1, 2] = [2, 1]", False), ("[1] <> [1, 2]", True),
    ]  # fmt: skip
    for expression, value in table:
        yield case(expression, value, why)
    given = {"amount": ("number", "5")}
    for expression in ("amount + 1", "{amount} + 1", "｛amount｝＋1", "( amount )+ 1", "amount\n+ 1"):
        yield case(expression, "6", "bare names; {x} is accepted", given=given)


def rounding() -> Iterator[Vector]:
    why = "computed with fractions: half away from zero; down toward zero, up away from it"
    values = ("0", "2.5", "-2.5", "2.675", "-1.005", "1234.5678", "-1234.5678", "0.00005", "99.995", None)
    for value in values:
        given = {"a": ("number", value)}
        number = Fraction(value or 0)
        for places in (0, 1, 2, 4, -1, -2):
            unit = Fraction(10) ** -places
            down = int(abs(number) / unit) * unit
            up = down if down == abs(number) else down + unit
            near = int(abs(number) / unit + Fraction(1, 2)) * unit
            sign = -1 if number < 0 else 1
            yield case(f"ROUND(a, {places})", text(near * sign, 12), why, given=given)
            yield case(f"ROUNDUP(a, {places})", text(up * sign, 12), why, given=given)
            yield case(f"ROUNDDOWN(a, {places})", text(down * sign, 12), why, given=given)
        floor = number.numerator // number.denominator
        yield case("INT(a)", text(floor), why + "; INT is the whole number below", given=given)
        yield case("TRUNC(a)", text(int(number)), why, given=given)
        yield case("ABS(a)", text(abs(number)), why, given=given)
        yield case("SIGN(a)", text((number > 0) - (number < 0)), why, given=given)
        for step in ("2", "0.5"):
            unit = Fraction(step)
            low = (number / unit).__floor__() * unit
            high = (number / unit).__ceil__() * unit
            yield case(f"FLOOR(a, {step})", text(low), "Excel: with a positive step FLOOR goes down", given=given)
            yield case(f"CEILING(a, {step})", text(high), "Excel: with a positive step CEILING goes up", given=given)
            rest = number - low
            yield case(f"MOD(a, {step})", text(rest), "Excel: n - d*INT(n/d)", given=given)
            yield case(f"QUOTIENT(a, {step})", text(int(number / unit)), "Excel: the whole part", given=given)
    for a, b, expected in (
        ("5", "-3", "-1"), ("-5", "3", "1"), ("-5", "-3", "-2"), ("5", "3", "2"), ("6", "3", "0"), ("-6", "3", "0"),
        ("0.3", "0.1", "0"), ("1", "0.3", "0.1"), ("5", "0", None), ("5", None, None), (None, "3", "0"),
    ):  # fmt: skip
        given = {"a": ("number", a), "b": ("number", b)}
        yield case("MOD(a, b)", expected, "Excel: the sign of the divisor; by zero an error, here blank", given=given)
    for value, expected in (("10", "9"), ("-10", None), ("1.5", "3"), ("4.4", "3"), ("4.5", "6"), ("0", "0")):
        given = {"a": ("number", value)}
        yield case("MROUND(a, 3)", expected, "Excel: away from zero from the half on; signs must agree", given=given)


MONTH_ENDS = ("2023-12-31", "2024-01-31", "2024-02-29", "2023-02-28", "2024-08-31", "2026-03-15", "2026-11-30")


def dates() -> Iterator[Vector]:
    why = "dateutil.relativedelta: clamps to the month's end"
    for day in MONTH_ENDS:
        start = date.fromisoformat(day)
        given = {"d": ("date", day)}
        for months in (-13, -6, -1, 0, 1, 2, 6, 12, 48):
            moved = start + relativedelta(months=months)
            yield case(f"EDATE(d, {months})", moved.isoformat(), why, given=given)
            last = moved.replace(day=monthrange(moved.year, moved.month)[1])
            yield case(f"EOMONTH(d, {months})", last.isoformat(), "calendar.monthrange", given=given)
        for unit, gap in (
            ("day", relativedelta(days=3)), ("week", relativedelta(weeks=3)), ("month", relativedelta(months=3)),
            ("quarter", relativedelta(months=9)), ("year", relativedelta(years=3)),
        ):  # fmt: skip
            yield case(f'DATEADD(d, 3, "{unit}")', (start + gap).isoformat(), why, given=given)
            yield case(f'DATEADD(d, -3, "{unit}")', (start - gap).isoformat(), why, given=given)
        yield from _parts(day, start, given)
    for n in (-400, -31, -1, 0, 1, 28, 59, 60, 365, 366):
        moved = date(2024, 2, 28) + timedelta(days=n)
        given = {"d": ("date", "2024-02-28")}
        yield case(f"d + {n}", moved.isoformat(), "datetime.timedelta", given=given)
        yield case(f"DATE(2024, 2, {28 + n})", moved.isoformat(), "Excel: days beyond the month roll over")
        yield case("d - b", text(-n), "days apart", given={**given, "b": ("date", moved.isoformat())})
        yield case("DAYS(b, d)", text(n), "Excel: end first", given={**given, "b": ("date", moved.isoformat())})
    blank = {"d": ("date", None), "e": ("date", "2026-03-05"), "m": ("datetime", None), "n": ("number", None)}
    for expression, expected in (
        ("d + 1", None), ("1 + d", None), ("d - 1", None), ("d - e", None), ("e - d", None), ("e + n", "2026-03-05"),
        ("e - n", "2026-03-05"), ("m - e", None), ("YEAR(m)", None), ("EDATE(d, 1)", None), ("DAYS(e, d)", None),
        ('DATEDIF(d, e, "D")', None), ("EDATE(e, n)", "2026-03-05"), ("WORKDAY(d, 1)", None), ("d = e - 0", False),
    ):  # fmt: skip
        names = set(_words(expression))
        given = {name: value for name, value in blank.items() if name in names}
        yield case(expression, expected, "without a date there is none; a blank number counts as 0", given=given)
    for first in MONTH_ENDS:
        for last in MONTH_ENDS:
            yield from _apart(first, last)


def ends_of_the_calendar() -> Iterator[Vector]:
    """Moments beside dates at both ends, where the zone's midnight may lie outside."""
    why = "written down by hand: the calendar's first day begins with it, in whatever zone"
    first, last = "0001-01-01", "9999-12-31"
    for zone in ("Asia/Shanghai", "UTC", "America/New_York"):
        for at, later, earlier in (
            ("2026-03-05T07:04:09Z", first, last), ("0001-01-02T12:00:00Z", first, last),
            ("9999-12-31T04:00:00Z", first, None), ("9999-12-30T12:00:00Z", first, last),
        ):  # fmt: skip
            for sign, expected in ((">", True), (">=", True), ("<", False), ("<=", False), ("=", False), ("<>", True)):
                given = {"at": ("datetime", at), "d": ("date", later)}
                yield case(f"at {sign} d", expected, why, given=given, zone=zone)
            for sign, expected in (("<", True), ("<=", True), (">", False), (">=", False), ("=", False)):
                given = {"at": ("datetime", at), "d": ("date", earlier)}
                yield case(f"at {sign} d", expected and earlier is not None, why, given=given, zone=zone)
        given = {"d": ("date", first)}
        yield case("d = d", True, why, given=given, zone=zone)
        yield case("TIMESTAMP(d) <= TIMESTAMP(d + 1)", True, why, given=given, zone=zone)
    given = {"d": ("date", first)}
    yield case("TIMESTAMP(d)", "0001-01-01T00:00:00Z", why, given=given)
    yield case("TIMESTAMP(d)", "0001-01-01T04:56:02Z", why, given=given, zone="America/New_York")


def _parts(day: str, start: date, given: dict[str, Any]) -> Iterator[Vector]:
    why = "datetime.date"
    _, week, weekday = start.isocalendar()
    quarter = (start.month - 1) // 3
    sunday_first = start.isoweekday() % 7 + 1
    table: list[tuple[str, object]] = [
        ("YEAR(d)", start.year), ("MONTH(d)", start.month), ("DAY(d)", start.day), ("QUARTER(d)", quarter + 1),
        ("WEEKDAY(d)", sunday_first), ("WEEKDAY(d, 1)", sunday_first), ("WEEKDAY(d, 2)", weekday),
        ("WEEKDAY(d, 3)", weekday - 1), ("WEEKDAY(d, 11)", weekday), ("WEEKDAY(d, 17)", sunday_first),
        ("WEEKDAY(d, 16)", (weekday + 1) % 7 + 1), ("ISOWEEKNUM(d)", week), ("WEEKNUM(d, 21)", week),
        ("WEEKNUM(d)", int(start.strftime("%U")) + (date(start.year, 1, 1).isoweekday() != 7)),
        ("WEEKNUM(d, 2)", int(start.strftime("%W")) + (date(start.year, 1, 1).isoweekday() != 1)),
    ]  # fmt: skip
    for expression, number in table:
        yield case(expression, str(number), why, given=given)
    monday = start - timedelta(days=start.weekday())
    first_of_quarter = date(start.year, quarter * 3 + 1, 1)
    starts = {
        "day": (start, start), "week": (monday, monday + timedelta(days=6)),
        "month": (start.replace(day=1), start + relativedelta(day=31)),
        "quarter": (first_of_quarter, first_of_quarter + relativedelta(months=2, day=31)),
        "year": (date(start.year, 1, 1), date(start.year, 12, 31)),
    }  # fmt: skip
    for unit, (low, high) in starts.items():
        yield case(f'STARTOF(d, "{unit}")', low.isoformat(), why, given=given)
        yield case(f'ENDOF(d, "{unit}")', high.isoformat(), why, given=given)


def _apart(first: str, last: str) -> Iterator[Vector]:
    a, b = date.fromisoformat(first), date.fromisoformat(last)
    given = {"a": ("date", first), "b": ("date", last)}
    whole = (b.year - a.year) * 12 + b.month - a.month - (b.day < a.day)
    late = b < a
    yield case('DATEDIF(a, b, "D")', None if late else str((b - a).days), "days; blank when reversed", given=given)
    yield case('DATEDIF(a, b, "M")', None if late else str(whole), "whole months by the day's number", given=given)
    yield case('DATEDIF(a, b, "Y")', None if late else str(whole // 12), "whole years by the day's number", given=given)
    if not late:
        yield case('DATEDIF(a, b, "YM")', str(whole % 12), "months beyond whole years", given=given)
        anniversary = a + relativedelta(months=whole)
        yield case('DATEDIF(a, b, "MD")', str((b - anniversary).days), "days beyond whole months", given=given)
    days = [min(a, b) + timedelta(days=n) for n in range(abs((b - a).days) + 1)]
    working = sum(day.weekday() < 5 for day in days) * (-1 if late else 1)
    yield case("NETWORKDAYS(a, b)", str(working), "counted day by day, Monday to Friday", given=given)


def periods() -> Iterator[Vector]:
    why = "by hand from a calendar; weeks begin on Monday, last_n_days end today, next_n_days begin today"
    sunday, leap, new_year = "2026-03-15T02:30:00Z", "2024-02-29T04:00:00Z", "2025-12-31T16:30:00Z"
    table = [
        (sunday, "today", "2026-03-15", "2026-03-15"), (sunday, "yesterday", "2026-03-14", "2026-03-14"),
        (sunday, "tomorrow", "2026-03-16", "2026-03-16"), (sunday, "this_week", "2026-03-09", "2026-03-15"),
        (sunday, "last_week", "2026-03-02", "2026-03-08"), (sunday, "next_week", "2026-03-16", "2026-03-22"),
        (sunday, "this_month", "2026-03-01", "2026-03-31"), (sunday, "last_month", "2026-02-01", "2026-02-28"),
        (sunday, "next_month", "2026-04-01", "2026-04-30"), (sunday, "this_quarter", "2026-01-01", "2026-03-31"),
        (sunday, "last_quarter", "2025-10-01", "2025-12-31"), (sunday, "next_quarter", "2026-04-01", "2026-06-30"),
        (sunday, "this_year", "2026-01-01", "2026-12-31"), (sunday, "last_year", "2025-01-01", "2025-12-31"),
        (sunday, "next_year", "2027-01-01", "2027-12-31"), (sunday, "last_7_days", "2026-03-09", "2026-03-15"),
        (sunday, "next_7_days", "2026-03-15", "2026-03-21"), (sunday, "last_1_days", "2026-03-15", "2026-03-15"),
        (sunday, "last_2_weeks", "2026-03-02", "2026-03-15"), (sunday, "last_1_month", "2026-02-16", "2026-03-15"),
        (sunday, "next_1_year", "2026-03-15", "2027-03-14"), (sunday, "last_90_days", "2025-12-16", "2026-03-15"),
        (leap, "this_month", "2024-02-01", "2024-02-29"), (leap, "last_year", "2023-01-01", "2023-12-31"),
        (leap, "next_1_years", "2024-02-29", "2025-02-27"), (leap, "last_12_months", "2023-03-01", "2024-02-29"),
        (leap, "this_week", "2024-02-26", "2024-03-03"), (leap, "next_quarter", "2024-04-01", "2024-06-30"),
        (new_year, "today", "2026-01-01", "2026-01-01"), (new_year, "yesterday", "2025-12-31", "2025-12-31"),
        (new_year, "this_year", "2026-01-01", "2026-12-31"), (new_year, "last_month", "2025-12-01", "2025-12-31"),
        (new_year, "this_week", "2025-12-29", "2026-01-04"), (new_year, "last_quarter", "2025-10-01", "2025-12-31"),
    ]  # fmt: skip
    day = timedelta(days=1)
    for now, word, first, last in table:
        low, high = date.fromisoformat(first), date.fromisoformat(last)
        yield case(f'PERIODSTART("{word}")', first, why, now=now)
        yield case(f'PERIODEND("{word}")', last, why, now=now)
        for inside, found in ((low - day, False), (low, True), (high, True), (high + day, False)):
            given = {"d": ("date", inside.isoformat())}
            yield case(f"d IN {word}", found, why, given=given, now=now)
        yield case(f"d = {word}", False, "a blank lies in no period", given={"d": ("date", None)}, now=now)
        yield case(f"d <> {word}", True, "a blank lies in no period", given={"d": ("date", None)}, now=now)
        yield case(f"d < {word}", True, "before its first day", given={"d": ("date", (low - day).isoformat())}, now=now)
        yield case(f"d < {word}", False, "before its first day", given={"d": ("date", low.isoformat())}, now=now)
        yield case(f"d > {word}", True, "after its last day", given={"d": ("date", (high + day).isoformat())}, now=now)
        yield case(f"d <= {word}", True, "until its last day", given={"d": ("date", high.isoformat())}, now=now)
        yield case(f"d >= {word}", True, "from its first day", given={"d": ("date", low.isoformat())}, now=now)
        # 16:00 in UTC is midnight in Shanghai
        early, late = f"{low - day}T16:00:00Z", f"{high}T15:59:59Z"
        after = f"{high}T16:00:00Z"
        for moment, found in ((early, True), (late, True), (after, False)):
            yield case(f"m IN {word}", found, why + ", in the zone", given={"m": ("datetime", moment)}, now=now)
        yield case(f"m > {word}", True, why + ", in the zone", given={"m": ("datetime", after)}, now=now)
        yield case(f"m <= {word}", True, why + ", in the zone", given={"m": ("datetime", late)}, now=now)


def texts() -> Iterator[Vector]:
    why = "Python slices of code points"
    for value in ("Hello 世界", "a😀b", "é", None):
        given = {"t": ("text", value)}
        plain = value or ""
        yield case("LEN(t)", str(len(plain)), why, given=given)
        for count in (0, 1, 3, 99):
            yield case(f"LEFT(t, {count})", plain[:count] or None, why, given=given)
            yield case(f"RIGHT(t, {count})", plain[max(0, len(plain) - count) :] or None, why, given=given)
            for start in (1, 2, 8):
                found = plain[start - 1 : start - 1 + count] or None
                yield case(f"MID(t, {start}, {count})", found, why, given=given)
        for part in ("l", "世", "😀", "x"):
            at = plain.find(part)
            yield case(f'FIND("{part}", t)', str(at + 1) if at >= 0 else None, why, given=given)
            yield case(f'CONTAINS(t, "{part}")', part in plain, why, given=given)
            yield case(f'STARTSWITH(t, "{part}")', plain.startswith(part), why, given=given)
            yield case(f'ENDSWITH(t, "{part}")', plain.endswith(part), why, given=given)
            yield case(f'SUBSTITUTE(t, "{part}", "-")', plain.replace(part, "-") or None, why, given=given)
        yield case("UPPER(t)", plain.upper() or None, why, given=given)
        yield case("LOWER(t)", plain.lower() or None, why, given=given)
        yield case('t & "!"', plain + "!", why, given=given)
        yield case('"<" & t & ">"', f"<{plain}>", why, given=given)
        yield case("REPT(t, 3)", plain * 3 or None, why, given=given)
    for value, expected in (("  a  b ", "a b"), (" ", None), ("a", "a"), ("a\tb ", "a\tb"), ("　a　", "　a　")):
        yield case("TRIM(t)", expected, "Excel: U+0020 alone", given={"t": ("text", value)})
    formats = [
        ("0", "1235"),
        ("0.00", "1234.57"),
        ("#,##0", "1,235"),
        ("#,##0.00", "1,234.57"),
        ("0.0", "1234.6"),
        ("000000", "001235"),
        ("#", "1235"),
        ("0%", "123457%"),
        ("0.##", "1234.57"),
        ("#,##0.0#", "1,234.57"),
        ('"¥"#,##0.00', "¥1,234.57"),
        ("0.000000", "1234.567000"),
        ("#,##0,", "1"),
        ("0.0,", "1.2"),
        ("0.000,", "1.235"),
        ("0.00000,,", "0.00123"),
        ("0,.0", "1.2"),
        ("$0", "$1235"),
    ]
    scaled = (
        ("0.0,", "1234.6"), ("0.0,,", "1.2"), ("#,##0.00,", "1,234.57"), ("#,##0.0,,", "1.2"), ("0,", "1235"),
        ("#,##0,", "1,235"), ("0,,", "1"), ('0.0,""k""', "1234.6k"), ("0.0,;(0.00,,)", "1234.6"), ("0.000,,,", "0.001"),
        ("0.0,%", "123456.7%"), ("¥0.0,, M", "¥1.2 M"),
    )  # fmt: skip
    for form, expected in scaled:
        why = "Excel: each comma behind the last digit divides by a thousand"
        yield case(f'TEXT(a, "{form}")', expected, why, given={"a": ("number", "1234567")})
    yield case('TEXT(a, "0.0,;(0.00,,)")', "(1.23)", "Excel: in its section", given={"a": ("number", "-1234567")})
    for form, expected in formats:
        written = form.replace('"', '""')
        yield case(f'TEXT(a, "{written}")', expected, "Excel's number formats", given={"a": ("number", "1234.567")})
    for form, expected in (("0.00", "-0.50"), ("0", "-1"), ("0.00;(0.00)", "(0.50)"), ("0%", "-50%")):
        yield case(f'TEXT(a, "{form}")', expected, "Excel's number formats", given={"a": ("number", "-0.5")})
    for form, expected in (
        ("yyyy-mm-dd", "2026-03-05"), ("yyyy/m/d", "2026/3/5"), ("yy年m月", "26年3月"), ("dddd", "Thursday"),
        ("ddd", "Thu"), ("mmm d", "Mar 5"), ("mmmm", "March"), ("aaaa", "星期四"), ("aaa", "四"),
        ("yyyymmdd", "20260305"),
    ):  # fmt: skip
        yield case(f'TEXT(d, "{form}")', expected, "Excel's date formats", given={"d": ("date", "2026-03-05")})
    for form, expected in (
        ("yyyy-mm-dd hh:mm:ss", "2026-03-05 15:04:09"), ("h:mm AM/PM", "3:04 PM"), ("hh:mm", "15:04"),
        ("m/d h时m分", "3/5 15时4分"), ("mm:ss", "04:09"), ("h A/P", "3 P"),
    ):  # fmt: skip
        given = {"m": ("datetime", "2026-03-05T07:04:09Z")}
        yield case(f'TEXT(m, "{form}")', expected, "Excel's date formats; in Shanghai", given=given)


COLUMNS: tuple[tuple[str | None, ...], ...] = (
    (), (None,), ("5",), ("3", None, "4"), ("1", "2", "3", "4"), ("-1.5", "2.25", "2.25"), ("10", "0", "-10", None),
)  # fmt: skip


def aggregates() -> Iterator[Vector]:
    why = "fractions and the statistics module; blanks are skipped, of nothing the sum is 0, the rest blank"
    for column in COLUMNS:
        rows = [{"id": str(at), "price": value, "quantity": "2"} for at, value in enumerate(column)]
        given = {"lines": ({"rows": {"price": "number", "quantity": "number"}}, rows)}
        numbers = [Fraction(value) for value in column if value is not None]
        some = bool(numbers)
        product = Fraction(1 if some else 0)
        for number in numbers:
            product *= number
        table: list[tuple[str, object]] = [
            ("SUM(lines.price)", text(sum(numbers, Fraction()))),
            ("AVERAGE(lines.price)", text(sum(numbers, Fraction()) / len(numbers)) if some else None),
            ("MIN(lines.price)", text(min(numbers)) if some else None),
            ("MAX(lines.price)", text(max(numbers)) if some else None),
            ("COUNT(lines.price)", str(len(numbers))),
            ("COUNTA(lines.price)", str(len(numbers))),
            ("COUNTBLANK(lines.price)", str(len(column) - len(numbers))),
            ("COUNT(lines)", str(len(column))),
            ("COUNTUNIQUE(lines.price)", str(len(set(numbers)))),
            ("PRODUCT(lines.price)", text(product)),
            ("MEDIAN(lines.price)", text(statistics.median(numbers)) if some else None),
            ("VAR(lines.price)", text(statistics.variance(numbers)) if len(numbers) > 1 else None),
            ("LARGE(lines.price, 1)", text(max(numbers)) if some else None),
            ("SMALL(lines.price, 1)", text(min(numbers)) if some else None),
            ("SUM(lines.price * lines.quantity)", text(sum(numbers, Fraction()) * 2)),
            ("SUM(lines.price + 1)", text(sum(numbers, Fraction()) + len(column))),
            ("SUM(-lines.price)", text(-sum(numbers, Fraction()))),
            ("SUMPRODUCT(lines.price, lines.quantity)", text(sum(numbers, Fraction()) * 2)),
            ("SUMIF(lines.price, \">0\")", text(sum((n for n in numbers if n > 0), Fraction()))),
            ("COUNTIF(lines.price, \"<=0\")", str(sum(n <= 0 for n in numbers))),
            ("ANY(lines.price > 2)", any(n > 2 for n in numbers)),
            ("ALL(lines.price > 2)", len(numbers) == len(column) and all(n > 2 for n in numbers)),
            ("SUM(IF(lines.price > 2, lines.price, 0))", text(sum((n for n in numbers if n > 2), Fraction()))),
            ("FIRST(lines.price)", text(Fraction(column[0])) if column and column[0] else None),
            ("LAST(lines.price)", text(Fraction(column[-1])) if column and column[-1] else None),
            ("ISBLANK(lines)", not column),
            ("MAX(lines.price, 0)", text(max([*numbers, Fraction()]))),
        ]  # fmt: skip
        for expression, expected in table:
            yield case(expression, expected, why, given=given)


def lists() -> Iterator[Vector]:
    why = "a list of values is one value; = compares it item by item, IN looks for one"
    given = {"tags": ({"list": "text"}, ["x", "y"]), "none": ({"list": "text"}, []), "t": ("text", "y")}
    table: list[tuple[str, object]] = [
        ('"x" IN tags', True), ('"z" IN tags', False), ("t IN tags", True), ('"x" IN none', False),
        ("blank IN tags", False),
        ('CONTAINS(tags, "y")', True), ('CONTAINS(none, "y")', False), ("ISBLANK(tags)", False),
        ("ISBLANK(none)", True),
        ("COUNTA(tags)", "2"), ("COUNTA(none)", "0"), ('tags = ["x", "y"]', True), ('tags <> ["y", "x"]', True),
        ("none = []", True), ("FIRST(tags)", "x"), ("LAST(tags)", "y"), ("INDEX(tags, 1)", "x"),
        ("INDEX(tags, 0)", None),
        ('TEXTJOIN("+", true, tags)', "x+y"), ("CONCAT(tags)", "xy"), ("IF(true, tags, none)", ["x", "y"]),
        ("tags", ["x", "y"]), ('[t, "a"]', ["y", "a"]), ("[]", []), ("COALESCE(FIRST(none), t)", "y"),
    ]  # fmt: skip
    for expression, expected in table:
        names = set(_words(expression))
        yield case(expression, expected, why, given={name: value for name, value in given.items() if name in names})
    numbers = {
        "nums": ({"list": "number"}, ["10", "9", "2.5"]), "n": ("number", "12"), "b": ("boolean", True),
        "days": ({"list": "date"}, ["2026-03-05", "2026-01-01"]),
    }  # fmt: skip
    for expression, expected in (
        ("MAX(nums)", "10"), ("MIN(nums)", "2.5"), ("SUM(nums)", "21.5"),
        ("MAX(nums, n)", "12"), ("MIN(nums, n)", "2.5"),
        ("COUNT(nums)", "3"), ("AVERAGE(nums)", "7.166666666667"), ("9 IN nums", True), ("n IN nums", False),
        ("LARGE(nums, 2)", "9"), ("ISBLANK(IF(b, nums, nums))", False), ("MIN(days)", "2026-01-01"),
        ("MAX(days) < \"2026-03-06\"", True), ("SUM(nums, n, [1, 2])", "36.5"),
    ):  # fmt: skip
        names = set(_words(expression))
        used = {name: value for name, value in numbers.items() if name in names}
        yield case(expression, expected, "a list of numbers or dates", given=used)
    prices = {"rows": {"price": "number"}}
    rows = {"lines": (prices, [{"id": "1", "price": None}]), "none": (prices, [])}
    for expression, expected in (
        ("ISBLANK(lines.price)", False), ("ISBLANK(lines)", False), ("ISBLANK(lines.price * 2)", False),
        ("ISBLANK(none.price)", True), ("ISBLANK(none)", True), ("ISBLANK(none.price * 2)", True),
        ("ISBLANK([])", True), ("ISBLANK([1])", False), ("ISBLANK(IF(none.price > 1, 1, 2))", True),
    ):  # fmt: skip
        names = set(_words(expression))
        used = {name: value for name, value in rows.items() if name in names}
        yield case(expression, expected, "a column is as long as there are rows, whatever they hold", given=used)
    account = {"account": ({"fields": {"level": "text", "owner": {"fields": {"name": "text"}}}}, None)}
    loaded = {"account": (account["account"][0], {"id": "a1", "level": "A", "owner": {"id": "u1", "name": "韩梅梅"}})}
    why = "a path walks references; what is behind a blank one is blank; a reference counts as its id"
    for expression, full, empty in (
        ("account.level", "A", None), ("account.owner.name", "韩梅梅", None), ('account.level = "A"', True, False),
        ("ISBLANK(account)", False, True), ('account = "a1"', True, False), ("account.id", "a1", None),
        ("account.owner", "u1", None), ('account.level & "!"', "A!", "!"),
    ):  # fmt: skip
        yield case(expression, full, why, given=loaded)
        yield case(expression, empty, why, given=account)
    people = {"records": {"name": "text", "age": "number"}}
    given = {"members": (people, [{"id": "u1", "name": "a", "age": "30"}, {"id": "u2", "name": "b", "age": None}])}
    for expression, expected in (
        ("members.name", ["a", "b"]), ("AVERAGE(members.age)", "30"), ("COUNT(members)", "2"),
        ('"u2" IN members', True),
        ('"u3" IN members', False), ('"b" IN members.name', True), ("members", ["u1", "u2"]),
        ("SUM(members.age + 1)", "32"),
    ):  # fmt: skip
        yield case(expression, expected, "a path maps over several references", given=given)


def problems() -> Iterator[Vector]:
    given = {
        "n": ("number", "3"), "s": ("text", "x"), "d": ("date", "2026-03-05"),
        "t": ("datetime", "2026-03-05T08:00:00Z"),
        "b": ("boolean", True), "tags": ({"list": "text"}, []), "lines": ({"rows": {"price": "number"}}, []),
        "others": ({"rows": {"price": "number"}}, []), "owner": ("user", "u1"),
    }  # fmt: skip
    table = [
        ("n + s", "wrong_operands"), ("s + s", "wrong_operands"), ("s * 2", "wrong_operands"), ("-s", "wrong_operand"),
        ("s%", "wrong_operand"), ("b + 1", "wrong_operands"), ("d + d", "wrong_operands"), ("d * 2", "wrong_operands"),
        ("t + 1", "wrong_operands"), ("n - d", "wrong_operands"), ("n = s", "wrong_operands"),
        ("n < s", "wrong_operands"),
        ("b < b", "wrong_operands"), ("owner < owner", "wrong_operands"), ("d = n", "wrong_operands"),
        ("b = 1", "wrong_operands"),
        ("d = \"soon\"", "bad_date"), ("t > \"2026-13-01\"", "bad_date"), ("NOT(n)", "wrong_kind"),
        ("n AND b", "wrong_operand"),
        ("IF(n, 1, 2)", "wrong_kind"), ("IF(b, 1, \"x\")", "mixed_kinds"), ("LEN(n)", "wrong_kind"),
        ("ROUND(s, 1)", "wrong_kind"),
        ("YEAR(n)", "wrong_kind"), ("HOUR(n)", "wrong_kind"), ("MINUTE(s)", "wrong_kind"), ("SECOND(b)", "wrong_kind"),
        ("WORKDAY(d, 10 ^ 9)", "too_many_steps"),
        ("SUM(s)", "wrong_kind"), ("SUM(tags)", "wrong_kind"), ("nope", "unknown_name"),
        ("lines.nope", "unknown_name"), ("n.x", "unknown_name"), ("NOPE(1)", "unknown_function"),
        ("ABS()", "wrong_argument_count"),
        ("ABS(1, 2)", "wrong_argument_count"), ("IF(b)", "wrong_argument_count"), ("TODAY(1)", "wrong_argument_count"),
        ("IFS(b)", "wrong_argument_count"), ("n IN n", "not_a_list"), ("n IN tags", "wrong_operands"),
        ("[1, \"a\"]", "mixed_list"),
        ("[tags]", "nested_list"), ("lines.price + others.price", "different_rows"), ("ABS(tags)", "wrong_kind"),
        ("this_month", "period_out_of_place"), ("n = this_month", "period_needs_date"),
        ("this_month + 1", "period_out_of_place"),
        ("OLD(1)", "field_expected"), ("CHANGED(n + 1)", "field_expected"), ("WITHIN(d, \"someday\")", "bad_word"),
        ("DATEADD(d, 1, \"fortnight\")", "bad_word"), ("STARTOF(d, \"\")", None), ("REGEXMATCH(s, \"(\")", "bad_word"),
        ("COUNT_OWNED(n)", "text_expected"), ("SUMIF(tags, \"a\")", "wrong_kind"),
        ("OLD(this_month)", "period_out_of_place"),
        ("BETWEEN(d, 1, 0)", "mixed_kinds"), ("IF(b, t, 0)", "mixed_kinds"),
        ("SWITCH(b, s, 1)", "mixed_kinds"), ("WAS(lines.price, d)", "wrong_operands"),
        ("owner & s", "wrong_kind"), ("COUNT(s)", "wrong_kind"),
        ("10 ^ 38", "overflow"),
        ("99999999999999999999999999999999999999 + 1", "overflow"), ("10 ^ 20 * 10 ^ 20", "overflow"),
        ("123456789012345678901234567890123456789", "overflow"), ("EXP(1000)", "overflow"),
        ("DATE(10000, 1, 1)", "date_out_of_range"),
        ("EDATE(d, 12 * 9000)", "date_out_of_range"), ("d + 10 ^ 9", "date_out_of_range"),
        ("DATE(0, 1, 1)", "date_out_of_range"),
        ("1 +", "unfinished_expression"), ("(1", "unfinished_expression"), ("1)", "unexpected_token"),
        ("1 1", "unexpected_token"),
        ("", "empty_expression"), ("   ", "empty_expression"), ("\"abc", "unclosed_text"), ("'abc'", "single_quote"),
        ("n @ 1", "unexpected_token"), ("b..b", "unexpected_token"), ("5abc", "bad_number"),
        ("[1, 2", "unfinished_expression"),
        ("IF(, 1)", "unexpected_token"), ("n = ", "unfinished_expression"), ("{n", "unfinished_expression"),
        ("() + 1", "unexpected_token"),
        ("(" * 70 + "n" + ")" * 70, None), ("NOT(" * 70 + "b" + ")" * 70, "expression_too_deep"),
        ("-" * 70 + "n", "expression_too_deep"),
        ("n + " * 70 + "n", "chain_too_long"), ("[" + ", ".join(["n"] * 1001) + "] = []", "expression_too_large"),
        ("1" * 10001, "expression_too_long"),
    ]  # fmt: skip
    for expression, code in table:
        if code is None:
            continue
        names = set(_words(expression))
        used = {name: value for name, value in given.items() if name in names}
        yield problem(expression, code, "a mistake that is told at its place, or a limit", given=used)


# kind -> its value and the amount it stands for; a field without a value is blank
MIXED: dict[str, tuple[object, object, Fraction]] = {
    "number": ("number", "3", Fraction(3)), "money": ("money", "2", Fraction(2)),
    "percent": ("percent", "1", Fraction(1)), "duration": ("duration", "60", Fraction(60)),
}  # fmt: skip
TEXTS = {"text": "text", "option": "option", "user": "user", "department": "department", "record": {"record": "x"}}
EVERY = {
    **{kind: (type_, value) for kind, (type_, value, _) in MIXED.items()},
    **{kind: (type_, "u1") for kind, type_ in TEXTS.items()},
    "boolean": ("boolean", True), "time": ("time", "09:00:00"), "date": ("date", "2026-03-05"),
    "datetime": ("datetime", "2026-03-04T16:00:00Z"),
}  # fmt: skip
ORDERINGS = {"<": -1, ">": 1, "<=": -1, ">=": 1}


def mixed() -> Iterator[Vector]:
    """Every operator between two kinds that it takes, each with a value, without one, and written out as blank."""
    for one in (*MIXED, "blank"):
        for other in (*MIXED, "blank"):
            lefts = ("a", "x") if one != "blank" else ("blank",)
            rights = ("b", "y") if other != "blank" else ("blank",)
            for left in lefts:
                for right in rights if (one, other) != ("blank", "blank") else ():
                    yield from _amounts(one, other, left, right)
    yield from _dated()
    yield from _alike()


def _amounts(one: str, other: str, left: str, right: str) -> Iterator[Vector]:
    """``x`` and ``y`` hold no value."""
    why = "computed with fractions; blank counts as 0, a duration goes with the number of its seconds"
    a = MIXED[one][2] if left == "a" else Fraction(0)
    b = MIXED[other][2] if right == "b" else Fraction(0)
    given = {}
    for name, kind in ((left, one), (right, other)):
        if name != "blank":
            given[name] = (MIXED[kind][0], MIXED[kind][1] if name in "ab" else None)
    for sign in "+-*/^":
        results = {"+": a + b, "-": a - b, "*": a * b, "/": a / b if b else None, "^": _power(a, b)}
        if _goes(sign, one, other):
            yield case(f"{left} {sign} {right}", text(results[sign]), why, given=given)
    if {one, other} in ({"duration", "money"}, {"duration", "percent"}):
        return
    why = "= is null-safe, an ordering comparison with a blank is false"
    empty = [name not in "ab" for name in (left, right)]
    same = all(empty) or (not any(empty) and a == b)
    order = (a > b) - (a < b)
    yield case(f"{left} = {right}", same, why, given=given)
    yield case(f"{left} <> {right}", not same, why, given=given)
    for sign, way in ORDERINGS.items():
        holds = not any(empty) and (order == way or (order == 0 and "=" in sign))
        yield case(f"{left} {sign} {right}", holds, why, given=given)
    yield case(f"{left} IN [{right}]", same, why, given=given)


def _goes(sign: str, one: str, other: str) -> bool:
    """A duration is added to durations, multiplied by numbers and divided by both."""
    if "duration" not in (one, other):
        return True
    others = {one, other} - {"duration"}
    match sign:
        case "+" | "-":
            return others <= {"blank"}
        case "*":
            return bool(others)
        case "/":
            return one == "duration" or one == "blank"
        case _:
            return False


def _power(a: Fraction, b: Fraction) -> Fraction | None:
    return None if not a and not b else a ** int(b)


def _dated() -> Iterator[Vector]:
    """Dates move by numbers of days, moments by durations."""
    why = "by hand: days and seconds later; blank counts as 0"
    day, moment = ("date", "2026-03-05"), ("datetime", "2026-03-05T16:00:00Z")
    for kind, (type_, value, amount) in MIXED.items():
        given = {"d": day, "m": moment, "n": (type_, value), "x": (type_, None)}
        base, later = ("m", "2026-03-05T16:01:00Z") if kind == "duration" else ("d", f"2026-03-{5 + int(amount):02}")
        earlier = "2026-03-05T15:59:00Z" if kind == "duration" else f"2026-03-{5 - int(amount):02}"
        for expression, expected in (
            (f"{base} + n", later), (f"n + {base}", later), (f"{base} - n", earlier),
            (f"{base} + x", given[base][1]), (f"x + {base}", given[base][1]),
        ):  # fmt: skip
            used = {name: given[name] for name in given if name in _words(expression)}
            yield case(expression, expected, why, given=used)
    for name, found in (("d", day), ("m", moment)):
        for expression, expected in (
            (f"blank + {name}", found[1]), (f"{name} + blank", found[1]), (f"{name} - blank", found[1]),
            (f"blank - {name}", None), (f"{name} - {name}", "0"),
        ):  # fmt: skip
            yield case(expression, expected, why + "; a blank minus a date is blank", given={name: found})
            yield case(expression, None, "without the date there is no date", given={name: (found[0], None)})


def _alike() -> Iterator[Vector]:
    """What is compared as it stands: a blank is less than nothing and equal to a blank."""
    why = "= is null-safe, an ordering comparison with a blank is false, ids are compared with their text"
    for kind, (type_, value) in EVERY.items():
        filled, empty = {"a": (type_, value)}, {"a": (type_, None)}
        for sign, on_filled, on_empty in (("=", False, True), ("<>", True, False)):
            for expression in (f"a {sign} blank", f"blank {sign} a"):
                yield case(expression, on_filled, why, given=filled)
                yield case(expression, on_empty, why, given=empty)
        yield case("blank IN [a]", False, why, given=filled)
        yield case("blank IN [a]", True, why, given=empty)
        if kind not in ("boolean", "user", "department", "record"):
            for sign in ORDERINGS:
                for expression in (f"a {sign} blank", f"blank {sign} a"):
                    yield case(expression, False, why, given=filled)
                    yield case(expression, False, why, given=empty)
    for one, other in [("text", other) for other in TEXTS] + [(one, "text") for one in TEXTS] + [("option", "option")]:
        given = {
            "a": (TEXTS[one], "u1"),
            "b": (TEXTS[other], "u1"),
            "c": (TEXTS[other], "u2"),
            "y": (TEXTS[other], None),
        }
        orders = ORDERINGS if {one, other} <= {"text", "option"} else {}
        table = {
            "a = b": True, "a = c": False, "a <> b": False, "a <> c": True, "a = y": False, "a <> y": True,
            "a IN [b]": True, "a IN [c, y]": False,
        }  # fmt: skip
        table |= {f"a {sign} b": "=" in sign for sign in orders}
        table |= {f"a {sign} c": way < 0 for sign, way in orders.items()}
        for expression, expected in table.items():
            used = {name: given[name] for name in given if name in _words(expression)}
            yield case(expression, expected, why, given=used)
    moments = {
        "d": ("date", "2026-03-05"),
        "m": ("datetime", "2026-03-04T16:00:00Z"),
        "x": ("date", None),
        "y": ("datetime", None),
    }
    for sign, expected in {"=": True, "<>": False, "<": False, "<=": True, ">": False, ">=": True}.items():
        for expression, value in (
            (f"d {sign} m", expected), (f"m {sign} d", expected), (f"x {sign} m", sign == "<>"),
            (f"d {sign} y", sign == "<>"), (f"y {sign} x", sign == "="),
        ):  # fmt: skip
            used = {name: moments[name] for name in moments if name in _words(expression)}
            yield case(expression, value, "in Shanghai the 5th begins at 16:00 UTC of the 4th", given=used)


TABLES = {
    "arithmetic": arithmetic, "kinds": kinds_of_results, "comparison": comparison, "logic": logic,
    "precedence": precedence, "rounding": rounding, "dates": dates, "periods": periods, "texts": texts,
    "aggregates": aggregates, "lists": lists, "problems": problems, "numbers": numbers,
    "ends": ends_of_the_calendar, "operators": operators, "mixed": mixed,
}  # fmt: skip


def written(name: str) -> str:
    """One vector a line."""
    lines = (json.dumps(vector, ensure_ascii=False) for vector in TABLES[name]())
    return "[\n" + ",\n".join("  " + line for line in lines) + "\n]\n"


def main() -> int:
    for name in TABLES:
        (FOLDER / f"{name}.json").write_text(written(name), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
