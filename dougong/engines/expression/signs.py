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
_WRITE = message("write_instead", "“{found}”不能这样用：{zh}", "“{found}” is not used like this: {en}")
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
    (r"//[^\n]*|/\*(?:[^*]|\*(?!/))*(?:\*/)?|#[^\n]*", "公式里不写注释", "formulas hold no comments"),
    (r"&&|∧", "并且写作 AND", "write AND"),
    (r"\|\||∨", "或者写作 OR", "write OR"),
    (r"!(?!=)|¬", "“不”写作 NOT(…)，不等于写作 <>", "write NOT(…), or <> for unequal"),
    (r"\*\*|…+", "乘方写作 ^", "write ^ for a power"),
    # one key gives the dash in Chinese and the underscore in English, and dashes are pasted for a minus
    (r"[—―]+", "减号写作 -，下划线写作 _", "write - for minus, _ for an underscore"),
    (r"[·•⋅∙✕✖]", "乘号写作 *", "write * for times"),
    (r":", '参数之间用逗号，钟点写作 "10:30"', 'separate arguments with commas, write a time as "10:30"'),
    (r"\?", "写作 IF(条件, 成立时, 否则)", "write IF(condition, then, otherwise)"),
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

# operators in words
_WORDS = {
    "并且": "AND", "而且": "AND", "且": "AND", "和": "AND", "或者": "OR", "或": "OR", "属于": "IN", "等于": "=",
    "不等于": "<>", "大于": ">", "高于": ">", "小于": "<", "低于": "<", "大于等于": ">=", "不小于": ">=",
    "小于等于": "<=", "不大于": "<=", "加": "+", "减": "-", "乘": "*", "乘以": "*", "除以": "/",
}  # fmt: skip
_UNITS = {"元": 1, "千": 10**3, "万": 10**4, "万元": 10**4, "百万": 10**6, "千万": 10**7, "亿": 10**8, "亿元": 10**8}
_AMOUNT = re.compile(rf"(\d{{1,15}}(?:\.\d{{1,6}})?)({'|'.join(sorted(_UNITS, key=len, reverse=True))})")
_GROUPS = re.compile(r"\d{1,3}(?:,\d{3})+(?!\d)", re.ASCII)


def write_instead(found: str, position: tuple[int, int]) -> Finding:
    """What to type for signs that are none of ours."""
    # what nobody sees may stand between two signs that are one
    found = re.sub(f"[{INVISIBLE}]", "", found)
    plain = found.translate(TWINS)
    zh, en = next((zh, en) for sign, zh, en in _INSTEAD if re.fullmatch(sign, plain) or re.fullmatch(sign, found))
    found = found if len(found) <= _SHOWN else found[:_SHOWN] + "…"
    shown = found if found.isprintable() else f"U+{ord(found[0]):04X}"
    return _WRITE.at("", found=shown, zh=zh, en=en, position=position)


def meant_by(word: str) -> str | None:
    """The operator that a word stands for, or the number that is written with its unit: 10万 is 100000."""
    amount = _AMOUNT.fullmatch(word.translate(TWINS))
    if amount is None:
        return _WORDS.get(word)
    number = Decimal(amount[1]) * _UNITS[amount[2]]
    return format(number.normalize(), "f")


def and_or(found: str) -> str | None:
    """AND or OR where it is meant by a sign or word that is none of ours."""
    if re.fullmatch(r"&&|∧|\|\||∨", found.translate(TWINS)):
        return "AND" if found.translate(TWINS)[0] in "&∧" else "OR"
    word = _WORDS.get(found)
    return word if word in {"AND", "OR"} else None


def thousands(text: str, comma: int) -> Finding | None:
    """The problem of a comma that only groups the digits of a number, if it does."""
    for match in _GROUPS.finditer(text.translate(TWINS)):
        if match.start() < comma < match.end():
            return THOUSANDS.at("", plain=match.group().replace(",", ""), position=(comma, comma + 1))
    return None
