"""Which of our two languages somebody wants."""

from functools import lru_cache

from dougong.errors import Locale


@lru_cache(256)
def accepted(header: str) -> Locale | None:
    """The better liked of our languages in an ``Accept-Language`` header (RFC 9110); None when neither is there."""
    best: tuple[float, int, Locale] | None = None
    for position, part in enumerate(header[:500].split(",")):
        tag, _, parameters = part.strip().partition(";")
        primary = tag.strip().lower().split("-")[0]
        locale: Locale | None = "zh-CN" if primary == "zh" else "en" if primary == "en" else None
        if locale is None:
            continue
        try:
            weight = float(parameters.partition("q=")[2] or 1)
        except ValueError:
            weight = 0.0
        if weight > 0 and (best is None or (weight, -position) > best[:2]):
            best = (weight, -position, locale)
    return best[2] if best else None


def choose(header: str | None, persons: str | None, default: str) -> Locale:
    """What the request asks for, else what the person has set, else the installation's."""
    found = accepted(header) if header else None
    if found is not None:
        return found
    return "en" if (persons or default) == "en" else "zh-CN"
