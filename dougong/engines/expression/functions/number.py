"""Numbers: decimals, rounded half away from zero. What has no real result is blank."""

from decimal import ROUND_CEILING, ROUND_DOWN, ROUND_FLOOR, ROUND_HALF_UP, ROUND_UP, Decimal
from typing import Any

from dougong.engines.expression import numbers
from dougong.engines.expression.env import Env
from dougong.engines.expression.number_text import number_of
from dougong.engines.expression.numbers import ONE, ZERO, inexact, multiply, rounded, whole
from dougong.engines.expression.problems import NotAvailableHere
from dougong.engines.expression.registry import EVERYWHERE, NOT_POSTGRESQL, PYTHON, Example, Function, example
from dougong.errors import Text

PI = Decimal("3.14159265359")


def _places(digits: Decimal | None) -> int:
    return whole(digits) if digits else 0


def _floor(value: Decimal) -> Decimal:
    return value.to_integral_value(ROUND_FLOOR)


def _steps(value: Decimal, step: Decimal | None, rounding: str) -> Decimal | None:
    """``value`` in whole steps, as CEILING and FLOOR count them: a negative step turns the direction round."""
    if step is None:
        step = ONE
    if not step or not value:
        return ZERO if not value or rounding == ROUND_CEILING else None
    if value > 0 > step:
        return None
    return multiply(numbers.wide().divide(value, step).to_integral_value(rounding), step)


def _mround(value: Decimal, multiple: Decimal) -> Decimal | None:
    if not value or not multiple:
        return ZERO
    if (value < 0) != (multiple < 0):
        return None
    return multiply(numbers.wide().divide(value, multiple).to_integral_value(ROUND_HALF_UP), multiple)


def _mod(value: Decimal, divisor: Decimal) -> Decimal | None:
    if not divisor:
        return None
    # the remainder is exact where the quotient would have been rounded
    rest = numbers.wide().remainder(value, divisor)
    return numbers.add(rest, divisor if rest and (rest < 0) != (divisor < 0) else ZERO)


def _quotient(value: Decimal, divisor: Decimal) -> Decimal | None:
    if not divisor:
        return None
    return numbers.exact(numbers.wide().divide_int(value, divisor))


def _sqrt(value: Decimal) -> Decimal | None:
    return inexact(numbers.wide().sqrt(value)) if value >= 0 else None


def _ln(value: Decimal) -> Decimal | None:
    return inexact(numbers.wide().ln(value)) if value > 0 else None


def _log(value: Decimal, base: Decimal | None = None) -> Decimal | None:
    base = Decimal(10) if base is None else base
    if value <= 0 or base <= 0 or base == 1:
        return None
    if base == 10:
        return inexact(numbers.wide().log10(value))
    return inexact(numbers.wide().divide(numbers.wide().ln(value), numbers.wide().ln(base)))


def _rand(env: Env) -> Decimal:
    if env.doors.random is None:
        raise NotAvailableHere()
    return Decimal(env.doors.random.randrange(10**12)) / 10**12


def _randbetween(env: Env, low: Decimal, high: Decimal) -> Decimal | None:
    if env.doors.random is None:
        raise NotAvailableHere()
    first, last = int(low.to_integral_value(ROUND_CEILING)), int(_floor(high))
    return Decimal(env.doors.random.randint(first, last)) if first <= last else None


def _number(
    key: str, signature: str, returns: str, zh: str, en: str, call: Any, *examples: Example, **options: Any
) -> Function:
    options.setdefault("excel", "same")
    options.setdefault("back_ends", EVERYWHERE)
    return Function(key, "number", signature, returns, Text(zh, en), examples, call, **options)


_BLANK_FOR_ERROR = Text("Excel 出错时得空值", "Blank where Excel has an error")
_INEXACT = Text("12 位小数；Excel 出错时得空值", "To 12 places; blank where Excel has an error")
_STEP_OPTIONAL = Text(
    "步长可省略，默认 1；Excel 出错时得空值", "The step may be left out: 1; blank where Excel has an error"
)
_DIGITS_OPTIONAL = Text("位数可省略，默认 0", "The digits may be left out: 0")
A: dict[str, Any] = {"a": ("number", "-2.5")}
BLANK: dict[str, Any] = {"a": ("number", None)}

# fmt: off
FUNCTIONS = (
    _number(
        "ABS", "value: N", "N", "绝对值", "The absolute value", Decimal.copy_abs,
        example("ABS(a)", "2.5", **A), example("ABS(3)", "3"), example("ABS(a)", "0", **BLANK),
    ),
    _number(
        "ROUND", "value: N, digits?: number", "N",
        "四舍五入到指定小数位；位数为负时在小数点左侧取整",
        "Rounds half away from zero to so many places; negative ones lie before the point",
        lambda value, digits=None: rounded(value, _places(digits)),
        example("ROUND(2.15, 1)", "2.2"), example("ROUND(-1.475, 2)", "-1.48"), example("ROUND(21.5, -1)", "20"),
        example("ROUND(626.3, -3)", "1000"), example("ROUND(a, 0)", "-3", **A), example("ROUND(-50.55, -2)", "-100"),
        excel=_DIGITS_OPTIONAL,
    ),
    _number(
        "ROUNDUP", "value: N, digits?: number", "N", "向远离 0 的方向取整", "Rounds away from zero",
        lambda value, digits=None: rounded(value, _places(digits), ROUND_UP),
        example("ROUNDUP(3.2, 0)", "4"), example("ROUNDUP(-3.14159, 1)", "-3.2"),
        example("ROUNDUP(31415.92654, -2)", "31500"),
        excel=_DIGITS_OPTIONAL,
    ),
    _number(
        "ROUNDDOWN", "value: N, digits?: number", "N", "向 0 的方向取整", "Rounds toward zero",
        lambda value, digits=None: rounded(value, _places(digits), ROUND_DOWN),
        example("ROUNDDOWN(3.2, 0)", "3"), example("ROUNDDOWN(-3.14159, 1)", "-3.1"),
        example("ROUNDDOWN(31415.92654, -2)", "31400"),
        excel=_DIGITS_OPTIONAL,
    ),
    _number(
        "INT", "value: N", "N", "向下取整", "The whole number below", _floor,
        example("INT(8.9)", "8"), example("INT(-8.9)", "-9"), example("19.5 - INT(19.5)", "0.5"),
    ),
    _number(
        "TRUNC", "value: N, digits?: number", "N", "截去小数", "Cuts off decimals",
        lambda value, digits=None: rounded(value, _places(digits), ROUND_DOWN),
        example("TRUNC(8.9)", "8"), example("TRUNC(-8.9)", "-8"), example("TRUNC(3.14159, 2)", "3.14"),
    ),
    _number(
        "CEILING", "value: N, step?: number", "N", "向上舍入到步长的倍数", "Up to a multiple of the step",
        lambda value, step=None: _steps(value, step, ROUND_CEILING),
        example("CEILING(2.5, 1)", "3"), example("CEILING(-2.5, -2)", "-4"), example("CEILING(-2.5, 2)", "-2"),
        example("CEILING(0.234, 0.01)", "0.24"), example("CEILING(2.5, -2)", None),
        excel=_STEP_OPTIONAL,
    ),
    _number(
        "FLOOR", "value: N, step?: number", "N", "向下舍入到步长的倍数", "Down to a multiple of the step",
        lambda value, step=None: _steps(value, step, ROUND_FLOOR),
        example("FLOOR(3.7, 2)", "2"), example("FLOOR(-2.5, -2)", "-2"), example("FLOOR(-2.5, 2)", "-4"),
        example("FLOOR(1.58, 0.1)", "1.5"), example("FLOOR(2.5, -2)", None), example("FLOOR(2.5, 0)", None),
        excel=_STEP_OPTIONAL,
    ),
    _number(
        "MROUND", "value: N, multiple: number", "N", "舍入到最近的倍数", "The nearest multiple", _mround,
        example("MROUND(10, 3)", "9"), example("MROUND(-10, -3)", "-9"), example("MROUND(1.3, 0.2)", "1.4"),
        example("MROUND(5, -2)", None), example("MROUND(6.05, 0.1)", "6.1"),
        excel=Text("Excel 出错时得空值；正中间总是远离 0（Excel 对小数步长不确定）",
                   "Blank where Excel has an error; the middle always goes away from 0 (undefined in Excel for "
                   "fractional multiples)"),
    ),
    _number(
        "MOD", "value: N, divisor: number", "N", "余数，符号与除数相同", "The remainder, with the divisor's sign", _mod,
        example("MOD(3, 2)", "1"), example("MOD(-3, 2)", "1"), example("MOD(3, -2)", "-1"),
        example("MOD(-3, -2)", "-1"),
        example("MOD(5.5, 2)", "1.5"), example("MOD(3, 0)", None),
        excel=_BLANK_FOR_ERROR,
    ),
    _number(
        "QUOTIENT", "value: number, divisor: number", "number", "商的整数部分", "The whole part of a quotient",
        _quotient,
        example("QUOTIENT(5, 2)", "2"), example("QUOTIENT(4.5, 3.1)", "1"), example("QUOTIENT(-10, 3)", "-3"),
        example("QUOTIENT(5, 0)", None),
        excel=_BLANK_FOR_ERROR,
    ),
    _number(
        "POWER", "base: number, exponent: number", "number", "乘方", "Raises to a power", numbers.power,
        example("POWER(5, 2)", "25"), example("POWER(4, 1.25)", "5.656854249492"), example("POWER(2, -2)", "0.25"),
        example("POWER(0, 0)", None),
        excel=Text("Excel 出错时得空值，负数的非整数次方也得空值；"
                   "先把指数的商舍入到 12 位：POWER(27, 1/3) 得 2.999999999997；"
                   "负指数与非整数指数的结果保留 12 位小数：POWER(10, -13) 得 0",
                   "Blank where Excel has an error, and for broken powers of negative numbers; a quotient is rounded "
                   "to 12 places first: POWER(27, 1/3) is 2.999999999997; with a negative or broken exponent to 12 "
                   "places: POWER(10, -13) is 0"),
    ),
    _number(
        "SQRT", "value: number", "number", "平方根", "The square root", _sqrt,
        example("SQRT(16)", "4"), example("SQRT(2)", "1.414213562373"), example("SQRT(-16)", None),
        excel=_INEXACT,
    ),
    _number(
        "EXP", "value: number", "number", "e 的乘方", "e to a power", lambda value: inexact(numbers.wide().exp(value)),
        example("EXP(1)", "2.718281828459"), example("EXP(0)", "1"), example("EXP(-1)", "0.367879441171"),
        back_ends=NOT_POSTGRESQL,
        excel=Text("12 位小数，指数低于 -28 时得 0；指数自 88 起超过 38 位，是错误（Excel 到 709）",
                   "To 12 places, 0 below an exponent of about -28; from 88 on beyond 38 digits, which is a problem "
                   "(in Excel up to 709)"),
    ),
    _number(
        "LN", "value: number", "number", "自然对数", "The natural logarithm", _ln,
        example("LN(86)", "4.454347296254"), example("LN(1)", "0"), example("LN(0)", None),
        back_ends=NOT_POSTGRESQL, excel=_INEXACT,
    ),
    _number(
        "LOG", "value: number, base?: number", "number", "对数，默认以 10 为底",
        "The logarithm, to base 10 unless said", _log,
        example("LOG(10)", "1"), example("LOG(8, 2)", "3"), example("LOG(86, 2.718281828459)", "4.454347296254"),
        example("LOG(0)", None),
        back_ends=NOT_POSTGRESQL, excel=_INEXACT,
    ),
    _number(
        "LOG10", "value: number", "number", "以 10 为底的对数", "The logarithm to base 10", _log,
        example("LOG10(100000)", "5"), example("LOG10(86)", "1.934498451244"), example("LOG10(-1)", None),
        back_ends=NOT_POSTGRESQL, excel=_INEXACT,
    ),
    _number(
        "SIGN", "value: quantity", "number", "正数得 1，负数得 -1，零得 0", "1, -1 or 0",
        lambda value: Decimal((value > 0) - (value < 0)),
        example("SIGN(10)", "1"), example("SIGN(4 - 4)", "0"), example("SIGN(-0.00001)", "-1"),
    ),
    _number(
        "PI", "", "number", "圆周率", "The number pi", lambda: PI,
        example("PI()", "3.14159265359"), example("ROUND(PI(), 2)", "3.14"), example("PI() / 2", "1.570796326795"),
        excel=Text("12 位小数", "To 12 places"),
    ),
    _number(
        "RAND", "", "number", "0 到 1 之间的随机数，不含 1", "A random number from 0, below 1", _rand,
        example("RAND() >= 0", True), example("RAND() < 1", True), example("INT(RAND())", "0"),
        env=True, volatility="volatile", back_ends=PYTHON,
        excel=Text("12 位小数；每次计算该值时重新取数，而不是整张表重算时",
                   "To 12 places; drawn anew when this value is computed, not whenever anything changes"),
    ),
    _number(
        "RANDBETWEEN", "low: number, high: number", "number", "两数之间的随机整数，包含两端",
        "A random whole number between the two, both included", _randbetween,
        example("RANDBETWEEN(3, 3)", "3"), example("BETWEEN(RANDBETWEEN(1, 6), 1, 6)", True),
        example("RANDBETWEEN(2, 1)", None),
        env=True, volatility="volatile", back_ends=PYTHON, excel=_BLANK_FOR_ERROR,
    ),
    _number(
        "VALUE", "text: text", "number", "把文本转为数字；不是数字时得空值",
        "The number that a text writes; blank if it writes none",
        number_of,
        example('VALUE("1,234.50")', "1234.5"), example('VALUE("12%")', "0.12"), example('VALUE("￥1000")', "1000"),
        example('VALUE("(1,234.50)")', "-1234.5", note=Text("括号表示负数", "brackets are for negative numbers")),
        example('VALUE("１２")', "12", note=Text("全角数字也可以", "full-width digits too")),
        example('VALUE("12a")', None), example('VALUE(t)', None, t=("text", None)),
        blank="blank",
        excel=Text("日期、时间、分数（1 1/2）、写在数字前的 %、写在数字后的货币符号与其他非数字文本得空值；"
                   "千分位须在正确的位置",
                   "A date, a time, a fraction (1 1/2), a per cent sign before and a currency's behind the number, and "
                   "what is no number give blank; commas must group thousands"),
    ),
)
