"""Sums and the like over arguments, lists and rows. Blanks are left out; of nothing the sum is 0, the rest is blank."""

from collections.abc import Iterator, Sequence
from decimal import ROUND_CEILING, Decimal, localcontext
from typing import Any

from dougong.engines.expression import numbers
from dougong.engines.expression.env import Value
from dougong.engines.expression.numbers import ZERO, divide, inexact, multiply, total, whole
from dougong.engines.expression.registry import EVERYWHERE, NOT_POSTGRESQL, Example, Function, example
from dougong.errors import Text


def flat(values: Sequence[Value]) -> Iterator[Value]:
    """The values and the items of lists among them, without blanks."""
    for value in values:
        if isinstance(value, list | tuple):
            yield from (item for item in value if item is not None)
        elif value is not None:
            yield value


def average(values: Sequence[Decimal]) -> Decimal | None:
    return divide(total(values), Decimal(len(values))) if values else None


def _product(*values: Value) -> Decimal:
    found = list(flat(values))
    result = Decimal(1) if found else ZERO
    for value in found:
        result = multiply(result, value)
    return result


def _median(*values: Value) -> Decimal | None:
    found = sorted(flat(values))
    middle = len(found) // 2
    if not found:
        return None
    return found[middle] if len(found) % 2 else divide(total(found[middle - 1 : middle + 1]), Decimal(2))


def _ranked(values: Sequence[Value], place: Decimal, largest: bool) -> Value:
    found = sorted(flat(values), reverse=largest)
    # as in Excel a fraction goes up for LARGE and down for SMALL
    at = int(place.to_integral_value(ROUND_CEILING)) if largest else whole(place)
    return found[at - 1] if 1 <= at <= len(found) else None


def _rank(value: Decimal | None, values: Value, order: Decimal | None = None) -> Decimal | None:
    found = list(flat([values]))
    if value not in found:
        return None
    before = sum(item < value if order else item > value for item in found)
    return Decimal(before + 1)


def _variance(values: Sequence[Value]) -> Decimal | None:
    """Of a sample, not rounded yet."""
    found = list(flat(values))
    if len(found) < 2:
        return None
    wide = numbers.wide()
    count = Decimal(len(found))
    mean = wide.divide(total(found), count)
    squares = ZERO
    for value in found:
        away = wide.subtract(value, mean)
        squares = wide.add(squares, wide.multiply(away, away))
    return wide.divide(squares, count - 1)


def _var(*values: Value) -> Decimal | None:
    spread = _variance(values)
    return None if spread is None else inexact(spread)


def _stdev(*values: Value) -> Decimal | None:
    spread = _variance(values)
    return None if spread is None else inexact(numbers.wide().sqrt(spread))


def _sumproduct(*lists: Sequence[Value]) -> Decimal | None:
    columns = [column or () for column in lists]
    if len({len(column) for column in columns}) > 1:
        return None
    return total(_product(*(value or ZERO for value in row)) for row in zip(*columns, strict=True))


def percentile(values: Sequence[Decimal], part: Decimal) -> Decimal | None:
    """With linear interpolation, both ends included; ``part`` from 0 to 1."""
    found = sorted(values)
    if not found or not 0 <= part <= 1:
        return None
    with localcontext(numbers.wide()):
        place = (len(found) - 1) * part
        low = int(place)
        if low + 1 >= len(found):
            return found[-1]
        return inexact(found[low] + (found[low + 1] - found[low]) * (place - low))


def _count(*values: Value) -> Decimal:
    return Decimal(sum(1 for _ in flat(values)))


def _count_blank(*values: Value) -> Decimal:
    blanks = 0
    for value in values:
        blanks += sum(item is None for item in value) if isinstance(value, list | tuple) else value is None
    return Decimal(blanks)


def _statistic(
    key: str, signature: str, returns: str, zh: str, en: str, call: Any, *examples: Example, **options: Any
) -> Function:
    options.setdefault("blank", "skip")
    options.setdefault("excel", "same")
    options.setdefault("back_ends", EVERYWHERE)
    return Function(key, "statistics", signature, returns, Text(zh, en), examples, call, **options)


ROWS: dict[str, Any] = {
    "lines": (
        {"rows": {"kind": "text", "price": "number"}},
        [
            {"id": "1", "kind": "a", "price": "10"},
            {"id": "2", "kind": "b", "price": "4"},
            {"id": "3", "kind": "a", "price": None},
            {"id": "4", "kind": None, "price": "7"},
        ],
    )
}
NONE: dict[str, Any] = {"lines": (ROWS["lines"][0], [])}
_NOTHING_IS_BLANK = Text(
    "没有值时得空值而不是 0；也比较文本与日期，但各值须同类",
    "Blank, not 0, where there are no values; texts and dates are compared too, all values being of one kind",
)
_BLANK_FOR_ERROR = Text("Excel 出错时得空值", "Blank where Excel has an error")
_INEXACT = Text("12 位小数；Excel 出错时得空值", "To 12 places; blank where Excel has an error")

# fmt: off
FUNCTIONS = (
    _statistic(
        "SUM", "...value: N*", "N", "求和", "The sum", lambda *values: total(flat(values)),
        example("SUM(lines.price)", "21", **ROWS), example("SUM(1, 2.5, lines.price)", "24.5", **ROWS),
        example("SUM(lines.price)", "0", **NONE), example("SUM(lines.price * 2)", "42", **ROWS),
    ),
    _statistic(
        "AVERAGE", "...value: N*", "N", "平均值，空值不计", "The average of what is not blank",
        lambda *values: average(list(flat(values))),
        example("AVERAGE(lines.price)", "7", **ROWS), example("AVERAGE(1, 2)", "1.5"),
        example("AVERAGE(lines.price)", None, **NONE),
        excel=_INEXACT,
    ),
    _statistic(
        "MIN", "...value: O*", "O", "最小值", "The least", lambda *values: min(flat(values), default=None),
        example("MIN(lines.price)", "4", **ROWS), example("MIN(3, 1, 2)", "1"),
        example("MIN(lines.price)", None, **NONE),
        example('MIN(DATE(2026, 1, 2), d)', "2026-01-01", d=("date", "2026-01-01")),
        excel=_NOTHING_IS_BLANK,
    ),
    _statistic(
        "MAX", "...value: O*", "O", "最大值", "The greatest", lambda *values: max(flat(values), default=None),
        example("MAX(lines.price)", "10", **ROWS), example("MAX(3, 1, 2)", "3"),
        example("MAX(lines.price)", None, **NONE),
        example("MAX(a, 0)", "0", a=("number", None)),
        excel=_NOTHING_IS_BLANK,
    ),
    _statistic(
        "COUNT", "...value: countable*", "number", "数字、日期或行的个数，空值不计",
        "How many numbers, dates or rows there are",
        _count,
        example("COUNT(lines.price)", "3", **ROWS), example("COUNT(lines)", "4", **ROWS),
        example("COUNT(1, 2, a)", "2", a=("number", None)),
        excel=Text(
            "文本与逻辑值用 COUNTA 计数（直接写出的 TRUE 与 \"1\" Excel 会计入）；也数行与人员",
            "For text and logical values there is COUNTA (Excel counts TRUE and \"1\" written out); rows and people "
            "are counted too",
        ),
    ),
    _statistic(
        "COUNTA", "...value: any*", "number", "非空值的个数", "How many are not blank", _count,
        example("COUNTA(lines.kind)", "3", **ROWS), example('COUNTA("a", blank, 0)', "2"),
        example("COUNTA(lines.kind)", "0", **NONE),
        excel=Text("空文本不计", "Empty text does not count"),
    ),
    _statistic(
        "COUNTBLANK", "...value: any*", "number", "空值的个数", "How many are blank", _count_blank,
        example("COUNTBLANK(lines.price)", "1", **ROWS), example('COUNTBLANK("a", blank, "")', "2"),
        example("COUNTBLANK(lines.price)", "0", **NONE),
        blank="own", excel=Text("可有多个参数", "Takes several arguments"),
    ),
    _statistic(
        "PRODUCT", "...value: number*", "number", "乘积，空值不计", "The product of what is not blank", _product,
        example("PRODUCT(lines.price)", "280", **ROWS), example("PRODUCT(2, 3, 4)", "24"),
        example("PRODUCT(lines.price)", "0", **NONE),
    ),
    _statistic(
        "MEDIAN", "...value: N*", "N", "中位数", "The middle value", _median,
        example("MEDIAN(lines.price)", "7", **ROWS), example("MEDIAN(1, 2, 3, 4, 5, 6)", "3.5"),
        example("MEDIAN(lines.price)", None, **NONE),
        excel=_BLANK_FOR_ERROR,
    ),
    _statistic(
        "LARGE", "list: [N], place: number", "N", "第 k 大的值", "The k-th greatest",
        lambda values, place: _ranked([values], place or ZERO, True),
        example("LARGE(lines.price, 1)", "10", **ROWS), example("LARGE([3, 5, 3, 5, 4], 3)", "4"),
        example("LARGE(lines.price, 4)", None, **ROWS),
        example("LARGE([3, 5, 4], 1.5)", "4", note=Text("k 的小数进位", "a fraction of k is rounded up")),
        excel=_BLANK_FOR_ERROR,
    ),
    _statistic(
        "SMALL", "list: [N], place: number", "N", "第 k 小的值", "The k-th least",
        lambda values, place: _ranked([values], place or ZERO, False),
        example("SMALL(lines.price, 1)", "4", **ROWS), example("SMALL([3, 4, 5, 2, 3, 4, 6, 4, 7], 4)", "4"),
        example("SMALL(lines.price, 0)", None, **ROWS),
        excel=_BLANK_FOR_ERROR,
    ),
    _statistic(
        "RANK", "value: N, list: [N], order?: number", "number", "名次：默认降序；第三个参数不为 0 时升序",
        "The place among the list, greatest first; a third argument other than 0 counts from the least", _rank,
        example("RANK(7, lines.price)", "2", **ROWS), example("RANK(3.5, [7, 3.5, 3.5, 1, 2], 1)", "3"),
        example("RANK(7, [7, 3.5, 3.5, 1, 2], 1)", "5"),
        example("RANK(5, lines.price)", None, **ROWS),
        excel=_BLANK_FOR_ERROR,
    ),
    _statistic(
        "STDEV", "...value: N*", "N", "样本标准差", "The standard deviation of a sample", _stdev,
        example("STDEV(2, 4, 4, 4, 5, 5, 7, 9)", "2.138089935299"), example("STDEV(lines.price)", "3", **ROWS),
        example("STDEV(1)", None),
        excel=_INEXACT, back_ends=NOT_POSTGRESQL,
    ),
    _statistic(
        "VAR", "...value: number*", "number", "样本方差", "The variance of a sample", _var,
        example("VAR(2, 4, 4, 4, 5, 5, 7, 9)", "4.571428571429"), example("VAR(lines.price)", "9", **ROWS),
        example("VAR(1)", None),
        excel=_INEXACT, back_ends=NOT_POSTGRESQL,
    ),
    _statistic(
        "SUMPRODUCT", "...list: [number]", "number", "对应项相乘后求和，空值按 0",
        "Multiplies item by item and sums; a blank counts as 0",
        _sumproduct,
        example("SUMPRODUCT([1, 2, 3], [4, 5, 6])", "32"),
        example("SUMPRODUCT(lines.price, lines.price)", "165", **ROWS), example("SUMPRODUCT([1, 2], [3])", None),
        excel=Text(
            "Excel 出错时得空值；只接受数字列表（Excel 把其他的项当作 0），列表之间没有 + - * /：按条件求和用 SUMIFS",
            "Blank where Excel has an error; lists of numbers only (Excel takes anything else for 0) and no + - * / "
            "between lists: for sums by conditions there is SUMIFS",
        ),
    ),
    _statistic(
        "PERCENTILE", "list: [N], part: number", "N", "百分位数，线性插值，0 到 1",
        "The percentile by linear interpolation; the part from 0 to 1",
        lambda values, part: percentile(list(flat([values])), part or ZERO),
        example("PERCENTILE([1, 2, 3, 4], 0.3)", "1.9"), example("PERCENTILE(lines.price, 0.5)", "7", **ROWS),
        example("PERCENTILE(lines.price, 1.1)", None, **ROWS),
        excel=_BLANK_FOR_ERROR,
    ),
)
