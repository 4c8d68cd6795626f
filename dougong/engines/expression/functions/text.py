"""Text: positions count characters (code points) from 1, case counts unless the name says otherwise."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any
from unicodedata import normalize

import re2

from dougong.engines.expression.env import Env, Value
from dougong.engines.expression.formats import shown
from dougong.engines.expression.limits import MAX_LIST
from dougong.engines.expression.numbers import whole
from dougong.engines.expression.operators import fits
from dougong.engines.expression.patterns import InvalidPattern, pattern, wildcard
from dougong.engines.expression.problems import ListTooLong
from dougong.engines.expression.registry import EVERYWHERE, NOT_POSTGRESQL, SERVER, Example, Function, example
from dougong.errors import Text


def _concat(*values: Value) -> str | None:
    items: list[str] = []
    for value in values:
        items.extend(item for item in (value if isinstance(value, list | tuple) else [value]) if item is not None)
    fits(sum(map(len, items)))
    return "".join(items) or None


def _where(test: Callable[[str, str], bool]) -> Callable[..., bool]:
    """A test of two texts that is told whether case counts; without case both are as LOWER has them."""

    def call(text: str, part: str, ignore_case: bool | None = None) -> bool:
        return test(text.lower(), part.lower()) if ignore_case else test(text, part)

    return call


def _count(number: Decimal | None, otherwise: int = 1) -> int:
    return otherwise if number is None else whole(number)


def _left(text: str, count: Decimal | None = None) -> str | None:
    size = _count(count)
    return text[:size] or None if size >= 0 else None


def _right(text: str, count: Decimal | None = None) -> str | None:
    size = _count(count)
    return text[max(0, len(text) - size) :] or None if size >= 0 else None


def _mid(text: str, start: Decimal, count: Decimal) -> str | None:
    first, size = whole(start), whole(count)
    if first < 1 or size < 0:
        return None
    return text[first - 1 : first - 1 + size] or None


def _proper(text: str) -> str | None:
    result: list[str] = []
    inside = False
    for sign in text:
        result.append(sign.lower() if inside else sign.upper())
        inside = sign.isalpha()
    return "".join(result) or None


def _trim(text: str) -> str | None:
    return " ".join(part for part in text.split(" ") if part) or None


def _clean(text: str) -> str | None:
    return "".join(sign for sign in text if ord(sign) >= 32) or None


def _substitute(text: str, old: str, new: str, instance: Decimal | None = None) -> str | None:
    if not old:
        return text or None
    fits(len(text) + text.count(old) * max(0, len(new) - len(old)))
    if instance is None:
        return text.replace(old, new) or None
    nth = whole(instance)
    if nth < 1:
        return None
    at = -len(old)
    for _ in range(min(nth, len(text) + 1)):
        at = text.find(old, at + len(old))
        if at < 0:
            return text or None
    return text[:at] + new + text[at + len(old) :] or None


def _replace(text: str, start: Decimal, count: Decimal, new: str) -> str | None:
    first, size = whole(start), whole(count)
    if first < 1 or size < 0:
        return None
    fits(len(text) + len(new))
    return text[: first - 1] + new + text[first - 1 + size :] or None


def _find(part: str, text: str, start: Decimal | None = None) -> Decimal | None:
    first = _count(start)
    if first < 1 or first > len(text) + 1:
        return None
    at = text.find(part, first - 1)
    return Decimal(at + 1) if at >= 0 else None


def _search(part: str, text: str, start: Decimal | None = None) -> Decimal | None:
    first = _count(start)
    if first < 1 or first > len(text) + 1:
        return None
    try:
        found = wildcard(part, ignore_case=True).search(text[first - 1 :])
    except InvalidPattern:
        return None
    return Decimal(found.start() + first) if found else None


def _rept(text: str, times: Decimal) -> str | None:
    count = whole(times)
    if count < 1 or not text:
        return None
    fits(len(text) * count)
    return text * count


def _text(env: Env, value: Value, form: str | None = None) -> str | None:
    text = shown(value, form, env.zone) or ""
    fits(len(text))
    return text or None


def _split(text: str, separator: str) -> list[str | None]:
    if not text:
        return []
    parts = text.split(separator, MAX_LIST) if separator else [text]
    if len(parts) > MAX_LIST:
        raise ListTooLong()
    return [part or None for part in parts]


# characters times instructions of a pattern that cost a step
_MATCHED = 200


def _matching(call: Callable[..., Value], otherwise: Value) -> Callable[..., Value]:
    """``call`` with its pattern (the second argument) compiled; ``otherwise`` when it is no pattern. RE2 is linear in
    the text, but each character may cost as much as the pattern is long once its repetitions are written out."""

    def matched(env: Env, text: str, source: str, *rest: Value) -> Value:
        try:
            compiled = pattern(source)
        except InvalidPattern:
            return otherwise
        env.spend(len(text) * compiled.programsize // _MATCHED)
        return call(text, compiled, *rest)

    return matched


def _judge_pattern(source: str) -> Text | None:
    try:
        pattern(source)
    except InvalidPattern as problem:
        return Text(f"正则表达式无效（{problem}）", f"no valid pattern ({problem})")
    return None


_PATTERN = {"pattern": _judge_pattern}


def _extract(text: str, compiled: Any) -> str | None:
    found = compiled.search(text)
    if found is None:
        return None
    return (found.group(1) if compiled.groups else found.group(0)) or None


_REFERENCE = re2.compile(r"\$(\$|[0-9])")


def _regex_replace(text: str, compiled: Any, replacement: str) -> str | None:
    written = 0

    def fill(found: Any) -> str:
        nonlocal written

        def group(reference: Any) -> str:
            name = reference.group(1)
            if name == "$":
                return "$"
            return (found.group(int(name)) or "") if int(name) <= compiled.groups else ""

        filled = str(_REFERENCE.sub(group, replacement))
        written += len(filled)
        fits(written)
        return filled

    result = str(compiled.sub(fill, text))
    fits(len(result))
    return result or None


def character(code: Decimal) -> str | None:
    point = whole(code)
    if not 1 <= point <= 0x10FFFF or 0xD800 <= point <= 0xDFFF:
        return None
    return chr(point)


def _lower(text: str) -> str | None:
    return text.lower() or None


def _upper(text: str) -> str | None:
    """Composed, as the databases and browsers give it."""
    return normalize("NFC", text.upper()) or None


def _t(
    key: str, signature: str, returns: str, zh: str, en: str, call: Any, *examples: Example, **options: Any
) -> Function:
    options.setdefault("excel", "same")
    options.setdefault("back_ends", EVERYWHERE)
    return Function(key, "text", signature, returns, Text(zh, en), examples, call, **options)


_ERROR = Text("Excel 出错时得空值", "Blank where Excel has an error")
_FOUND = Text("Excel 出错时得空值；空文本在末字符之后一位也找得到",
              "Blank where Excel has an error; an empty text is found one beyond the last character too")  # fmt: skip
_POINTS = Text("按字符（码点）计数；Excel 把 😀 算作 2 个", "Counts characters (code points); Excel counts 😀 as two")
_FORMATS = Text(
    "格式同 Excel：0 # ? . , % E+、分数、正;负;零;文本、[条件]、[$￥-804]、_ * \\ General @，以及 y m d h s、AM/PM、"
    "上午/下午、aaaa、dddd、mmmmm；数字从右填入占位符，中间可夹其他字符；颜色略去；! 在 . , ; 0 # ? % @ 之前表示照写"
    "。舍入为 0 的负数不带负号（Excel 得 -0.00）；没有加引号的其他字母与 [DBNum1] 原样写出（大写金额用 RMBUPPER）；数"
    "字不按日期格式，日期不按数字格式（直接写出的格式在检查时指出）；"
    "[h]、[m]、[s] 只用于时间（时长按其秒数，用 HOURS、MINUTES）；写成数字或日期的文"
    "本不变；空值得空值（Excel 按 0）；格式可省略，General 与省略相同",
    "Formats as in Excel: 0 # ? . , % E+, fractions, positive;negative;zero;text, [conditions], [$￥-804], _ * \\ "
    "General @, and y m d h s, AM/PM, aaaa, dddd, mmmmm; digits fill the placeholders from the right, whatever other "
    "signs stand among them; colours are left out; ! takes one of . , ; 0 # ? % @ as it is. A negative number that "
    "is rounded to zero has no sign (Excel gives -0.00); other letters without quotes and [DBNum1] are written as "
    "they are; a number takes no format of dates, a date none of numbers (of a format written out the check tells); "
    "[h], [m] and [s] are for times of day only (a duration counts as its seconds: take HOURS, MINUTES); a text of "
    "digits or of a date stays as it is; a blank gives blank (in Excel 0); the format may be left out, which General "
    "says too",
)
T: dict[str, Any] = {"t": ("text", "Hello 世界")}
BLANK: dict[str, Any] = {"t": ("text", None)}

# fmt: off
FUNCTIONS = (
    _t("CONCAT", "...value: printable*", "text", "连接文本", "Joins texts", _concat,
       example('CONCAT("a", "b", t)', "abHello 世界", **T), example('CONCAT("a", t)', "a", **BLANK),
       example('CONCAT("No.", 7)', "No.7"), example('CONCAT(["a", "b"])', "ab"),
       blank="own", aliases=("CONCATENATE",),
       excel=Text("日期写作 2026-03-05，不是序列号", "A date is written 2026-03-05, not as a serial number")),
    _t("LEFT", "text: text, count?: number", "text", "左边的几个字符，默认 1 个",
       "The first characters; one unless said", _left,
       example("LEFT(t, 5)", "Hello", **T), example("LEFT(t)", "H", **T), example("LEFT(t, 99)", "Hello 世界", **T),
       example("LEFT(t, -1)", None, **T), excel=_ERROR),
    _t("RIGHT", "text: text, count?: number", "text", "右边的几个字符，默认 1 个",
       "The last characters; one unless said", _right,
       example("RIGHT(t, 2)", "世界", **T), example("RIGHT(t)", "界", **T), example("RIGHT(t, 0)", None, **T),
       excel=_ERROR),
    _t("MID", "text: text, start: number, count: number", "text", "从某位置起的几个字符",
       "Characters from a position on", _mid,
       example("MID(t, 7, 2)", "世界", **T), example("MID(t, 20, 2)", None, **T), example("MID(t, 0, 2)", None, **T),
       example('MID("Fluid Flow", 1, 5)', "Fluid"), excel=_ERROR),
    _t("LEN", "text: text", "number", "字符数", "How many characters there are", lambda text: Decimal(len(text)),
       example("LEN(t)", "8", **T), example("LEN(t)", "0", **BLANK), example('LEN("😀é")', "2"), excel=_POINTS),
    _t("UPPER", "text: text", "text", "转为大写", "In capitals", _upper,
       example("UPPER(t)", "HELLO 世界", **T), example('UPPER("éà")', "ÉÀ"), example("UPPER(t)", None, **BLANK),
       example('UPPER("ß")', "SS"),
       excel=Text("按 Unicode 完整转换，一个字母可变成两个：ß 得 SS，Excel 保持 ß",
                  "By Unicode's full rules, so one letter may become two: ß is SS; Excel leaves ß")),
    _t("LOWER", "text: text", "text", "转为小写", "In small letters", _lower,
       example("LOWER(t)", "hello 世界", **T), example('LOWER("ÉÀ")', "éà"), example("LOWER(t)", None, **BLANK)),
    _t("PROPER", "text: text", "text", "每个单词首字母大写", "Every word with a capital", _proper,
       example('PROPER("this is a TITLE")', "This Is A Title"), example('PROPER("2-way street")', "2-Way Street"),
       example('PROPER("76BudGet")', "76Budget"), back_ends=NOT_POSTGRESQL),
    _t("TRIM", "text: text", "text", "去掉两端空格，中间连续空格留一个",
       "Without spaces at the ends, runs of them cut to one", _trim,
       example('TRIM("  a   b ")', "a b"), example("TRIM(t)", "Hello 世界", **T), example('TRIM("   ")', None)),
    _t("CLEAN", "text: text", "text", "去掉不可打印字符（编码 0 至 31）", "Without control characters (codes 0 to 31)",
       _clean,
       example("CLEAN(t)", "ab", t=("text", "a\tb\n")), example("CLEAN(t)", "Hello 世界", **T),
       example("CLEAN(t)", None, **BLANK)),
    _t("SUBSTITUTE", "text: text, old: text, new: text, instance?: number", "text",
       "把旧文本换成新文本；第四个参数指定只换第几处",
       "Exchanges a text for another; the fourth argument picks one place", _substitute,
       example('SUBSTITUTE("Sales Data", "Sales", "Cost")', "Cost Data"),
       example('SUBSTITUTE("Quarter 1, 2011", "1", "2", 3)', "Quarter 1, 2012"),
       example('SUBSTITUTE("aaa", "a", "")', None), example('SUBSTITUTE("abc", "", "x")', "abc"),
       example('SUBSTITUTE("aaa", "aa", "b", 2)', "aaa",
               note=Text("各处从左数起，互不重叠", "places are counted from the left and do not overlap")),
       excel=_ERROR),
    _t("REPLACE", "text: text, start: number, count: number, new: text", "text", "从某位置起替换几个字符",
       "Puts a text in the place of so many characters", _replace,
       example('REPLACE("abcdefghijk", 6, 5, "*")', "abcde*k"), example('REPLACE("2009", 3, 2, "10")', "2010"),
       example('REPLACE("abc", 0, 1, "x")', None), excel=_ERROR),
    _t("FIND", "part: text, text: text, start?: number", "number", "首次出现的位置，区分大小写；没有则为空",
       "Where a text first stands, case included; blank where it does not", _find,
       example('FIND("M", "Miriam McGovern")', "1"), example('FIND("m", "Miriam McGovern")', "6"),
       example('FIND("M", "Miriam McGovern", 3)', "8"), example('FIND("x", "abc")', None), excel=_FOUND),
    _t("SEARCH", "part: text, text: text, start?: number", "number",
       "首次出现的位置，不分大小写，可用 * 与 ?；没有则为空",
       "Where a text first stands, whatever the case, with * and ?; blank where it does not", _search,
       example('SEARCH("e", "Statements", 6)', "7"), example('SEARCH("MARGIN", "Profit Margin")', "8"),
       example('SEARCH("m?r", "Profit Margin")', "8"), example('SEARCH("x", "abc")', None),
       excel=_FOUND),
    _t("REPT", "text: text, times: number", "text", "把文本重复几次", "A text so many times", _rept,
       example('REPT("*-", 3)', "*-*-*-"), example('REPT("ab", 0)', None), example('REPT("ab", 2.9)', "abab"),
       example('REPT("x", 1000000)', problem="text_too_long", also={"back_ends": ["python", "browser"]}),
       excel=Text("Excel 出错时得空值；上限 100000 个字符而不是 32767",
                  "Blank where Excel has an error; up to 100,000 characters, not 32,767")),
    _t("TEXT", "value: any, format?: text", "text", "按格式把值转为文本；无格式时取标准写法",
       "A value as text in a format; without one in its plain form", _text,
       example('TEXT(1234.567, "#,##0.00")', "1,234.57"), example('TEXT(0.285, "0.0%")', "28.5%"),
       example('TEXT(d, "yyyy-mm-dd")', "2026-03-05", d=("date", "2026-03-05")),
       example('TEXT(d, "yyyy年m月d日 aaaa")', "2026年3月5日 星期四", d=("date", "2026-03-05")),
       example("TEXT(1.50)", "1.5"), example('TEXT(13800138000, "000-0000-0000")', "138-0013-8000"),
       example('TEXT(123456, "0!.0,万")', "12.3万"), example('TEXT(7, "000")', "007"), example("TEXT(true)", "TRUE"),
       env=True, blank="blank", volatility="stable",
       excel=_FORMATS),
    _t("SPLIT", "text: text, separator: text", "[text]", "按分隔符拆成列表", "A list of the parts between separators",
       _split,
       example('SPLIT("a,b,c", ",")', ["a", "b", "c"]), example('FIRST(SPLIT("a-b", "-"))', "a"),
       example("SPLIT(t, \",\")", [], **BLANK), example('COUNTA(SPLIT("a,,b", ","))', "2"),
       excel=None, back_ends=NOT_POSTGRESQL),
    _t("STARTSWITH", "text: text, start: text, ignore_case?: boolean", "boolean",
       "是否以某文本开头；第三个参数为真时不分大小写",
       "Whether it begins so; in any case where the third argument is true", _where(str.startswith),
       example('STARTSWITH(t, "Hell")', True, **T), example('STARTSWITH(t, "hell")', False, **T),
       example('STARTSWITH(t, "hell", true)', True, **T), example('STARTSWITH(t, "H")', False, **BLANK), excel=None),
    _t("ENDSWITH", "text: text, end: text, ignore_case?: boolean", "boolean",
       "是否以某文本结尾；第三个参数为真时不分大小写",
       "Whether it ends so; in any case where the third argument is true", _where(str.endswith),
       example('ENDSWITH(t, "世界")', True, **T), example('ENDSWITH(t, "世")', False, **T),
       example('ENDSWITH("report.PDF", ".pdf", true)', True), example('ENDSWITH(t, "H")', False, **BLANK),
       excel=None),
    _t("CONTAINS", "text: text, part: text, ignore_case?: boolean", "boolean",
       "文本是否包含一段文本，或列表是否包含一项；区分大小写，文本的第三个参数为真时不分",
       "Whether a text holds another, or a list an item; case counts, for a text not where the third argument is true",
       _where(str.__contains__),
       example('CONTAINS(t, "世")', True, **T), example('CONTAINS(t, "hello")', False, **T),
       example('CONTAINS(t, "hello", true)', True, **T), example('CONTAINS(t, "H")', False, **BLANK),
       example('CONTAINS(tags, "x")', True, tags=({"list": "text"}, ["x", "y"])), excel=None),
    _t("REGEXMATCH", "text: text, pattern: text", "boolean", "是否有一处符合正则表达式（RE2）",
       "Whether a pattern (RE2) is found in it",
       _matching(lambda text, compiled: compiled.search(text) is not None, False),
       example('REGEXMATCH("AB-123", "^[A-Z]+-[0-9]+$")', True), example('REGEXMATCH("ab", "[A-Z]")', False),
       example('REGEXMATCH("张三", "三$")', True), excel=None, back_ends=SERVER, literals=_PATTERN, env=True),
    _t("REGEXEXTRACT", "text: text, pattern: text", "text", "第一处符合的文本；有括号时取第一个括号；没有则为空",
       "The first match, or its first group; blank where there is none", _matching(_extract, None),
       example('REGEXEXTRACT("AB-123", "[0-9]+")', "123"), example('REGEXEXTRACT("AB-123", "([A-Z]+)-")', "AB"),
       example('REGEXEXTRACT("AB", "[0-9]+")', None),
       excel=Text("RE2 而非 PCRE2；有括号时取第一个括号（Excel 默认取整段）；没有 return_mode 与 case_sensitivity"
                  "（用 (?i)）；没有时得空值",
                  "RE2, not PCRE2; with a group the first group (in Excel the whole match unless told), without "
                  "return_mode and case_sensitivity (write (?i)); blank where there is none"),
       back_ends=SERVER, literals=_PATTERN, env=True),
    _t("REGEXREPLACE", "text: text, pattern: text, replacement: text", "text", "替换所有符合之处；$1 为第一个括号",
       "Replaces every match; $1 is the first group", _matching(_regex_replace, None),
       example('REGEXREPLACE("a1b22", "[0-9]+", "#")', "a#b#"),
       example('REGEXREPLACE("2026-03", "(\\d+)-(\\d+)", "$2/$1")', "03/2026"),
       example('REGEXREPLACE("abc", "x", "y")', "abc"),
       excel=Text("RE2 而非 PCRE2；总是全部替换，没有 occurrence 与 case_sensitivity（用 (?i)）",
                  "RE2, not PCRE2; always every match, without occurrence and case_sensitivity (write (?i))"),
       back_ends=SERVER, literals=_PATTERN, env=True),
    _t("CHAR", "code: number", "text", "字符编码对应的字符", "The character with a code", character,
       example("CHAR(65)", "A"), example("CHAR(26012)", "斜"), example("CHAR(0)", None),
       excel=Text("Unicode 码点，如 Excel 的 UNICHAR；出错时得空值；非字符（如 65535）照给（Excel 得 #N/A）",
                  "Unicode, as Excel's UNICHAR; blank for an error; noncharacters (65535) are given (there #N/A)"),
       aliases=("UNICHAR",)),
)
