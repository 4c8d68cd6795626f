"""The wording of everything that can be wrong with a value, and how the validator's errors become findings.

Field types raise ``PydanticCustomError(code)`` for one of ``MESSAGES``; the errors of pydantic-core itself are mapped
by ``CORE``. Every problem carries the JSON pointer of the value.
"""

from collections.abc import Mapping

from pydantic_core import ErrorDetails, PydanticCustomError, ValidationError

from dougong.engines.finding import Finding, Message, message, pointer
from dougong.errors import Text

_ALL = (
    message("required", "请填写“{name}”", "{name} is required"),
    message("unknown_field", "没有字段“{key}”", "There is no field {key}"),
    message("not_writable", "“{name}”不能修改", "{name} cannot be changed"),
    message("wrong_type", "值的类型不对", "This value has the wrong type"),
    message("not_text", "应为文本", "This must be text"),
    message("bad_text", "文本中含有不能保存的字符", "The text holds characters that cannot be stored"),
    message("too_short", "至少 {limit} 个字", "At least {limit} characters"),
    message("too_long", "最多 {limit} 个字", "At most {limit} characters"),
    message("pattern", "格式不符合要求", "The format is not as required"),
    message("not_number", "应为数字", "This must be a number"),
    message("too_small", "不能小于 {limit}", "Not below {limit}"),
    message("too_large", "不能大于 {limit}", "Not above {limit}"),
    message("too_many_places", "最多 {limit} 位小数", "At most {limit} decimal places"),
    message("overflow", "数字最多 38 位", "A number has at most 38 digits"),
    message(
        "inexact_number",
        "JSON 中不能精确保存这个数字，请写成文本",
        "JSON cannot keep this number exactly; send it as text",
    ),
    message("not_whole", "应为整数", "This must be a whole number"),
    message("not_boolean", "应为“是”或“否”", "This must be true or false"),
    message("not_date", "应为日期，如 2026-11-22", "This must be a date such as 2026-11-22"),
    message(
        "not_datetime", "应为日期时间，如 2026-11-22T09:30:00", "This must be a date and time, 2026-11-22T09:30:00"
    ),
    message(
        "beyond_calendar",
        "日期时间应在 0001-01-02 到 9999-12-30 之间",
        "A date and time lies between 0001-01-02 and 9999-12-30",
    ),
    message("not_time", "应为时间，如 09:30", "This must be a time such as 09:30"),
    message("not_option", "没有选项“{value}”", "{value} is not one of the options"),
    message("retired_option", "选项“{value}”已停用", "The option {value} is retired"),
    message("not_id", "应为编号", "This must be an id"),
    message("not_list", "应为列表", "This must be a list"),
    message("not_object", "应为对象", "This must be an object"),
    message("too_few", "至少 {limit} 项", "At least {limit} items"),
    message("too_many", "最多 {limit} 项", "At most {limit} items"),
    message("repeated", "“{value}”重复", "{value} appears twice"),
    message("not_email", "邮箱格式不对", "This is not an e-mail address"),
    message("not_phone", "电话号码格式不对", "This is not a phone number"),
    message("not_url", "网址应以 http:// 或 https:// 开头", "A web address begins with http:// or https://"),
    message("not_region", "没有行政区划代码“{value}”", "There is no region {value}"),
    message("not_geo", "应为经纬度", "This must be a latitude and a longitude"),
    message("not_file_type", "不接受 {value} 文件", "Files of type {value} are not accepted"),
    message("file_too_large", "单个文件最大 {limit} MB", "A file has at most {limit} MB"),
    message("too_deep", "内容嵌套过深或过大", "This is nested too deeply or too large"),
    message("bad_checksum", "号码校验位不正确", "The check digit of this number is wrong"),
    message("check_failed", "{text}", "{text}"),
    message("repeated_in_rows", "明细中“{name}”重复", "{name} appears twice among the rows"),
    message("unknown_row", "没有这一行：{value}", "There is no row {value}"),
    message("not_unique", "“{name}”已存在", "{name} exists already"),
)
MESSAGES: dict[str, Message] = {known.code: known for known in _ALL}

# error of pydantic-core -> (our code, the detail that is its limit)
CORE: Mapping[str, tuple[str, str | None]] = {
    "missing": ("required", None),
    "extra_forbidden": ("unknown_field", None),
    "none_required": ("wrong_type", None),
    "string_type": ("not_text", None),
    "string_unicode": ("bad_text", None),
    "string_too_short": ("too_short", "min_length"),
    "string_too_long": ("too_long", "max_length"),
    "bool_type": ("not_boolean", None),
    "literal_error": ("not_option", None),
    "list_type": ("not_list", None),
    "too_short": ("too_few", "min_length"),
    "too_long": ("too_many", "max_length"),
    "dict_type": ("not_object", None),
    "recursion_loop": ("too_deep", None),
}


# tags of the two shapes of a sub-table row; pydantic-core puts them into the place of a problem
OLD_ROW, NEW_ROW = "row:old", "row:new"


def problem(code: str, **details: object) -> PydanticCustomError:
    """What a field type raises: one of ``MESSAGES`` with its details."""
    return PydanticCustomError(code, code, {key: str(value) for key, value in details.items()})


def finding(code: str, at: str, **details: object) -> Finding:
    """The finding of one of ``MESSAGES`` at a pointer."""
    known = MESSAGES[code]
    return Finding(at, code, known.text.format(**details), known.severity)


def findings_of(error: ValidationError, names: Mapping[str, Text], prefix: str = "/values") -> list[Finding]:
    """Every problem of a validation, each at its place. ``names``: shown names by field key."""
    return [_finding(detail, names, prefix) for detail in error.errors(include_url=False, include_input=True)]


def _finding(detail: ErrorDetails, names: Mapping[str, Text], prefix: str) -> Finding:
    code, limit = CORE.get(detail["type"], (detail["type"], None))
    known = MESSAGES.get(code, MESSAGES["wrong_type"])
    loc = [part for part in detail["loc"] if part not in {OLD_ROW, NEW_ROW}]
    field = next((str(part) for part in reversed(loc) if isinstance(part, str) and part != "values"), "")
    shown = str(detail["input"])[:60]
    details: dict[str, object] = {"name": names.get(field, field), "key": field, "value": shown}
    details.update(detail.get("ctx") or {})
    if limit is not None:
        details["limit"] = (detail.get("ctx") or {}).get(limit)
    filled = known.text.format(**{"limit": "", "text": "", **details})
    return Finding(prefix + pointer(*loc), known.code, filled)
