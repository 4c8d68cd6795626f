"""Operators, as functions of two arguments named like them. The checker types them; see ``operators`` beside it."""

from collections.abc import Callable
from typing import Any, Literal

from dougong.engines.expression import operators as op
from dougong.engines.expression.registry import EVERYWHERE, Example, Function, example
from dougong.errors import Text

NUMBERS: dict[str, Any] = {"a": ("number", "7"), "b": ("number", "2")}


def _operator(
    key: str,
    returns: str,
    doc: Text,
    call: Callable[..., Any],
    *examples: Example,
    signature: str = "left: any, right: any",
    excel: Text | Literal["same"] | None = "same",
    **options: Any,
) -> Function:
    options.setdefault("back_ends", EVERYWHERE)
    return Function(key, "operators", signature, returns, doc, examples, call, blank="own", excel=excel, **options)


_COMPARED = Text(
    "区分大小写，按字符编码排序；空值与任何值比大小都不成立；不同类型不能相比（Excel 依次为数字、文本、逻辑值）",
    "Case counts and order is by code point; nothing is above or below a blank; values of two kinds are not compared "
    "(in Excel numbers come before texts, texts before logical values)",
)
_NO_DAYS = Text(
    "时刻不能加减天数（Excel 的 NOW()-0.5）：用 DATEADD；日期加减的天数只取整数部分",
    "No number of days is added to a moment or taken from it (Excel's NOW()-0.5): use DATEADD; of the days added to a "
    "date only the whole ones count",
)

FUNCTIONS = (
    _operator(
        "+",
        "any",
        Text("加；日期加天数，时刻加时长", "Adds; days to a date, a duration to a moment"),
        op.plus,
        example("a + b", "9", **NUMBERS),
        example("d + 1", "2026-03-01", d=("date", "2026-02-28")),
        example("a + 1", "1", a=("number", None), note=Text("空值按 0 计算", "a blank counts as 0")),
        example("0.1 + 0.2", "0.3"),
        excel=_NO_DAYS,
    ),
    _operator(
        "-",
        "any",
        Text("减；日期相减得天数，时刻相减得时长", "Subtracts; two dates give days, two moments a duration"),
        op.minus,
        example("a - b", "5", **NUMBERS),
        example("d - DATE(2026, 1, 1)", "58", d=("date", "2026-02-28")),
        example("d - 28", "2026-01-31", d=("date", "2026-02-28")),
        example("a - 1", "-1", a=("number", None)),
        excel=Text(
            f"两个时刻相减得时长（秒），不是天数；{_NO_DAYS.zh}",
            f"Two moments give a duration (seconds), not days. {_NO_DAYS.en}",
        ),
    ),
    _operator(
        "*",
        "any",
        Text("乘", "Multiplies"),
        op.times,
        example("a * b", "14", **NUMBERS),
        example("1.1 * 1.1", "1.21"),
        example("2 / 3 * 3", "2", note=Text("先乘完再除一次", "all multiplication comes before the one division")),
    ),
    _operator(
        "/",
        "any",
        Text(
            "除，保留 12 位小数；除数为 0 或空时结果为空",
            "Divides, to 12 places; blank where the divisor is zero or blank",
        ),
        op.over,
        example("a / b", "3.5", **NUMBERS),
        example("1 / 3", "0.333333333333"),
        example("a / 0", None, **NUMBERS),
        excel=Text(
            "除以 0 得空值而不是 #DIV/0!；商保留 12 位小数，所以 1 / 10^13 得 0",
            "Dividing by zero gives blank, not #DIV/0!; to 12 places, so that 1 / 10^13 is 0",
        ),
    ),
    _operator(
        "^",
        "number",
        Text("乘方，向左结合", "Raises to a power; groups to the left"),
        op.raised,
        example("a ^ b", "49", **NUMBERS),
        example("-2 ^ 2", "4", note=Text("负号先算，与 Excel 相同", "the sign comes first, as in Excel")),
        example("2 ^ 0.5", "1.414213562373"),
        example("2 ^ 3 ^ 2", "64"),
        signature="base: number, exponent: number",
        excel=Text(
            "0 的 0 次方、负次方与负数的非整数次方得空值；指数的商先舍入到 12 位：27^(1/3) 得 2.999999999997；"
            "负指数与非整数指数的结果保留 12 位小数：10^-13 得 0，2^0.5^2（即 (2^0.5)^2）约差 3E-13，要相等就用 ROUND",
            "0 to the power of 0 or below and broken powers of negative numbers are blank; a quotient is rounded to 12 "
            "places first: 27^(1/3) is 2.999999999997; with a negative or broken exponent to 12 places: 10^-13 is 0, "
            "and 2^0.5^2, which is (2^0.5)^2, falls short by 3E-13: use ROUND before asking for equality",
        ),
    ),
    _operator(
        "&",
        "text",
        Text("连接文本；其他类型先转为文本", "Joins texts; anything else becomes text first"),
        op.joined,
        example('"No. " & a', "No. 7", **NUMBERS),
        example('t & "x"', "x", t=("text", None)),
        example('"a" & "b" & "c"', "abc"),
        signature="left: printable, right: printable",
        excel=Text("日期写作 2026-03-05，不是序列号", "A date is written 2026-03-05, not as a serial number"),
    ),
    _operator(
        "%",
        "percent",
        Text("百分数：5% 即 0.05", "Per cent: 5% is 0.05"),
        op.per_cent,
        example("5%", "0.05"),
        example("a * 10%", "0.7", **NUMBERS),
        example("(a + b)%", "0.09", **NUMBERS),
        signature="value: number",
    ),
    _operator(
        "neg",
        "N",
        Text("取负", "The negative"),
        op.negative,
        example("-a", "-7", **NUMBERS),
        example("-(a - b)", "-5", **NUMBERS),
        example("-a", "0", a=("number", None)),
        signature="value: N",
    ),
    _operator(
        "=",
        "boolean",
        Text("相等；两个空值相等", "Equal; two blanks are equal"),
        op.equal,
        example("a = 7", True, **NUMBERS),
        example("a = blank", True, a=("number", None)),
        example('"a" = "A"', False),
        example("1 = 1.0", True),
        excel=Text(
            "区分大小写；空值不等于 0，也不等于 FALSE；不同类型不能相比，检查时就会指出（Excel 得 FALSE）",
            "Case counts; a blank equals neither 0 nor FALSE; values of two kinds are not compared, which the check "
            "tells (in Excel FALSE)",
        ),
    ),
    _operator(
        "<>",
        "boolean",
        Text("不相等", "Not equal"),
        op.unequal,
        example("a <> b", True, **NUMBERS),
        example("a <> 1", True, a=("number", None)),
        example('"a" <> "a"', False),
        excel=Text(
            "区分大小写；空值不等于 0；不同类型不能相比，检查时就会指出（Excel 得 TRUE）",
            "Case counts; a blank differs from 0; values of two kinds are not compared, which the check tells (in "
            "Excel TRUE)",
        ),
    ),
    *(
        _operator(
            sign,
            "boolean",
            doc,
            call,
            example(f"a {sign} b", seven, **NUMBERS),
            example(f"a {sign} 0", False, a=("number", None)),
            example(f'"B" {sign} "a"', letters),
            example(f"d {sign} d", same, d=("date", "2026-02-28")),
            excel=_COMPARED,
        )
        for sign, doc, call, seven, letters, same in (
            ("<", Text("小于", "Less than"), op.less, False, True, False),
            ("<=", Text("小于或等于", "At most"), op.at_most, False, True, True),
            (">", Text("大于", "Greater than"), op.greater, True, False, False),
            (">=", Text("大于或等于", "At least"), op.at_least, True, False, True),
        )
    ),
    _operator(
        "IN",
        "boolean",
        Text("是否为列表中的一项", "Whether the list holds it"),
        op.member,
        example('"b" IN ["a", "b"]', True),
        example("a IN [1, 2]", False, **NUMBERS),
        example('"x" IN tags', True, tags=({"list": "text"}, ["x", "y"])),
        example("t IN []", False, t=("text", None)),
        signature="value: T, list: [T]",
        excel=None,
    ),
)
