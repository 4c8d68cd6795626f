"""Every error pydantic-core knows, in our words: a noun for what was wanted, a message of its own, or the plain one.

``tests/edge/test_words.py`` walks all of them, so that a new release of pydantic brings no words of its own.
"""

from collections.abc import Mapping

from dougong.engines.finding import Message, message
from dougong.errors import Text

INVALID = message("invalid", "这里的内容不合要求", "This is not valid")
TOO_LONG = message("too_long", "太长，最多 {most}", "Too long: {most} at most")
TOO_SHORT = message("too_short", "太少，至少 {least}", "Too few: {least} at least")
BAD_TEXT = message("bad_text", "文本中含有不能识别的字符", "The text holds characters that cannot be read")
TOO_DEEP = message("too_deep", "嵌套过深", "This is nested too deeply")
NOT_URL = message("not_url", "不是有效的网址", "This is not a web address")
NOT_ID = message("not_id", "应为编号", "This must be an id")
TOO_MANY_DIGITS = message("too_many_digits", "数字位数过多", "This number has too many digits")

TEXT = Text("文本", "text")
WHOLE = Text("整数", "a whole number")
NUMBER = Text("数值", "a number")
LIST = Text("列表", "a list")
OBJECT = Text("对象", "an object")
MOMENT = Text("带时区的时间，例如 2026-11-22T08:00:00Z", "a moment with its zone such as 2026-11-22T08:00:00Z")
DATE = Text("日期，例如 2026-11-22", "a date such as 2026-11-22")
TIME = Text("时刻，例如 09:30", "a time such as 09:30")

# "this should be ..."
WANTED: Mapping[str, Text] = {
    **dict.fromkeys(("string_type", "string_sub_type", "bytes_type"), TEXT),
    **dict.fromkeys(("int_type", "int_parsing", "int_from_float"), WHOLE),
    **dict.fromkeys(
        ("float_type", "float_parsing", "decimal_type", "decimal_parsing", "fraction_type", "fraction_parsing",
         "complex_type", "complex_str_parsing"),
        NUMBER,
    ),
    "finite_number": Text("有限的数值", "a finite number"),
    **dict.fromkeys(("bool_type", "bool_parsing"), Text("true 或 false", "true or false")),
    **dict.fromkeys(
        ("list_type", "tuple_type", "set_type", "frozen_set_type", "deque_type", "iterable_type", "named_tuple_type",
         "arguments_type"),
        LIST,
    ),
    **dict.fromkeys(
        ("dict_type", "frozen_dict_type", "ordered_dict_type", "counter_type", "mapping_type", "model_type",
         "model_attributes_type", "dataclass_type", "dataclass_exact_type", "object_expected"),
        OBJECT,
    ),
    "none_required": Text("空值 null", "null"),
    **dict.fromkeys(
        ("datetime_type", "datetime_parsing", "datetime_from_date_parsing", "datetime_object_invalid",
         "timezone_aware", "timezone_offset"),
        MOMENT,
    ),
    **dict.fromkeys(
        ("date_type", "date_parsing", "date_from_datetime_inexact", "date_from_datetime_parsing"), DATE
    ),
    **dict.fromkeys(("time_type", "time_parsing"), TIME),
    **dict.fromkeys(("time_delta_type", "time_delta_parsing"), Text("时长", "a length of time")),
    "timezone_naive": Text("不带时区的时间", "a time without a zone"),
    "json_type": Text("JSON 文本", "JSON as text"),
}  # fmt: skip

# messages whose details are those of pydantic-core
SAID: Mapping[str, Message] = {
    "json_invalid": message("bad_json", "不是有效的 JSON", "This is not valid JSON"),
    "multiple_of": message("not_multiple", "应为 {multiple_of} 的倍数", "This has to be a multiple of {multiple_of}"),
    "date_past": message("not_past", "应早于今天", "This has to lie in the past"),
    "datetime_past": message("not_past", "应早于现在", "This has to lie in the past"),
    "date_future": message("not_future", "应晚于今天", "This has to lie in the future"),
    "datetime_future": message("not_future", "应晚于现在", "This has to lie in the future"),
    "url_scheme": message(
        "not_url", "网址应以 {expected_schemes} 开头", "A web address begins with {expected_schemes}"
    ),
    "decimal_max_digits": message(
        "too_many_digits", "数字最多 {max_digits} 位", "A number has at most {max_digits} digits"
    ),
    "decimal_max_places": message(
        "too_many_places", "最多 {decimal_places} 位小数", "At most {decimal_places} decimals"
    ),
    "decimal_whole_digits": message(
        "too_many_digits", "整数部分最多 {whole_digits} 位", "At most {whole_digits} digits before the point"
    ),
    "int_parsing_size": TOO_MANY_DIGITS,
    **dict.fromkeys(("string_unicode", "string_not_ascii", "bytes_invalid_encoding"), BAD_TEXT),
    **dict.fromkeys(("recursion_loop", "recursion_depth_exceeded"), TOO_DEEP),
    **dict.fromkeys(("url_type", "url_parsing", "url_syntax_violation"), NOT_URL),
    **dict.fromkeys(("uuid_type", "uuid_parsing", "uuid_version"), NOT_ID),
    # what no JSON can bring about, and what a check of a model's own says without words of its own
    **dict.fromkeys(
        ("no_such_attribute", "needs_python_object", "frozen_field", "frozen_instance", "invalid_key",
         "get_attribute_error", "default_factory_not_called", "iteration_error", "set_item_not_hashable",
         "value_error", "assertion_error", "missing_sentinel_error", "ellipsis_error", "is_instance_of",
         "is_subclass_of", "callable_type", "missing_argument", "unexpected_keyword_argument",
         "missing_keyword_only_argument", "unexpected_positional_argument", "missing_positional_only_argument",
         "multiple_argument_values"),
        INVALID,
    ),
}  # fmt: skip

# patterns in words
LOOKS: Mapping[str, Text] = {
    r"^\d+[smhdw]$": Text("时长，例如 30m、24h、7d", "a length of time such as 30m, 24h or 7d"),
    r"^[A-Z]{3}$": Text("三个大写字母的币种代码，例如 CNY", "a currency code such as CNY"),
    r"^([a-z][a-z0-9_]*/)?[a-z][a-z0-9_]*$": Text("表单的键，或 应用/表单", "the key of a form, or app/form"),
    r"^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*$": Text(
        "字段的键或路径，例如 project.level", "a field or a path such as project.level"
    ),
    r"^-?[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*$": Text(
        "字段的键，倒序加 -", "a field, with - in front to turn the order"
    ),
    r"^([01]\d|2[0-3]):[0-5]\d$": Text("时刻，例如 09:00", "a time of day such as 09:00"),
    r"^\d{4}-\d\d-\d\d$": Text("日期，例如 2026-11-22", "a date such as 2026-11-22"),
    r"^\S+( \S+){4}$": Text("五段定时表达式，例如 0 9 * * 1", "a schedule in five fields such as 0 9 * * 1"),
    r"^(mon|tue|wed|thu|fri|sat|sun)(-(mon|tue|wed|thu|fri|sat|sun))?$": Text(
        "星期，例如 mon 或 mon-fri", "a weekday such as mon, or mon-fri"
    ),
    r"^([01]\d|2[0-3]):[0-5]\d-(([01]\d|2[0-3]):[0-5]\d|24:00)$": Text(
        "时段，例如 09:00-12:00", "hours such as 09:00-12:00"
    ),
    r"^https://": Text("以 https:// 开头的地址", "an address that begins with https://"),
}
