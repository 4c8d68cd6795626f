"""What can be wrong with the meaning of an expression, in the builder's words."""

import re

from dougong.engines.expression.kinds import Kind
from dougong.engines.finding import Message, message
from dougong.errors import Text

_LONGEST = 60
UNKNOWN_NAME = message("unknown_name", "没有名为“{name}”的字段", "There is no field “{name}”")
NO_CELL = message(
    "unknown_name",
    "没有名为“{name}”的字段；这里写字段名，没有单元格",
    "There is no field “{name}”; write the names of fields, there are no cells",
)
UNKNOWN_FUNCTION = message("unknown_function", "没有函数 {name}", "There is no function {name}")
NOT_CALLED = message("function_not_called", "{name} 是函数，要写成 {name}(…)", "{name} is a function; write {name}(…)")
WRONG_COUNT = message(
    "wrong_argument_count", "{name} 需要{expected}，这里有 {found} 个", "{name} takes {expected}, not {found}"
)
WRONG_KIND = message(
    "wrong_kind",
    "{name} 的第 {number} 个参数（{param}）应为“{expected}”，而不是“{found}”",
    "Argument {number} ({param}) of {name} is {expected}, not {found}",
)
WRONG_OPERANDS = message(
    "wrong_operands", "{left}与{right}不能用“{operator}”运算", "“{operator}” cannot join {left} and {right}"
)
WRONG_OPERAND = message("wrong_operand", "“{operator}”不能用于{found}", "“{operator}” cannot be applied to {found}")
WRONG_RESULT = message(
    "wrong_result", "结果应为“{expected}”，而不是“{found}”", "The result should be {expected}, not {found}"
)
MIXED_KINDS = message(
    "mixed_kinds", "{name} 的各个值类型不同：{left}与{right}", "The values of {name} differ in type: {left} and {right}"
)
MIXED_LIST = message("mixed_list", "列表里的类型不同：{left}与{right}", "The list holds both {left} and {right}")
NESTED_LIST = message("nested_list", "列表里不能再放列表", "A list cannot hold lists")
DIFFERENT_ROWS = message(
    "different_rows",
    "“{left}”与“{right}”的行不能逐行对应",
    "The rows of “{left}” and of “{right}” do not correspond",
)
FIELD_EXPECTED = message(
    "field_expected",
    "{name} 的第 {number} 个参数（{param}）应为字段名",
    "Argument {number} ({param}) of {name} is the name of a field",
)
WORD_EXPECTED = message(
    "text_expected",
    "{name} 的第 {number} 个参数（{param}）应为引号中的文本",
    "Argument {number} ({param}) of {name} is a text in quotes",
)
PERIOD_PLACE = message(
    "period_out_of_place",
    "“{word}”是一段时间，只能与日期比较，例如 due IN {word}",
    "“{word}” is a period; compare a date with it, as in due IN {word}",
)
PERIOD_NEEDS_DATE = message(
    "period_needs_date", "“{word}”只能与日期比较，而不是“{found}”", "“{word}” is compared with a date, not with {found}"
)
BAD_DATE = message("bad_date", "“{found}”不是{expected}", "“{found}” is not {expected}")
TIMED_DATE = message(
    "timed_date",
    "“{found}”含有时刻，这里应为日期：只写日期；要比较时刻，请写 TIMESTAMP(…)",
    "“{found}” has a time, and here stands a date: write the date alone, or TIMESTAMP(…) where the moment is meant",
)
BAD_WORD = message("bad_word", "{name} 的“{param}”有误：{why}", "“{param}” of {name} is wrong: {why}")
UNKNOWN_OPTION = message("unknown_option", "没有选项“{found}”", "There is no option “{found}”", "warning")
NAMED_BY_TEXT = message(
    "named_by_text",
    "文本“{found}”永远不等于{kind}；请比较其名称",
    "The text “{found}” is never equal to {kind}; compare the name instead",
    "warning",
)
BAD_VALUE = message(
    "bad_condition_value", "“{op}”的值应为{expected}，而不是{found}", "The value of “{op}” is {expected}, not {found}"
)
WRONG_OPERATOR = message(
    "operator_not_for_field", "“{op}”用于“{expected}”，而不是“{found}”", "“{op}” is for {expected}, not for {found}"
)
NOT_A_LIST = message("not_a_list", "“IN”右边应为列表，而不是“{found}”", "“IN” needs a list on its right, not {found}")
UNKNOWN_LOOKUP = message("unknown_lookup", "没有“{form}”的字段“{field}”", "There is no field “{field}” in “{form}”")
UNKNOWN_FORM = message("unknown_form", "没有表单“{form}”", "There is no form “{form}”")
LOOKUP_CONDITION = message(
    "lookup_condition",
    "LOOKUP 的条件只能写“字段 = 值”，多个用 AND 相连",
    "The condition of LOOKUP says what fields equal: field = value, several joined by AND",
)
LOOKUP_LIST = message(
    "lookup_list",
    "LOOKUP 按相等查找，“{name}”是{found}，不能用来查找",
    "LOOKUP looks for equal values, and “{name}” is {found}",
)
LOOKUP_ROWS = message(
    "lookup_rows",
    "“{name}”是明细，LOOKUP 只取一个字段的值",
    "“{name}” holds rows; LOOKUP takes the value of one field",
)
NO_ROW = message(
    "no_row",
    "{name} 只在子表的行里有值，这里总是空",
    "{name} has a value in the rows of a sub-table; here it is always blank",
    "warning",
)
NOT_HERE = message("not_available_here", "此处不能使用 {name}", "{name} is not available here")

_KIND_WORDS: dict[str, Text] = {
    "number": Text("数字", "a number"),
    "money": Text("金额", "an amount of money"),
    "percent": Text("百分比", "a percentage"),
    "duration": Text("时长", "a duration"),
    "text": Text("文本", "text"),
    "boolean": Text("是/否", "true or false"),
    "date": Text("日期", "a date"),
    "datetime": Text("日期时间", "a date and time"),
    "time": Text("时间", "a time"),
    "option": Text("选项", "an option"),
    "user": Text("人员", "a person"),
    "department": Text("部门", "a department"),
    "record": Text("关联记录", "a record"),
    "row": Text("子表行", "a row"),
    "json": Text("JSON 数据", "JSON"),
    "blank": Text("空值", "a blank"),
    "any": Text("任意值", "anything"),
}
_TYPE_WORDS: dict[str, Text] = {
    "quantity": Text("数字或时长", "a number or a duration"),
    "moment": Text("日期或日期时间", "a date, or a date and time"),
    "dated": Text("日期或文本", "a date or text"),
    "clocked": Text("日期时间或时间", "a date and time, or a time"),
    "ordered": Text("数字、文本或日期", "a number, text or a date"),
    "field": Text("字段名", "the name of a field"),
    "word": Text("引号中的文本", "a text in quotes"),
    "printable": Text("可显示为文本的值", "something that can be shown as text"),
    "countable": Text("数字、日期或行", "numbers, dates or rows"),
    "N": Text("数字或时长", "a number or a duration"),
    "M": Text("日期或日期时间", "a date, or a date and time"),
    "O": Text("数字、文本或日期", "a number, text or a date"),
    "T": Text("任意值", "anything"),
}


def shortened(name: str) -> str:
    """A name as it stands in a message."""
    return name if len(name) <= _LONGEST else name[:_LONGEST] + "…"


def unknown_name(name: str, hint: str | None) -> Message:
    """What is told of a name that leads nowhere and is like no other."""
    return NO_CELL if hint is None and re.fullmatch(r"[A-Z]{1,3}[1-9][0-9]{0,6}", name) else UNKNOWN_NAME


def count_words(least: int, most: int | None) -> Text:
    """How many arguments a function takes."""
    if most is None:
        return Text(f"至少 {least} 个参数", f"at least {least} argument{'s' * (least != 1)}")
    if least == most:
        return Text(f" {least} 个参数" if least else "0 个参数", f"{least} argument{'s' * (least != 1)}")
    return Text(f" {least}–{most} 个参数", f"{least}–{most} arguments")


def kind_words(kind: Kind) -> Text:
    """A kind as people say it."""
    if kind.name == "list":
        if kind.of is None:
            return Text("列表", "a list")
        of = kind_words(kind.of)
        return Text(f"列表（{of.zh}）", f"a list ({of.en})")
    return _KIND_WORDS[kind.name]


def type_words(word: str, shape: str) -> Text:
    """A type of a signature as people say it."""
    one = _TYPE_WORDS.get(word) or _KIND_WORDS[word]
    return Text(f"列表（{one.zh}）", f"a list ({one.en})") if shape == "list" else one
