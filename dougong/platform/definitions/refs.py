"""Who uses what: names that lead nowhere, and everything that depends on a part."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from dougong.engines.finding import Finding, Message, message, nearest
from dougong.platform.definitions.index import EXPRESSIONS, AppIndex, Part
from dougong.platform.definitions.places import Place

_WORDS = {
    "form": ("表单", "form"),
    "field": ("字段", "field"),
    "role": ("角色", "role"),
    "flow": ("流程", "flow"),
    "report": ("报表", "report"),
    "dashboard": ("仪表盘", "dashboard"),
    "page": ("页面", "page"),
    "view": ("视图", "view"),
    "button": ("按钮", "button"),
    "option_set": ("选项集", "option set"),
    "calendar": ("工作日历", "calendar"),
    "connection": ("连接", "connection"),
    "pipeline": ("阶段流程", "pipeline"),
    "module_part": ("规则", "rule"),
}
UNKNOWN: dict[str, Message] = {
    kind: message(
        "unknown_rule" if kind == "module_part" else f"unknown_{kind}",
        f"没有名为 {{name}} 的{zh}",
        f"There is no {en} {{name}}",
    )
    for kind, (zh, en) in _WORDS.items()
}


@dataclass(frozen=True)
class Usage:
    """One place that depends on a part; ``within`` is the part the place lies in."""

    pointer: str
    kind: str
    within: Part | None

    def as_json(self) -> dict[str, object]:
        within = {"kind": self.within[0], "key": self.within[1]} if self.within else None
        return {"pointer": self.pointer, "kind": self.kind, "within": within}


def dangling(places: Iterable[Place], index: AppIndex) -> Iterator[Finding]:
    """Names that are no name; what expressions read is checked with their types."""
    for place in places:
        if place.kind in EXPRESSIONS or place.kind == "template":
            continue
        meant = index.meant(place)
        missing = next((part for part in meant if not index.exists(part)), None)
        if missing is None or _behind_missing(missing, index):
            continue
        yield _unknown(place, missing, index)


def _unknown(place: Place, part: Part, index: AppIndex) -> Finding:
    kind, name = part
    separator = "." if kind == "field" else "/"
    within, _, key = name.rpartition(separator) if kind in ("field", "view", "button", "pipeline") else ("", "", name)
    return UNKNOWN[kind].at(place.pointer, hint=nearest(key, index.known(kind, within)), name=key)


def _behind_missing(part: Part, index: AppIndex) -> bool:
    """A field of a form that is itself unknown: one problem is enough."""
    kind, name = part
    if kind == "field":
        table = name.rpartition(".")[0]
        return table not in index.forms
    if kind in ("view", "button", "pipeline"):
        return not index.exists(("form", name.partition("/")[0]))
    return False


def used_by(parts: Sequence[Part], places: Iterable[Place], index: AppIndex) -> dict[Part, list[Usage]]:
    """For each part everything that names it. A form is also used by whatever names one of its fields."""
    wanted = set(parts)
    found: dict[Part, list[Usage]] = {part: [] for part in parts}
    for place in places:
        for part in dict.fromkeys(_with_form(index.meant(place))):
            if part in wanted and not _inside(place.pointer, index.where(part)):
                found[part].append(Usage(place.pointer, place.kind, index.part_at(place.pointer)))
    return found


def _with_form(parts: Iterable[Part]) -> Iterator[Part]:
    for kind, name in parts:
        yield kind, name
        if kind == "field":
            yield "form", name.partition(".")[0]
        elif kind in ("view", "button", "pipeline"):
            yield "form", name.partition("/")[0]


def _inside(place: str, part: str | None) -> bool:
    """A part does not use itself."""
    return part is not None and (place == part or place.startswith(part + "/"))
