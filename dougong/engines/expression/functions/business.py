"""Text of Chinese business: amounts in capitals, pinyin, identity cards, masks."""

import re
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

from dougong.engines.expression.env import Env
from dougong.engines.expression.formats import shown
from dougong.engines.expression.functions.date_steps import full_months
from dougong.engines.expression.numbers import rounded, whole
from dougong.engines.expression.operators import fits
from dougong.engines.expression.problems import TextTooLong
from dougong.engines.expression.registry import EVERYWHERE, NOT_POSTGRESQL, SERVER, Example, Function, example
from dougong.errors import Text

_LONGEST = 2_000
# steps for each character
_LOOK_UP = 20
_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_PLACES = ("", "拾", "佰", "仟")
_GROUPS = ("", "万", "亿", "万亿")


def _four(number: int) -> str:
    """Up to four digits, inner zeros said once: 1001 is 壹仟零壹."""
    text, zero = "", False
    for place in (3, 2, 1, 0):
        digit = number // 10**place % 10
        if digit:
            text += ("零" if zero and text else "") + _DIGITS[digit] + _PLACES[place]
            zero = False
        else:
            zero = True
    return text


def _yuan(number: int) -> str:
    text, gap = "", False
    for group in (3, 2, 1, 0):
        part = number // 10_000**group % 10_000
        if part:
            text += ("零" if text and (gap or part < 1000) else "") + _four(part) + _GROUPS[group]
        gap = not part
    # 壹万亿 before 亿 says 亿 once: 壹万贰仟亿
    return text.replace("万亿", "万", 1) if re.search("万亿.*亿", text) else text


def rmb_upper(value: Decimal) -> str | None:
    """An amount as banks want it written (to the 分); None beyond 16 digits. Source: 支付结算办法, annex 1."""
    if value.adjusted() >= 16:
        return None
    cents = int(rounded(value.copy_abs(), 2) * 100)
    yuan, jiao, fen = cents // 100, cents // 10 % 10, cents % 10
    if yuan >= 10**16:
        return None
    text = _yuan(yuan) + "元" if yuan else ""
    if not jiao and not fen:
        text = (text or "零元") + "整"
    elif jiao:
        text += _DIGITS[jiao] + "角" + (_DIGITS[fen] + "分" if fen else "整")
    else:
        text += ("零" if yuan else "") + _DIGITS[fen] + "分"
    return ("负" if value < 0 and cents else "") + text


@cache
def _pinyin_library() -> Any:
    # 0.1 s and 10 MB that most processes never need
    import pypinyin  # noqa: PLC0415

    return pypinyin


def _short(env: Env, text: str) -> str:
    """Pinyin costs a look-up a character; it is meant for names and titles."""
    if len(text) > _LONGEST:
        raise TextTooLong()
    env.spend(len(text) * _LOOK_UP)
    return text


def _pinyin(env: Env, text: str, separator: str | None = None) -> str | None:
    parts = _pinyin_library().lazy_pinyin(_short(env, text))
    between = separator or ""
    fits(sum(map(len, parts)) + len(between) * (len(parts) - 1))
    return between.join(parts) or None


def _initials(env: Env, text: str) -> str | None:
    library = _pinyin_library()
    return "".join(library.lazy_pinyin(_short(env, text), style=library.Style.FIRST_LETTER)).upper() or None


_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"


def _id_card(text: str) -> tuple[date, bool] | None:
    """Birthday and whether male, of a valid number of 18 (checked, GB 11643) or 15 digits."""
    text = text.strip().upper()
    if re.fullmatch(r"[0-9]{17}[0-9X]", text):
        total = sum(int(digit) * weight for digit, weight in zip(text[:17], _WEIGHTS, strict=True))
        if _CHECKS[total % 11] != text[17]:
            return None
        born, order = text[6:14], text[16]
    elif re.fullmatch(r"[0-9]{15}", text):
        born, order = "19" + text[6:12], text[14]
    else:
        return None
    try:
        return date(int(born[:4]), int(born[4:6]), int(born[6:])), int(order) % 2 == 1
    except ValueError:
        return None


def _birthday(text: str) -> date | None:
    card = _id_card(text)
    return card[0] if card else None


def _sex(text: str) -> str | None:
    card = _id_card(text)
    return None if card is None else "男" if card[1] else "女"


def _card_age(env: Env, text: str) -> Decimal | None:
    card = _id_card(text)
    if card is None or card[0] > env.today:
        return None
    return Decimal(full_months(card[0], env.today) // 12)


def _mask(text: str, left: Decimal | None = None, right: Decimal | None = None, sign: str | None = None) -> str | None:
    """Three characters at the start and four at the end stay unless said; a text too short is hidden wholly."""
    start = 3 if left is None else max(0, whole(left))
    end = 4 if right is None else max(0, whole(right))
    hidden = len(text) - start - end
    if not text:
        return None
    fits(len(sign or "*") * hidden + start + end if hidden > 0 else len(sign or "*") * len(text))
    if hidden <= 0:
        return (sign or "*") * len(text)
    return text[:start] + (sign or "*") * hidden + text[len(text) - end :]


def _amount(env: Env, value: Decimal, digits: Decimal | None = None) -> str | None:
    places = 2 if digits is None else min(12, max(0, whole(digits)))
    return shown(value, "#,##0" + ("." + "0" * places if places else ""), env.zone)


def _b(
    key: str, signature: str, returns: str, zh: str, en: str, call: Any, *examples: Example, **options: Any
) -> Function:
    options.setdefault("back_ends", EVERYWHERE)
    return Function(key, "business", signature, returns, Text(zh, en), examples, call, **options)


MALE: dict[str, Any] = {"card": ("text", "11010519491231002X")}
WRONG: dict[str, Any] = {"card": ("text", "110105194912310021")}
NOW = {"now": "2026-03-15T02:30:00Z"}

# fmt: off
FUNCTIONS = (
    _b("RMBUPPER", "value: number", "text", "人民币大写金额", "An amount of renminbi in Chinese capitals", rmb_upper,
       example("RMBUPPER(1234.56)", "壹仟贰佰叁拾肆元伍角陆分"), example("RMBUPPER(100)", "壹佰元整"),
       example("RMBUPPER(1001.02)", "壹仟零壹元零贰分"), example("RMBUPPER(-0.5)", "负伍角整"),
       example("RMBUPPER(0)", "零元整"),
       example("RMBUPPER(a)", None, a=("money", None)), blank="blank", back_ends=NOT_POSTGRESQL),
    _b("PINYIN", "text: text, separator?: text", "text", "汉字的拼音", "The pinyin of Chinese characters", _pinyin,
       example('PINYIN("青岛")', "qingdao"), example('PINYIN("青岛", " ")', "qing dao"),
       example('PINYIN("A座")', "Azuo"), back_ends=SERVER, env=True),
    _b("PINYININITIALS", "text: text", "text", "汉字拼音的首字母", "The first letters of the pinyin", _initials,
       example('PINYININITIALS("青岛")', "QD"), example('PINYININITIALS("斗拱")', "DG"),
       example("PINYININITIALS(t)", None, t=("text", None)), back_ends=SERVER, env=True),
    _b("IDCARDBIRTHDAY", "card: text", "date", "身份证号中的出生日期；号码无效则为空",
       "The birthday in an identity card number; blank if it is invalid", _birthday,
       example("IDCARDBIRTHDAY(card)", "1949-12-31", **MALE), example("IDCARDBIRTHDAY(card)", None, **WRONG),
       example('IDCARDBIRTHDAY("110105491231002")', "1949-12-31")),
    _b("IDCARDSEX", "card: text", "text", "身份证号中的性别：男或女", "The sex in an identity card number: 男 or 女",
       _sex,
       example("IDCARDSEX(card)", "女", **MALE), example("IDCARDSEX(card)", None, **WRONG),
       example('IDCARDSEX("110105491231001")', "男")),
    _b("IDCARDAGE", "card: text", "number", "身份证持有人的周岁", "The age of whoever holds an identity card",
       _card_age,
       example("IDCARDAGE(card)", "76", also=NOW, **MALE), example("IDCARDAGE(card)", None, also=NOW, **WRONG),
       example('IDCARDAGE("110105491231002")', "76", also=NOW), env=True, volatility="stable"),
    _b("MASK", "text: text, left?: number, right?: number, sign?: text", "text", "隐藏中间的字符，默认保留前 3 后 4 位",
       "Hides the middle; three characters in front and four behind stay unless said", _mask,
       example('MASK("13812345678")', "138****5678"), example('MASK("张三丰", 1, 0)', "张**"),
       example('MASK("abc")', "***"),
       example('MASK("6222020200012345678", 6, 4, "#")', "622202#########5678")),
    _b("AMOUNTFORMAT", "value: number, places?: number", "text", "千分位金额，默认 2 位小数",
       "An amount with thousands; two places unless said", _amount,
       example("AMOUNTFORMAT(1234567.891)", "1,234,567.89"), example("AMOUNTFORMAT(-1234.5, 0)", "-1,235"),
       example("AMOUNTFORMAT(a)", None, a=("money", None)),
       env=True, blank="blank"),
)
