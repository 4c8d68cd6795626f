"""Numbers, dates, times and amounts as people write them, where they are no numbers of ours.

Commas and blanks that only group digits, a date or a time without quotes, a unit or a currency beside a number: each is
told once, with what to write, and read as what was meant.
"""

import re
from collections.abc import Sequence
from datetime import date

from dougong.engines.expression.signs import THOUSANDS, TWINS, bare, instead, meant_by
from dougong.engines.expression.tokens import Symbol
from dougong.engines.finding import Finding, message

BARE_DATE = message("bare_date", "日期要写在双引号里", "A date stands in double quotes")
BARE_TIME = message("bare_time", "时间要写在双引号里", "A time stands in double quotes")

# what may be meant otherwise than it is read, though it can be read
_DOUBTFUL = re.compile(r"\d,0\d\d|\d[-/]\d{1,2}[-/]\d")
_DATE = re.compile(r"(\d{4})([-/.年])(\d{1,2})(?:\2|月)(\d{1,2})日?")
_OTHER_DATE = re.compile(r"(\d{1,2})([-/])(\d{1,2})\2(\d{4})")
_FIRST, _GROUP = re.compile(r"[1-9]\d{0,2}"), re.compile(r"\d{3}(?:\.\d+)?")
_UNITS = frozenset({
    "元", "块", "万", "万元", "千", "百万", "千万", "亿", "亿元", "折", "天", "日", "周", "个", "年", "月", "小时",
    "分钟", "件", "倍", "day", "days", "hour", "hours", "month", "months", "year", "years", "week", "weeks", "usd",
    "rmb", "cny", "eur",
})  # fmt: skip
_MONEY = frozenset("$￥¥€£￡")
_MOST_FINDINGS = 20


def doubtful(text: str) -> bool:
    """Whether a text that can be read is to be looked at once more."""
    return _DOUBTFUL.search(text.translate(TWINS)) is not None


def numerals(found: Sequence[Symbol], text: str) -> tuple[list[Symbol], list[Finding]]:
    """The tokens as they were meant, and what to write instead."""
    out: list[Symbol] = []
    findings: list[Finding] = []
    at = depth = 0
    while at < len(found):
        token = found[at]
        depth += (token.type in {"LPAR", "LBRACKET"}) - (token.type in {"RPAR", "RBRACKET"})
        looked = token.type in {"NUMBER", "RUN_ON", "INSTEAD"} and len(findings) < _MOST_FINDINGS
        read = _read(found, at, depth, text) if looked else None
        if read is None:
            out.append(token)
            at += 1
        else:
            meant, finding, at = read
            out.append(meant)
            findings.append(finding)
    return out, findings


_Reading = tuple[Symbol, Finding, int]


def _read(found: Sequence[Symbol], at: int, depth: int, text: str) -> _Reading | None:
    kind = found[at].type
    if kind == "INSTEAD":
        # Excel's $A$1 is none
        alone = at == 0 or found[at - 1].type != "NAME" or found[at - 1].end_pos != found[at].start_pos
        return _money(found, at) if alone and bare(found[at]) in _MONEY else None
    if kind == "RUN_ON":
        return _dated(found, at, at + 1) or _glued(found, at)
    return (
        _dated(found, at, at + 5) or _timed(found, at) or _grouped(found, at, depth) or _spaced(found, at, text)
        or _united(found, at)
    )  # fmt: skip


def _made(kind: str, text: str, found: Sequence[Symbol], at: int, end: int) -> tuple[Symbol, tuple[int, int]]:
    position = (found[at].start_pos or 0, found[end - 1].end_pos or 0)
    return Symbol(kind, text, *position), position


def _close(found: Sequence[Symbol], at: int, end: int) -> bool:
    """Whether nothing stands between these tokens."""
    return end <= len(found) and all(found[i].end_pos == found[i + 1].start_pos for i in range(at, end - 1))


def _dated(found: Sequence[Symbol], at: int, end: int) -> _Reading | None:
    if not _close(found, at, end):
        return None
    written = "".join(map(str, found[at:end])).translate(TWINS)
    day = day_of(written)
    if day is None:
        return None
    size = _clock(found, end)
    clock = "".join(map(bare, found[end : end + size]))
    meant = f'"{day.isoformat()}{" " * bool(clock)}{clock}"'
    token, position = _made("STRING", meant, found, at, end + size)
    return token, BARE_DATE.at("", hint=meant, position=position), end + size


def day_of(written: str) -> date | None:
    """The day that is written in one of the usual ways: 2026-11-22, 2026年11月22日, 11/22/2026."""
    one, other = _DATE.fullmatch(written), _OTHER_DATE.fullmatch(written)
    if one:
        year, month, day = int(one[1]), int(one[3]), int(one[4])
    elif other:
        year, month, day = int(other[4]), int(other[1]), int(other[3])
        if month > 12:
            month, day = day, month
    else:
        return None
    try:
        return date(year, month, day) if 1800 <= year <= 2200 else None
    except ValueError:
        return None


def _clock(found: Sequence[Symbol], at: int) -> int:
    """How many tokens a time takes: 10:30, 10:30:15."""
    size = 0
    if at + 1 >= len(found) or bare(found[at + 1]) != ":":
        return size
    for length in (3, 5):
        part = found[at : at + length]
        if _close(found, at, at + length) and re.fullmatch(r"\d{1,2}(:\d\d){1,2}", "".join(map(bare, part))):
            size = length
    return size


def _timed(found: Sequence[Symbol], at: int) -> _Reading | None:
    size = _clock(found, at)
    if not size:
        return None
    meant = f'"{"".join(map(bare, found[at : at + size]))}"'
    token, position = _made("STRING", meant, found, at, at + size)
    return token, BARE_TIME.at("", hint=meant, position=position), at + size


def _digits(found: Sequence[Symbol], at: int) -> int:
    """Where a number with commas between its digits ends."""
    end = at + 1
    while (
        _close(found, end - 1, end + 2) and found[end].type == "COMMA" and _is_number(found, end + 1, _GROUP)
        and "." not in found[end - 1]
    ):  # fmt: skip
        end += 2
    return end


def _is_number(found: Sequence[Symbol], at: int, form: re.Pattern[str]) -> bool:
    return at < len(found) and found[at].type == "NUMBER" and form.fullmatch(found[at]) is not None


def _grouped(found: Sequence[Symbol], at: int, depth: int) -> _Reading | None:
    """1,000. Between parentheses 100,200 are two numbers, and 1,000 is one."""
    end = _digits(found, at) if _is_number(found, at, _FIRST) else at + 1
    groups = found[at + 2 : end : 2]
    if not groups or (depth > 0 and not any(group.startswith("0") for group in groups)):
        return None
    return _joined(found, at, end)


def _joined(found: Sequence[Symbol], at: int, end: int) -> _Reading:
    meant = "".join(str(token) for token in found[at:end] if token.type == "NUMBER")
    token, position = _made("NUMBER", meant, found, at, end)
    return token, THOUSANDS.at("", plain=meant, hint=meant, position=position), end


def _spaced(found: Sequence[Symbol], at: int, text: str) -> _Reading | None:
    """10 000."""
    end = at + 1
    while _is_number(found, end, _GROUP) and re.fullmatch(
        r"\s", text[found[end - 1].end_pos or 0 : found[end].start_pos or 0]
    ):
        end += 1
    return _joined(found, at, end) if end > at + 1 and _is_number(found, at, _FIRST) else None


def _united(found: Sequence[Symbol], at: int) -> _Reading | None:
    """100 元, 3 days, 100$."""
    if at + 1 < len(found) and found[at + 1].type == "INSTEAD" and bare(found[at + 1]) in _MONEY:
        token, position = _made("NUMBER", str(found[at]), found, at, at + 2)
        return token, instead("money", bare(found[at + 1]), position, str(found[at])), at + 2
    if at + 1 >= len(found) or found[at + 1].type != "NAME" or found[at + 1].casefold() not in _UNITS:
        return None
    meant = meant_by(f"{found[at]}{found[at + 1]}") or str(found[at])
    token, position = _made("NUMBER", meant.removesuffix("%"), found, at, at + 2)
    unit = found[at + 1]
    return token, instead("unit", str(unit), position, meant), at + 2


def _glued(found: Sequence[Symbol], at: int) -> _Reading | None:
    """3天."""
    parts = re.fullmatch(r"(\d+(?:\.\d+)?)([^\W\d]+)", found[at].translate(TWINS))
    if parts is None or parts[2].casefold() not in _UNITS:
        return None
    meant = meant_by(parts[0]) or parts[1]
    token, position = _made("NUMBER", meant.removesuffix("%"), found, at, at + 1)
    return token, instead("unit", parts[2], position, meant), at + 1


def _money(found: Sequence[Symbol], at: int) -> _Reading | None:
    """$1,000."""
    if at + 1 >= len(found) or found[at + 1].type != "NUMBER":
        return None
    end = _digits(found, at + 1)
    meant = "".join(str(token) for token in found[at:end] if token.type == "NUMBER")
    token, position = _made("NUMBER", meant, found, at, end)
    return token, instead("money", bare(found[at]), position, meant), end


_CHINESE = {"零": 0, "〇": 0, **{word: value for value, word in enumerate("一二三四五六七八九", 1)}, "两": 2}
_POWERS = {"十": 10, "百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}


def chinese(word: str) -> str | None:
    """The digits of a number in Chinese words: 一百二十 is 120, 百分之五 is 5%."""
    if word.startswith("百分之"):
        part = chinese(word.removeprefix("百分之"))
        return None if part is None else part + "%"
    if not word or len(word) > 20 or any(sign not in _CHINESE and sign not in _POWERS for sign in word):
        return None
    total = section = digit = 0
    for sign in word:
        power = _POWERS.get(sign, 0)
        if power >= _POWERS["万"]:
            total = (total + section + digit) * power if power > total else total + (section + digit) * power
            section = digit = 0
        elif power:
            section, digit = section + (digit or 1) * power, 0
        else:
            digit = _CHINESE[sign]
    return str(total + section + digit)
