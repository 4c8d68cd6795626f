"""Choosing: conditions are two-valued, and a blank condition counts as false. Branches not taken are not computed."""

from collections.abc import Callable
from functools import partial
from typing import Any

from dougong.engines.expression.env import Env, Value
from dougong.engines.expression.operators import equal
from dougong.engines.expression.problems import EvaluationProblem, StepsExceeded
from dougong.engines.expression.registry import EVERYWHERE, Function, example
from dougong.errors import Text

Later = Callable[[Env], Value]


def _if(env: Env, test: Later, then: Later, otherwise: Later | None = None) -> Value:
    if test(env) is True:
        return then(env)
    return otherwise(env) if otherwise else None


def _ifs(env: Env, *pairs: Later) -> Value:
    for test, then in zip(pairs[::2], pairs[1::2], strict=True):
        if test(env) is True:
            return then(env)
    return None


def _switch(env: Env, of: Later, *rest: Later) -> Value:
    value = of(env)
    for case, then in zip(rest[::2], rest[1::2], strict=False):
        if equal(value, case(env)):
            return then(env)
    return rest[-1](env) if len(rest) % 2 else None


def _and(env: Env, *tests: Later) -> bool:
    return all(test(env) is True for test in tests)


def _or(env: Env, *tests: Later) -> bool:
    return any(test(env) is True for test in tests)


def _iferror(env: Env, value: Later, fallback: Later) -> Value:
    try:
        found = value(env)
    except StepsExceeded:
        raise
    except EvaluationProblem:
        found = None
    return fallback(env) if found is None else found


def _coalesce(env: Env, *values: Later) -> Value:
    for value in values:
        found = value(env)
        if found is not None:
            return found
    return None


def _is_blank(value: Value) -> bool:
    return value is None or (isinstance(value, list | tuple) and not value)


def _constant(value: bool) -> Callable[[], bool]:
    return lambda: value


A: dict[str, Any] = {"amount": ("number", "1200")}
NOTHING: dict[str, Any] = {"amount": ("number", None)}

_ONE_KIND = Text(
    '各结果须同类，因为字段与列只有一种类型（5 与 "无" 不行，写 TEXT(5)）',
    'All results are of one kind, since a field or column has one (not 5 and "none": write TEXT(5))',
)
_NO_LISTS = Text("列表用 ANY 与 ALL", "For lists there are ANY and ALL")
_ALL_BLANK = Text(
    f"全为空值时得 FALSE 而不是 #VALUE!；{_NO_LISTS.zh}",
    f"FALSE, not #VALUE!, where all are blank. {_NO_LISTS.en}",
)

_everywhere = partial(Function, back_ends=EVERYWHERE)

FUNCTIONS = (
    _everywhere(
        "IF",
        "logic",
        "test: boolean, then: T, else?: T",
        "T",
        Text("条件成立时取第二个值，否则取第三个", "The second value where the condition holds, else the third"),
        (
            example('IF(amount > 1000, "big", "small")', "big", **A),
            example('IF(amount > 1000, "big", "small")', "small", **NOTHING),
            example("IF(false, 1)", None, note=Text("没有第三个值时得空值", "blank where there is no third value")),
            example("IF(true, 1, 1 / 0)", "1"),
        ),
        _if,
        blank="own",
        lazy=True,
        excel=Text(
            f"省略第三个参数时得空值而不是 FALSE；{_ONE_KIND.zh}",
            f"Without a third argument the result is blank, not FALSE. {_ONE_KIND.en}",
        ),
    ),
    _everywhere(
        "IFS",
        "logic",
        "...(test: boolean, then: T)",
        "T",
        Text("第一个成立的条件所对应的值", "The value of the first condition that holds"),
        (
            example('IFS(amount > 1000, "A", amount > 100, "B", true, "C")', "A", **A),
            example('IFS(amount > 1000, "A", amount > 100, "B", true, "C")', "C", **NOTHING),
            example('IFS(amount < 0, "A")', None, **A),
        ),
        _ifs,
        blank="own",
        lazy=True,
        excel=Text(
            f"没有条件成立时得空值而不是 #N/A；{_ONE_KIND.zh}",
            f"Blank, not #N/A, where no condition holds. {_ONE_KIND.en}",
        ),
    ),
    _everywhere(
        "SWITCH",
        "logic",
        "value: any, ...(case: any, then: T), else?: T",
        "T",
        Text("与第一个参数相等的那个值所对应的结果", "The result beside the case that equals the first argument"),
        (
            example('SWITCH(level, "A", 3, "B", 2, 1)', "2", level=("text", "B")),
            example('SWITCH(level, "A", 3, "B", 2, 1)', "1", level=("text", None)),
            example('SWITCH(level, "A", 3)', None, level=("text", "B")),
        ),
        _switch,
        blank="own",
        lazy=True,
        excel=Text(
            f"区分大小写；空值只匹配空值；没有匹配且没有默认值时得空值而不是 #N/A；{_ONE_KIND.zh}",
            "Case counts; a blank matches only a blank; blank, not #N/A, where nothing matches and there is no else. "
            + _ONE_KIND.en,
        ),
    ),
    _everywhere(
        "AND",
        "logic",
        "...test: boolean",
        "boolean",
        Text("全部成立", "Whether all hold"),
        (
            example("AND(amount > 1000, amount < 2000)", True, **A),
            example("amount > 1000 AND amount < 1100", False, **A),
            example("AND(done, true)", False, done=("boolean", None)),
        ),
        _and,
        blank="own",
        lazy=True,
        excel=Text(
            f"空值按不成立计，Excel 略过空单元格；{_NO_LISTS.zh}",
            f"A blank does not hold; Excel skips empty cells. {_NO_LISTS.en}",
        ),
    ),
    _everywhere(
        "OR",
        "logic",
        "...test: boolean",
        "boolean",
        Text("至少一个成立", "Whether at least one holds"),
        (
            example("OR(amount > 5000, amount = 1200)", True, **A),
            example("amount > 5000 OR amount < 100", False, **A),
            example("OR(done, true)", True, done=("boolean", None)),
        ),
        _or,
        blank="own",
        lazy=True,
        excel=_ALL_BLANK,
    ),
    _everywhere(
        "NOT",
        "logic",
        "test: boolean",
        "boolean",
        Text("不成立；空值视为不成立", "Whether it does not hold; a blank does not"),
        (
            example("NOT(amount > 1000)", False, **A),
            example("NOT done", True, done=("boolean", False)),
            example("NOT(done)", True, done=("boolean", None)),
        ),
        lambda test: test is not True,
        blank="own",
        excel="same",
    ),
    _everywhere(
        "XOR",
        "logic",
        "...test: boolean",
        "boolean",
        Text("成立的个数为奇数", "Whether an odd number of them hold"),
        (
            example("XOR(true, false)", True),
            example("XOR(true, true)", False),
            example("XOR(true, true, true)", True),
            example("XOR(done, true)", True, done=("boolean", None)),
        ),
        lambda *tests: sum(test is True for test in tests) % 2 == 1,
        blank="own",
        excel=_ALL_BLANK,
    ),
    _everywhere(
        "IFERROR",
        "logic",
        "value: T, fallback: T",
        "T",
        Text(
            "第一个值；它为空或无法计算时取第二个",
            "The first value; the second where that is blank or cannot be computed",
        ),
        (
            example("IFERROR(amount / 0, 0)", "0", **A),
            example("IFERROR(10 ^ 37 * 100, -1)", "-1", also={"back_ends": ["python", "browser"]}),
            example("IFERROR(amount, 5)", "1200", **A),
            example("IFERROR(amount, 5)", "5", **NOTHING),
        ),
        _iferror,
        blank="own",
        lazy=True,
        excel=Text(
            f"空值也取后备值：Excel 出错的地方（如除以 0）我们得空值；{_ONE_KIND.zh}",
            "A blank gives the fallback too, since what is an error in Excel (such as 1/0) is blank here. "
            + _ONE_KIND.en,
        ),
    ),
    _everywhere(
        "ISBLANK",
        "logic",
        "value: any*",
        "boolean",
        Text("是否为空；空列表也为空", "Whether it is blank; an empty list is"),
        (
            example("ISBLANK(amount)", True, **NOTHING),
            example("ISBLANK(amount)", False, amount=("number", "0")),
            example('ISBLANK("")', True),
            example("ISBLANK(tags)", True, tags=({"list": "text"}, [])),
        ),
        _is_blank,
        blank="own",
        aliases=("ISEMPTY",),
        excel=Text("空文本与空列表也算空", "Empty text is blank too, and so is an empty list"),
    ),
    _everywhere(
        "COALESCE",
        "logic",
        "...value: T",
        "T",
        Text("第一个不为空的值", "The first value that is not blank"),
        (
            example("COALESCE(amount, 5)", "5", **NOTHING),
            example("COALESCE(amount, 5)", "1200", **A),
            example('COALESCE(t, u, "-")', "-", t=("text", None), u=("text", None)),
        ),
        _coalesce,
        blank="own",
        lazy=True,
    ),
    _everywhere(
        "TRUE",
        "logic",
        "",
        "boolean",
        Text("真", "True"),
        (example("TRUE()", True), example("IF(TRUE(), 1, 2)", "1"), example("NOT(TRUE())", False)),
        _constant(True),
        excel="same",
    ),
    _everywhere(
        "FALSE",
        "logic",
        "",
        "boolean",
        Text("假", "False"),
        (example("FALSE()", False), example("IF(FALSE(), 1, 2)", "2"), example("NOT(FALSE())", True)),
        _constant(False),
        excel="same",
    ),
)
