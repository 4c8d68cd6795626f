"""China's administrative divisions (GB/T 2260): six digits for a province, a city or a county.

The data is ``data/regions.json``, of the project Administrative-divisions-of-China by modood (WTFPL).
"""

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

# levels that only exist on paper and that nobody writes in an address
_UNNAMED = {"市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"}


@cache
def regions() -> Mapping[str, str]:
    """Names by six-digit code."""
    text = files("dougong.engines.record").joinpath("data/regions.json").read_text(encoding="utf-8")
    known: dict[str, str] = json.loads(text)
    return known


def region_code(raw: object) -> str | None:
    """The code from a code (2, 4 or 6 digits) or from ``{"code": ...}``; None when there is no such region."""
    if isinstance(raw, dict):
        raw = raw.get("code")
    if not isinstance(raw, str) or len(raw) not in (2, 4, 6):
        return None
    code = raw.ljust(6, "0")
    return code if code in regions() else None


def region_names(code: str) -> list[str]:
    """From the province down: ``["山东省", "青岛市", "崂山区"]``."""
    chain = dict.fromkeys((code[:2] + "0000", code[:4] + "00", code))
    known = (regions().get(part, "") for part in chain)
    return [name for name in known if name and name not in _UNNAMED]


def level(code: str) -> int:
    """1 province, 2 city, 3 county."""
    return 1 if code.endswith("0000") else 2 if code.endswith("00") else 3


def children_of(parent: str) -> list[tuple[str, str]]:
    """(code, name) of the provinces, or of what lies directly below a division; nothing below a county. A province
    without cities of its own is answered by its counties."""
    if not parent:
        return [(code, name) for code, name in regions().items() if level(code) == 1]
    code = region_code(parent)
    if code is None or level(code) == 3:
        return []
    stem = code[:2] if level(code) == 1 else code[:4]
    below = [one for one in regions() if one.startswith(stem) and one != code]
    nearest = min((level(one) for one in below), default=0)
    return [(one, regions()[one]) for one in below if level(one) == nearest]
