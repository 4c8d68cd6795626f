"""Writes what is made from the function registry: ``docs/reference/functions.md`` and the vectors of its examples.

python -m dougong.engines.expression.reference docs      docs/reference/functions.md
python -m dougong.engines.expression.reference vectors   tests/vectors/expression/examples.json
"""

import json
import sys
from collections.abc import Mapping
from pathlib import Path

from dougong.engines.expression.registry import Example, Family, Function, Functions, load_functions
from dougong.engines.expression.vectors import vector_of
from dougong.errors import Locale, Text

FAMILIES: Mapping[Family, Text] = {
    "operators": Text("运算符", "Operators"),
    "logic": Text("逻辑", "Logic"),
    "test": Text("判断", "Tests"),
    "number": Text("数字", "Numbers"),
    "statistics": Text("统计", "Statistics"),
    "conditional": Text("条件统计", "Conditional aggregates"),
    "text": Text("文本", "Text"),
    "business": Text("中文与业务文本", "Chinese business text"),
    "date": Text("日期", "Dates"),
    "record": Text("记录、人员与查找", "Records, people, look-ups"),
    "finance": Text("财务", "Finance"),
}
_BACK_ENDS = {"python": "Python", "sqlite": "SQLite", "postgresql": "PostgreSQL", "browser": "Browser"}
_INTRODUCTION = Text(
    """表达式用于公式、条件、默认值、权限范围、规则与度量。名称直接书写（`amount`、`account.region`、`lines.price`），
文本用双引号，函数名大写。运算优先级由紧到松：后缀 `%`、负号、`^`（向左结合）、`* /`、`+ -`、`&`、比较与 `IN`、`NOT`、
`AND`、`OR`；与 Excel 一样，`-2^2` 得 4。连续的乘除先乘后除，只在最后保留 12 位小数一次：`2 / 3 * 3` 得 2。
中文输入法打出的符号照样认得：全角字母、数字与符号，`“是”`、`”是”`、`‘是’`、`「是」`，作分隔的 `，`、`；`、`、`，以及
`≤ ≥ ≠ × ÷ 《 》 。`；引号里的文字一字不改，文本以哪种引号开头就以哪种结尾。两个值之间的运算符也可以写成汉字
（`大于 不小于 等于 不等于 并且 或者 属于 加 减 乘以 除以` 等），`&&`、`**`、`==`、`!=` 也认得；字段若叫这样的名字，写在
花括号里。别处的写法（`IS NULL`、`LIKE`、`BETWEEN 1 AND 5`、`a ? b : c`、`CASE WHEN` 等）会指出该怎么写。数字不写千位
分隔符，日期写在双引号里；带时刻的（`"2026-03-05 10:30"`，未写时区时按应用的时区）是时刻，只要日期的地方不接受它
（写 `DATEVALUE` 或 `TIMESTAMP`），不会悄悄截成日期。

空值：在加减乘除与要数字的函数中按 0 计算，在要文本的地方按空文本；统计函数略过空值；除数为 0 或空时结果为空；与空值比
大小都不成立，`=` 视两个空值相等。空文本就是空值。空日期不是日期，要用它的结果为空（Excel 按 0 计）；可省略的参数为空
等于省略（Excel 按 0）；结果为空就是空（Excel 显示 0）。文本比较区分大小写，按字符编码排序。

数字至多 38 位，小数位也算在内（Excel 15 位）；每一步的结果舍入到放得下的位数，正中间的远离 0。商、开方、对数、平均等
不能写尽的保留 12 位小数，所以再小的商得 0；小数点前超过 38 位是错误（`overflow`）。

Excel 显示错误的地方（除以 0、找不到、不是数字），这里得空值，`IFERROR` 对它同样有效；再往下算时它就是空值：`1 / 0 + 2`
得 2，`SUM` 略过它（Excel 一错到底）。只有悄悄算下去会错的才是错误：数字超过 38 位、日期超出 0001 至 9999 年（Excel 自
1900 年起，并多算一个 1900-02-29，此前的星期差一天）、文本或列表太长、步数用尽。算不出来的是整个表达式，只有
`IFERROR` 接得住（步数用尽除外）。写入记录或试算公式时会指出；在列表、筛选、排序、分组与报表中这条记录的值为空，
算不出的条件不成立，加上 `NOT` 也不成立。

与 Excel 不同，类型不会悄悄转换：数字不是条件（写 `amount <> 0`），文本不是数字（`VALUE`），数字不是文本
（`TEXT`），逻辑值不能求和，日期不是数字；写错类型在检查时就会指出。所有文本函数按字符（码点）计位置与长度；表示个数与位置的小数舍去。
文本至多 100000 个字符（Excel 32767），列表至多 10000 项，表达式至多 10000 个字符、64 层（Excel 8192 个字符、64 层）；
逗号之间不能空着；列表只有一列，没有单元格区域。每个函数对照了哪些公开文档，见 [Excel 对照](excel.md)。

子表的列逐行计算：`SUM(lines.quantity * lines.price)`。表示一段时间的词与日期比较：`due IN this_month`、`due < today`、
`created_at IN last_7_days`。""",
    """Expressions say every formula, condition, default, row right, rule and measure. Names stand bare (`amount`,
`account.region`, `lines.price`), text in double quotes, functions in capitals. Precedence from tight to loose: postfix
`%`, the sign, `^` (to the left), `* /`, `+ -`, `&`, comparison and `IN`, `NOT`, `AND`, `OR`; as in Excel `-2^2` is 4.
A chain of `*` and `/` multiplies first and divides once, so it is rounded to 12 places once: `2 / 3 * 3` is 2.
What Chinese keyboards give is understood: full-width letters, digits and signs, the quotes `“ ”`, `‘ ’` and `「 」`,
`，`, `；` and `、` between arguments, `≤ ≥ ≠ × ÷ 《 》 。`. What stands in quotes is never changed; a text ends with
the kind of quote it began with. Between two values operators may be written in Chinese words (`大于`, `等于`, `并且`,
`或者`, `属于`, `加` and their like), and `&&`, `**`, `==` and `!=` are understood; a field of such a name stands in
braces. What other languages write (`IS NULL`, `LIKE`, `BETWEEN 1 AND 5`, `a ? b : c`, `CASE WHEN`) is told with what to
write instead. Numbers have no thousands separators, and dates stand in double quotes; with a time
(`"2026-03-05 10:30"`, in the app's zone where it tells none) it is a moment, which is never cut to its date: where a
date alone is taken it is refused (`DATEVALUE` or `TIMESTAMP` says which is meant).

Blank counts as 0 in arithmetic and where a function wants a number, as empty text where text is wanted; aggregates skip
it; a blank or zero divisor gives blank; nothing is above or below a blank, and two blanks are equal. Empty text is
blank. A blank date is no date: what needs it is blank (Excel counts it as 0). An optional argument that is blank counts
as left out (in Excel as 0), and a blank result stays blank (Excel shows 0). Texts compare with case, by code point.

A number has at most 38 digits, places included (Excel: 15). What each step gives is rounded to the places that fit,
the middle away from zero. Quotients, roots, logarithms, averages and whatever cannot be written out have 12 places, so
that a smaller quotient is 0; more than 38 digits before the point are the problem `overflow`.

Where Excel shows an error (1/0, nothing found, no number) the value here is blank, and `IFERROR` catches that too. What
is computed further takes it for a blank: `1 / 0 + 2` is 2 and `SUM` skips it (in Excel the error goes on). Only what
would be silently wrong is a problem: a number beyond 38 digits, a date outside the years 1 to 9999 (Excel: from 1900,
with a 29 February that was none, so that its weekdays before are a day off), a text or list too long, a spent budget of
steps. What cannot be computed is a problem of the whole expression, and only `IFERROR` catches it (a spent budget not
even that). Where a record is written or a formula is tried, it is told; where records are listed, filtered, sorted,
grouped or reported, the record's value is blank, and a condition that cannot be computed does not hold, under `NOT`
neither.

Unlike Excel no kind is converted silently: a number is no condition (write `amount <> 0`), text is no number (`VALUE`),
a number is no text (`TEXT`), logical values are not summed and a date is no number; the check says so at once. All text
functions count characters (code points); counts and places that are fractions are cut. Texts hold up to 100,000
characters (Excel: 32,767), lists 10,000 items, an expression 10,000 characters and 64 levels (Excel: 8,192 and 64); no
argument is left empty between commas; a list is one column, and there are no ranges of cells. Which public pages each
function was compared with stands in [Compared with Excel](excel.md).

Columns of a sub-table are computed row by row: `SUM(lines.quantity * lines.price)`. Words for periods are compared
with dates: `due IN this_month`, `due < today`, `created_at IN last_7_days`.""",
)


_LANGUAGES: Mapping[Locale, str] = {"zh-CN": "中文", "en": "English"}


def reference(functions: Functions) -> str:
    """The page, Chinese first."""
    parts = ["<!-- Written by `python -m dougong.engines.expression.reference docs`; do not edit. -->", ""]
    parts += ["# 函数参考 · Function reference", "", "[中文](#中文) · [English](#english)", ""]
    parts += ["[写公式](../how-to/formulas.md) · [Writing formulas](../how-to/formulas.md#english)", ""]
    for locale, title in _LANGUAGES.items():
        parts += [f"## {title}", "", _INTRODUCTION.in_locale(locale), ""]
        for family, name in FAMILIES.items():
            parts += [f"### {name.in_locale(locale)}", ""]
            for function in functions.values():
                if function.family == family:
                    parts += _entry(function, locale)
    return "\n".join(parts).rstrip() + "\n"


def _entry(function: Function, locale: Locale) -> list[str]:
    chinese = locale == "zh-CN"
    sign = function.key if function.family == "operators" else f"{function.key}({function.signature})"
    lines = [f"#### `{sign}` → {function.returns}", "", function.doc.in_locale(locale)]
    if function.aliases:
        lines[-1] += ("。又名 " if chinese else ". Also ") + "、".join(f"`{name}`" for name in function.aliases)
    if isinstance(function.excel, Text):
        lines += ["", ("与 Excel 不同：" if chinese else "Unlike Excel: ") + function.excel.in_locale(locale)]
    missing = [name for key, name in _BACK_ENDS.items() if key not in function.back_ends]
    if missing:
        lines += ["", ("不在以下后端运行：" if chinese else "Not on: ") + ", ".join(missing)]
    return [*lines, "", *(_example(shown, locale) for shown in function.examples), ""]


def _example(shown: Example, locale: Locale) -> str:
    value = shown.problem or json.dumps(shown.value, ensure_ascii=False)
    text = f"- `{shown.expression}` → `{value}`"
    # what it rests on besides: the moment, the person, the record before, look-ups
    also = {name: value for name, value in shown.also.items() if name not in {"back_ends", "kind"}}
    if known := {name: value for name, (_, value) in shown.given.items()} | also:
        given = ", ".join(f"{name} = {json.dumps(value, ensure_ascii=False)}" for name, value in known.items())
        text += f" （{given}）" if locale == "zh-CN" else f" ({given})"
    if shown.note:
        text += ("：" if locale == "zh-CN" else ": ") + shown.note.in_locale(locale)
    return text


def example_vectors(functions: Functions) -> str:
    """The examples of every function as vectors."""
    vectors = [vector_of(shown) for function in functions.values() for shown in function.examples]
    return as_lines(vectors)


def as_lines(vectors: list[dict[str, object]]) -> str:
    """One vector a line, so that a change shows as one."""
    return "[\n" + ",\n".join("  " + json.dumps(vector, ensure_ascii=False) for vector in vectors) + "\n]\n"


def main(arguments: list[str]) -> int:
    functions = load_functions()
    made = {
        "docs": (Path("docs/reference/functions.md"), reference),
        "vectors": (Path("tests/vectors/expression/examples.json"), example_vectors),
    }
    if len(arguments) != 1 or arguments[0] not in made:
        sys.stderr.write(__doc__ or "")
        return 2
    path, write = made[arguments[0]]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(write(functions), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
