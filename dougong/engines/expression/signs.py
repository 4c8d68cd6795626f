"""Signs that people type in place of ours: read as ours, or told what to type instead.

Chinese input methods give other characters for the same keys. Outside of quotes each is read as its plain twin, one
for one, so that a position stays that of what was typed. What could be meant in two ways is refused.
"""

import re
from decimal import Decimal

from dougong.engines.finding import Finding, message

# quotes have no twin: a text ends with the quote that it began with, and what stands in it is never changed
_QUOTES = "＂＇"
# of minus: hyphens, figure dash, en dash, minus sign; of times and divide: also the signs of mathematics
_PLAIN = {
    "-": "‐‑‒–−﹣", "*": "×∗﹡", "/": "÷∕⁄", "+": "﹢", "=": "﹦", "<": "《〈﹤", ">": "》〉﹥", "&": "﹠", "%": "﹪",
    ",": "、；;､﹐﹑﹔", ".": "。｡﹒", "(": "﹙", ")": "﹚", "[": "【﹝", "]": "】﹞", "{": "﹛", "}": "﹜", "!": "﹗",
    ":": "∶﹕", "?": "﹖", "~": "〜∼", "$": "﹩",
}  # fmt: skip
_WIDE = {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F) if chr(code) not in _QUOTES}
TWINS = str.maketrans(_WIDE | {twin: plain for plain, twins in _PLAIN.items() for twin in twins})

# zero-width and other characters that nobody sees: soft hyphen, spaces and joiners of no width, marks of direction
INVISIBLE = "\u00ad\u180e\u200b-\u200f\u2060-\u2064\ufeff"

BAD_CHARACTER = message("unexpected_character", "这里不能有“{found}”", "“{found}” cannot stand here")
WRITE = message("write_instead", "“{found}”不能这样用：{zh}", "“{found}” is not used like this: {en}")
THOUSANDS = message(
    "thousands_separator", "数字里不写千位分隔符：{plain}", "Numbers have no thousands separator: {plain}"
)
MIXED_QUOTES = message(
    "mixed_quotes",
    "文本以 {opened} 开头，要以 {closing} 结尾，这里却是 {found}",
    "The text begins with {opened} and must end with {closing}, but here stands {found}",
)

# what is no sign of ours, and what to type instead, in Chinese and English
_INSTEAD: tuple[tuple[str, str, str], ...] = (
    (
        r"#(?:N/A|REF!|VALUE!|NAME\?|DIV/0!|NUM!|NULL!)",
        "这里没有错误值，空值写作 blank",
        "there are no error values; write blank",
    ),
    (r"#[^\W\d][\w.]*#?", "字段直接写名字", "a field stands by its name alone"),
    (
        r"//(?!\s*[\d(])[^\n]*|/\*(?:[^*]|\*(?!/))*(?:\*/)?|#[^\n]*",
        "公式里不写注释",
        "formulas hold no comments",
    ),
    (r"//", "整除写作 QUOTIENT(…)", "write QUOTIENT(…) for a whole quotient"),
    (r"[+\-*/^]=", "公式只算出一个值，不赋值", "a formula gives a value and assigns none"),
    (r"&&|∧", "并且写作 AND", "write AND"),
    (r"\|\||∨", "或者写作 OR，相连写作 &", "write OR, or & to join texts"),
    (r"!(?!\s*=)|¬", "“不”写作 NOT(…)，不等于写作 <>", "write NOT(…), or <> for unequal"),
    (r"\*\*|…+", "乘方写作 ^", "write ^ for a power"),
    # one key gives the dash in Chinese and the underscore in English, and dashes are pasted for a minus
    (r"[—―]+", "减号写作 -，下划线写作 _", "write - for minus, _ for an underscore"),
    (r"[·•⋅∙✕✖]", "乘号写作 *", "write * for times"),
    (r":", '参数之间用逗号，钟点写作 "10:30"', 'separate arguments with commas, write a time as "10:30"'),
    (r"\?", "写作 IF(条件, 成立时, 否则)", "write IF(condition, then, otherwise)"),
    (r"~=|≈", "等于写作 =，不等于写作 <>", "write = for equal, <> for unequal"),
    (r"~", "一段范围写作 BETWEEN(值, 从, 到)", "write BETWEEN(value, from, to) for a range"),
    (r"\|", "相连写作 &，或者写作 OR", "write & to join, OR for or"),
    (r"[$￥¥€£￡]", "金额只写数字", "write an amount as a plain number"),
    (r"√", "平方根写作 SQRT(…)", "write SQRT(…)"),
    (r"‰", "千分比写作 / 1000", "write / 1000"),
    (r"∈", "属于写作 IN", "write IN"),
    (r"[〔〖]", "左括号写作 (", "write ("),
    (r"[〕〗]", "右括号写作 )", "write )"),
    (r"[\u202a-\u202e\u2066-\u2069]", "它看不见，请删除", "it cannot be seen; delete it"),
)
# so much of a long one is shown
_SHOWN = 20
INSTEAD = "|".join(sign for sign, _, _ in _INSTEAD)

# operators in words, read as such between two values; what could be meant in two ways is only hinted
SPOKEN: dict[str, tuple[tuple[str, str], ...]] = {
    **dict.fromkeys(("并且", "而且", "且", "&&", "∧"), (("AND", "AND"),)),
    **dict.fromkeys(("或者", "或"), (("OR", "OR"),)),
    **dict.fromkeys(("等于", "是"), (("EQUAL", "="),)),
    **dict.fromkeys(("不等于", "不是"), (("COMPARE", "<>"),)),
    **dict.fromkeys(("大于", "高于", "超过", "晚于"), (("COMPARE", ">"),)),
    **dict.fromkeys(("小于", "低于", "早于"), (("COMPARE", "<"),)),
    **dict.fromkeys(("大于等于", "大于或等于", "不小于", "不低于"), (("COMPARE", ">="),)),
    **dict.fromkeys(("小于等于", "小于或等于", "不大于", "不高于", "不超过"), (("COMPARE", "<="),)),
    "属于": (("IN", "IN"),), "不属于": (("NOT", "NOT"), ("IN", "IN")),
    **dict.fromkeys(("加", "加上"), (("PLUS", "+"),)), **dict.fromkeys(("减", "减去"), (("MINUS", "-"),)),
    **dict.fromkeys(("乘", "乘以"), (("STAR", "*"),)), "除以": (("SLASH", "/"),), "**": (("CARET", "^"),),
}  # fmt: skip
_HINTED = {"和": "AND", "与": "AND", "除": "/"}
# blank as others call it
NULLS = frozenset({"null", "none", "nil", "undefined", "blank", "empty", "空", "空值"})
_UNITS = {"元": 1, "千": 10**3, "万": 10**4, "万元": 10**4, "百万": 10**6, "千万": 10**7, "亿": 10**8, "亿元": 10**8}
_AMOUNT = re.compile(rf"(\d{{1,15}}(?:\.\d{{1,6}})?)({'|'.join(sorted(_UNITS, key=len, reverse=True))})")
_DISCOUNT = re.compile(r"(\d(?:\.\d)?|\d\d)折")
_RULED = re.compile(r"\d+(?:_\d+)+(?:\.\d+)?", re.ASCII)

# what is written otherwise here, in Chinese and English
_HABITS = {
    "blank": ("空值用 ISBLANK 判断", "ask for a blank with ISBLANK"),
    "is": ("等于写作 =，不等于写作 <>", "write = for equal, <> for unequal"),
    "call": ("写成函数", "write it as a function"),
    "before": ("前面缺少条件或值", "what stands before it is missing"),
    "alone": ("只写表达式本身", "write the expression alone"),
    "statement": ("公式是一个表达式，不是语句或查询", "a formula is one expression, no statement and no query"),
    "bars": ("或者写作 OR，相连写作 &", "write OR, or & to join texts"),
    "brackets": ("函数用圆括号", "a function has parentheses"),
    "plain": ("直接写", "write it plainly"),
    "dot": ("路径只用一个点", "a path has dots alone"),
    "list": ("列表写在方括号里", "a list stands in brackets"),
    "quotes": (
        "文本前后各一个双引号，文本里的双引号写两个",
        'a text has one quote at each end, and "" for a quote within',
    ),
    "joined": ("文本写在双引号里，用 & 相连", "texts stand in double quotes and are joined with &"),
    "titled": ("字段直接写名字，文本写在双引号里", "a field stands by its name alone, a text in double quotes"),
    "star": ("写明细的名字，如 {name}(…)", "name the rows, as in {name}(…)"),
    "name": ("字段直接写名字", "a field stands by its name alone"),
    "cell": ("这里没有单元格与工作表，请写字段名", "there are no cells or sheets here; write the name of a field"),
    "method": ("函数写在前面，值写在括号里", "a function stands in front, what it takes in parentheses"),
    "lacked": ("没有这个函数", "there is no such function"),
    "item": (
        "第几项写作 INDEX(列表, 序号)，一段文本写作 MID(文本, 起点, 个数)",
        "write INDEX(list, place) for an item, MID(text, start, count) for a part of a text",
    ),
    "unit": ("数字后面不写单位", "no unit stands behind a number"),
    "money": ("金额只写数字", "write an amount as a plain number"),
}


def bare(sign: str) -> str:
    """A sign by its plain twin, without what nobody sees in it."""
    return re.sub(f"[{INVISIBLE}]", "", sign).translate(TWINS)


def write_instead(found: str, position: tuple[int, int]) -> Finding:
    """What to type for signs that are none of ours."""
    # what nobody sees may stand between two signs that are one
    found = re.sub(f"[{INVISIBLE}]", "", found)
    plain = found.translate(TWINS)
    zh, en = next((zh, en) for sign, zh, en in _INSTEAD if re.fullmatch(sign, plain) or re.fullmatch(sign, found))
    return WRITE.at("", found=_shown(found), zh=zh, en=en, position=position)


def instead(habit: str, found: str, position: tuple[int, int], hint: str | None = None, **words: str) -> Finding:
    """What to write for a habit of another language."""
    zh, en = (said.format(**words) for said in _HABITS[habit])
    return WRITE.at("", found=_shown(found), zh=zh, en=en, hint=hint, position=position)


def _shown(found: str) -> str:
    found = found if len(found) <= _SHOWN else found[:_SHOWN] + "…"
    return found if found.isprintable() else f"U+{ord(found[0]):04X}"


def meant_by(word: str) -> str | None:
    """The operator that a word stands for, or the number that is written with its unit: 10万 is 100000."""
    plain = word.translate(TWINS)
    amount, discount = _AMOUNT.fullmatch(plain), _DISCOUNT.fullmatch(plain)
    if amount is not None:
        number = Decimal(amount[1]) * _UNITS[amount[2]]
        return format(number.normalize(), "f")
    if discount is not None:
        return format((Decimal(discount[1]) * (1 if len(discount[1]) == 2 else 10)).normalize(), "f") + "%"
    if _RULED.fullmatch(plain):
        return plain.replace("_", "")
    signs = SPOKEN.get(word)
    return " ".join(sign for _, sign in signs) if signs else _HINTED.get(word)


# words that stand between values, the longest first
_BETWEEN = re.compile("|".join(sorted((word for word in SPOKEN if word.isalpha()), key=len, reverse=True)))
_RUN = re.compile(r"[!-~]+|[^!-~]+")


def apart(name: str) -> list[str] | None:
    """The parts of what is one word but has operators in words between letters and digits: amount大于100."""
    parts: list[str] = _RUN.findall(name)
    spoken = [part for part in parts if not part.isascii()]
    return parts if len(parts) > 1 and all(part in SPOKEN for part in spoken) else None


def spoken_in(name: str) -> tuple[str, str, str] | None:
    """What stands before an operator in words within a name, the operator, and what stands behind it."""
    found = _BETWEEN.search(name, 1)
    if found is None or found.end() == len(name):
        return None
    return name[: found.start()], meant_by(found.group()) or "", name[found.end() :]
