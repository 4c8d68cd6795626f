"""Aggregates over the items that meet a criterion, written as in Excel: a value, ``">10"``, ``"<>lost"``, ``"A*"``."""

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

from dougong.engines.expression.criteria import criterion
from dougong.engines.expression.env import Env, Value
from dougong.engines.expression.functions.statistics import ROWS, average, flat
from dougong.engines.expression.numbers import total
from dougong.engines.expression.operators import fits
from dougong.engines.expression.registry import EVERYWHERE, Example, Function, example
from dougong.errors import Text

Column = Sequence[Value] | None


def _chosen(env: Env, values: Column, *pairs: Any) -> list[Value] | None:
    """The values beside which every criterion holds; None when the columns differ in length."""
    columns = [column or () for column in (values, *pairs[::2])]
    if len({len(column) for column in columns}) > 1:
        return None
    tests = [criterion(pair, env.zone) for pair in pairs[1::2]]
    rows = zip(*columns, strict=True)
    return [row[0] for row in rows if all(test(item) for test, item in zip(tests, row[1:], strict=True))]


def _over(fold: Callable[[list[Value]], Value]) -> Callable[..., Value]:
    """A fold over what (values, list, criterion, ...) choose, blanks left out."""

    def call(env: Env, values: Column, *pairs: Any) -> Value:
        chosen = _chosen(env, values, *pairs)
        return None if chosen is None else fold(list(flat(chosen)))

    return call


def _over_if(fold: Callable[[list[Value]], Value]) -> Callable[..., Value]:
    """The same for the argument order of SUMIF: list, criterion, values."""
    over = _over(fold)

    def call(env: Env, items: Column, test: Value, values: Column = None) -> Value:
        return over(env, items if values is None else values, items, test)

    return call


def _countifs(env: Env, *pairs: Any) -> Decimal | None:
    chosen = _chosen(env, pairs[0], *pairs)
    return None if chosen is None else Decimal(len(chosen))


def _distinct(*values: Value) -> Decimal:
    return Decimal(len({str(item.get("id")) if isinstance(item, dict) else item for item in flat(values)}))


def _textjoin(separator: str, skip: bool, *values: Value) -> str | None:
    items: list[Value] = []
    for value in values:
        items.extend(value if isinstance(value, list | tuple) else [value])
    texts = [item or "" for item in items if item is not None or not skip]
    fits(sum(map(len, texts)) + len(separator) * max(0, len(texts) - 1))
    return separator.join(texts) or None


def _conditional(
    key: str, signature: str, returns: str, zh: str, en: str, call: Any, *examples: Example, **options: Any
) -> Function:
    options.setdefault("excel", _CASE)
    options.setdefault("blank", "own")
    options.setdefault("env", True)
    options.setdefault("back_ends", EVERYWHERE)
    return Function(key, "conditional", signature, returns, Text(zh, en), examples, call, **options)


_CRITERIA = Text(
    '文本条件区分大小写；数字条件不匹配写成文本的数字，">5" 遇到文本按文本比较（Excel 只比数字）；空条件匹配空值（'
    'Excel 按 0）；条件中的日期按年月日写，时刻按应用时区，日期旁边的时刻从该日零点算起（">=2026-01-01" 含 1 月 1 '
    '日整天，"2026-01-01" 只是零点），时间写作 "09:30"',
    'Text criteria mind the case; a number does not match a text of digits, and ">5" compares texts as texts '
    "(Excel numbers only); a blank criterion matches blanks (in Excel 0); dates in criteria are written year, month, "
    'day, times of day "09:30"; a moment is meant in the app\'s zone, and a date beside one is its midnight '
    '(">=2026-01-01" takes in that day, "2026-01-01" its first moment only, as in Excel)',
)
_CASE = Text(
    f"{_CRITERIA.zh}；各列表长度须相同，否则得空值（Excel 的 SUMIF 从首格取同样大小，其余出错）",
    f"{_CRITERIA.en}; lists of different lengths give blank (Excel's SUMIF takes as many cells from the first on, the "
    "others are errors)",
)
_CASE_BLANK = Text(
    f"{_CRITERIA.zh}；没有符合的项（Excel 的 MAXIFS 与 MINIFS 得 0，AVERAGEIF 与 AVERAGEIFS 出错）或各列表长度不同时"
    "得空值（Excel 的 AVERAGEIF 从首格取同样大小，其余出错）",
    f"{_CRITERIA.en}; blank where nothing matches (in Excel MAXIFS and MINIFS give 0, AVERAGEIF and AVERAGEIFS an "
    "error) or lengths differ (Excel's AVERAGEIF takes as many cells from the first on, the others are errors)",
)

# fmt: off
FUNCTIONS = (
    _conditional(
        "SUMIF", "list: [any], criterion: any, values?: [N]", "N", "对符合条件的项求和",
        "The sum of what meets the criterion",
        _over_if(total),
        example('SUMIF(lines.kind, "a", lines.price)', "10", **ROWS), example('SUMIF(lines.price, ">5")', "17", **ROWS),
        example('SUMIF(lines.kind, "<>a", lines.price)', "11", **ROWS),
        example('SUMIF(lines.kind, "x", lines.price)', "0", **ROWS),
    ),
    _conditional(
        "SUMIFS", "values: [N], ...(list: [any], criterion: any)", "N", "对符合全部条件的项求和",
        "The sum of what meets all criteria",
        _over(total),
        example('SUMIFS(lines.price, lines.kind, "a")', "10", **ROWS),
        example('SUMIFS(lines.price, lines.kind, "<>", lines.price, "<8")', "4", **ROWS),
        example('SUMIFS(lines.price, lines.price, ">100")', "0", **ROWS),
    ),
    _conditional(
        "COUNTIF", "list: [any], criterion: any", "number", "符合条件的项数", "How many meet the criterion",
        _countifs,
        example('COUNTIF(lines.kind, "a")', "2", **ROWS), example('COUNTIF(lines.price, ">=7")', "2", **ROWS),
        example('COUNTIF(lines.kind, "")', "1", **ROWS), example('COUNTIF(lines.kind, "?")', "3", **ROWS),
    ),
    _conditional(
        "COUNTIFS", "...(list: [any], criterion: any)", "number", "符合全部条件的项数", "How many meet all criteria",
        _countifs,
        example('COUNTIFS(lines.kind, "a", lines.price, ">1")', "1", **ROWS),
        example('COUNTIFS(lines.kind, "<>a")', "2", **ROWS),
        example("COUNTIFS(lines.price, 7)", "1", **ROWS),
    ),
    _conditional(
        "AVERAGEIF", "list: [any], criterion: any, values?: [N]", "N", "符合条件的项的平均值",
        "The average of what meets the criterion",
        _over_if(average),
        example('AVERAGEIF(lines.price, ">5")', "8.5", **ROWS),
        example('AVERAGEIF(lines.kind, "a", lines.price)', "10", **ROWS),
        example('AVERAGEIF(lines.kind, "x", lines.price)', None, **ROWS),
        excel=_CASE_BLANK,
    ),
    _conditional(
        "AVERAGEIFS", "values: [N], ...(list: [any], criterion: any)", "N", "符合全部条件的项的平均值",
        "The average of what meets all criteria",
        _over(average),
        example('AVERAGEIFS(lines.price, lines.price, "<8")', "5.5", **ROWS),
        example('AVERAGEIFS(lines.price, lines.kind, "<>", lines.price, ">5")', "10", **ROWS),
        example('AVERAGEIFS(lines.price, lines.kind, "x")', None, **ROWS),
        excel=_CASE_BLANK,
    ),
    _conditional(
        "MAXIFS", "values: [O], ...(list: [any], criterion: any)", "O", "符合全部条件的最大值",
        "The greatest that meets all criteria",
        _over(lambda found: max(found, default=None)),
        example('MAXIFS(lines.price, lines.kind, "a")', "10", **ROWS),
        example('MAXIFS(lines.price, lines.kind, "<>a")', "7", **ROWS),
        example('MAXIFS(lines.price, lines.kind, "x")', None, **ROWS),
        excel=_CASE_BLANK,
    ),
    _conditional(
        "MINIFS", "values: [O], ...(list: [any], criterion: any)", "O", "符合全部条件的最小值",
        "The least that meets all criteria",
        _over(lambda found: min(found, default=None)),
        example('MINIFS(lines.price, lines.kind, "<>a")', "4", **ROWS),
        example('MINIFS(lines.price, lines.price, ">5")', "7", **ROWS),
        example('MINIFS(lines.price, lines.kind, "x")', None, **ROWS),
        excel=_CASE_BLANK,
    ),
    _conditional(
        "COUNTUNIQUE", "...value: any*", "number", "不同值的个数，空值不计",
        "How many different values there are, blanks left out", _distinct,
        example("COUNTUNIQUE(lines.kind)", "2", **ROWS), example("COUNTUNIQUE(1, 1.0, 2)", "2"),
        example("COUNTUNIQUE(blank)", "0"),
        blank="skip", excel=None, env=False,
    ),
    _conditional(
        "TEXTJOIN", "separator: text, skip_blank: boolean, ...value: printable*", "text",
        "用分隔符连接文本；第二个参数为真时略过空值", "Joins texts with a separator, leaving blanks out when told so",
        lambda separator, skip, *values: _textjoin(separator or "", skip is True, *values),
        example('TEXTJOIN(", ", true, lines.kind)', "a, b, a", **ROWS),
        example('TEXTJOIN("-", false, "a", blank, "b")', "a--b"),
        example('TEXTJOIN("/", true, lines.price)', "10/4/7", **ROWS),
        env=False,
        excel=Text(
            "只有一个分隔符；日期写作 2026-03-05；上限 100000 个字符而不是 32767",
            "One separator only; a date is written 2026-03-05; up to 100,000 characters, not 32,767",
        ),
    ),
)
