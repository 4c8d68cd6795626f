"""Loans and investments, with Excel's signs: what one pays is negative. All rounded to 12 places."""

from collections.abc import Callable, Sequence
from decimal import Decimal, DecimalException, localcontext
from typing import Any

from dougong.engines.expression.env import Value
from dougong.engines.expression.functions.statistics import flat
from dougong.engines.expression.numbers import ONE, ZERO, inexact, wide
from dougong.engines.expression.problems import ListTooLong
from dougong.engines.expression.registry import SERVER, Example, Function, example
from dougong.errors import Text

_TURNS = 100
_MOST_FLOWS = 1_000
_CLOSE = Decimal("1e-16")


def _blank_for_error(call: Callable[..., Decimal | None]) -> Callable[..., Decimal | None]:
    """Where there is no real result there is a blank."""

    def guarded(*args: Value) -> Decimal | None:
        try:
            with localcontext(wide()):
                result = call(*args)
        except DecimalException:
            return None
        return None if result is None else inexact(result)

    return guarded


def _growth(rate: Decimal, periods: Decimal) -> tuple[Decimal, Decimal]:
    """(1 + rate)^periods, and the sum of that many instalments of 1."""
    if not rate:
        return ONE, periods
    factor = wide().power(ONE + rate, periods)
    return factor, wide().divide(factor - ONE, rate)


def _due(rate: Decimal, at_start: Decimal | None) -> Decimal:
    return ONE + rate if at_start else ONE


def _pmt(
    rate: Decimal, periods: Decimal, present: Decimal, future: Decimal | None = None, start: Value = None
) -> Decimal | None:
    factor, instalments = _growth(rate, periods)
    below = instalments * _due(rate, start)
    return -wide().divide(present * factor + (future or ZERO), below) if below else None


def _fv(
    rate: Decimal, periods: Decimal, payment: Decimal, present: Decimal | None = None, start: Value = None
) -> Decimal:
    factor, instalments = _growth(rate, periods)
    return -((present or ZERO) * factor + payment * _due(rate, start) * instalments)


def _pv(
    rate: Decimal, periods: Decimal, payment: Decimal, future: Decimal | None = None, start: Value = None
) -> Decimal:
    factor, instalments = _growth(rate, periods)
    return -wide().divide((future or ZERO) + payment * _due(rate, start) * instalments, factor)


def _nper(
    rate: Decimal, payment: Decimal, present: Decimal, future: Decimal | None = None, start: Value = None
) -> Decimal | None:
    ends = future or ZERO
    if not rate:
        return -wide().divide(present + ends, payment) if payment else None
    paid = payment * _due(rate, start)
    above, below = paid - ends * rate, paid + present * rate
    if not below or above / below <= 0 or rate <= -1:
        return None
    return wide().divide(wide().ln(wide().divide(above, below)), wide().ln(ONE + rate))


def _value_of(rate: Decimal, flows: Sequence[Decimal], first: int) -> Decimal:
    """The flows at the ends of periods ``first``, ``first`` + 1, ... in money of period 0; without powers (Horner)."""
    growth = ONE + rate
    total = ZERO
    for flow in reversed(flows):
        total = total / growth + flow
    return total / growth**first


def _slope_of(rate: Decimal, flows: Sequence[Decimal]) -> Decimal:
    """How the value of the flows from period 0 on changes with the rate."""
    weighted = [flow * -at for at, flow in enumerate(flows)]
    return _value_of(rate, weighted, 1)


def _npv(rate: Decimal, *values: Value) -> Decimal | None:
    flows = list(flat(values))
    return _value_of(rate or ZERO, flows, 1) if flows and rate != -1 else None


def _irr(values: Value, guess: Decimal | None = None) -> Decimal | None:
    """Newton's way from the guess, then halving between -99 % and 1000 % where that does not settle."""
    flows = list(flat([values]))
    if len(flows) > _MOST_FLOWS:
        raise ListTooLong()
    if not any(flow > 0 for flow in flows) or not any(flow < 0 for flow in flows):
        return None
    rate = Decimal("0.1") if guess is None else guess
    for _ in range(_TURNS):
        if rate <= -1:
            break
        worth = _value_of(rate, flows, 0)
        slope = _slope_of(rate, flows)
        if not slope:
            break
        step = wide().divide(worth, slope)
        rate -= step
        if abs(step) < _CLOSE:
            return rate
    return _halving(flows)


def _halving(flows: Sequence[Decimal]) -> Decimal | None:
    low, high = Decimal("-0.99"), Decimal(10)
    if (_value_of(low, flows, 0) > 0) == (_value_of(high, flows, 0) > 0):
        return None
    rising = _value_of(low, flows, 0) < 0
    for _ in range(_TURNS):
        middle = (low + high) / 2
        if (_value_of(middle, flows, 0) < 0) == rising:
            low = middle
        else:
            high = middle
    return low


def _f(
    key: str, signature: str, zh: str, en: str, call: Callable[..., Decimal | None], *examples: Example, **options: Any
) -> Function:
    return Function(
        key, "finance", signature, "number", Text(zh, en), examples, _blank_for_error(call),
        back_ends=SERVER, **{"excel": _ROUNDED, **options},
    )  # fmt: skip


_ROUNDED = Text(
    "保留 12 位小数，写成商的利率（0.05 / 12）也先舍入到 12 位，约 100 亿以上才会差到分；Excel 出错时得空值；"
    "中间的参数不能空着，写 0",
    "To 12 places, and a rate that is a quotient (0.05 / 12) is rounded to 12 first, which shows in the cents from "
    "about 10^10 on; blank where Excel has an error; an argument in the middle cannot be left empty: write 0",
)
_SOUGHT = Text(
    "保留 12 位小数；比 Excel 找得久（100 次再二分，Excel 20 次），仍没有时得空值",
    "To 12 places; seeks longer than Excel (100 turns and halving, there 20), blank where there is still none",
)

# fmt: off
FUNCTIONS = (
    _f("PMT", "rate: number, periods: number, present: number, future?: number, start?: number",
       "每期还款额", "The payment of each period of a loan", _pmt,
       example("ROUND(PMT(0.08 / 12, 10, 10000), 2)", "-1037.03"), example("PMT(0, 10, 1000)", "-100"),
       example("ROUND(PMT(0.08 / 12, 10, 10000, 0, 1), 2)", "-1030.16"), example("PMT(0, 0, 1000)", None)),
    _f("FV", "rate: number, periods: number, payment: number, present?: number, start?: number",
       "终值", "What an investment is worth at the end", _fv,
       example("ROUND(FV(0.06 / 12, 10, -200, -500, 1), 2)", "2581.4"), example("FV(0, 10, -100)", "1000"),
       example("ROUND(FV(0.12 / 12, 12, -1000), 2)", "12682.5")),
    _f("PV", "rate: number, periods: number, payment: number, future?: number, start?: number",
       "现值", "What later payments are worth now", _pv,
       example("ROUND(PV(0.08 / 12, 12 * 20, 500), 2)", "-59777.15"), example("PV(0, 10, -100)", "1000"),
       example("PV(1, 1, 0, -200)", "100")),
    _f("NPER", "rate: number, payment: number, present: number, future?: number, start?: number",
       "期数", "How many periods it takes", _nper,
       example("ROUND(NPER(0.12 / 12, -100, -1000, 10000, 1), 4)", "59.6739"),
       example("ROUND(NPER(0.12 / 12, -100, -1000, 10000), 4)", "60.0821"),
       example("NPER(0, -100, 1000)", "10")),
    _f("NPV", "rate: number, ...value: number*", "净现值", "The net present value of payments at the ends of periods",
       _npv,
       example("ROUND(NPV(0.1, -10000, 3000, 4200, 6800), 2)", "1188.44"), example("NPV(0, 1, 2, 3)", "6"),
       example("NPV(1, 2, 4)", "2"), example("NPV(0, blank, 100)", "100"), blank="skip"),
    _f("IRR", "list: [number], guess?: number", "内部收益率", "The rate at which payments balance", _irr,
       example("ROUND(IRR([-70000, 12000, 15000, 18000, 21000]), 4)", "-0.0212"),
       example("ROUND(IRR([-70000, 12000, 15000, 18000, 21000, 26000]), 4)", "0.0866"),
       example("IRR([-100, 110])", "0.1"), example("IRR([1, 2])", None), blank="skip", excel=_SOUGHT),
)
