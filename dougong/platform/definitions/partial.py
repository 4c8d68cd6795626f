"""Reading what can be read: what has a wrong shape is left out, so that the rest is checked all the same.

The value a problem is about goes first; where its part cannot do without it, the part of a list around it.
"""

import copy
from dataclasses import dataclass, field
from typing import Any

from dougong.engines.finding import Finding
from dougong.kinds import Kinds
from dougong.platform.definitions.app import AppDef
from dougong.platform.definitions.parsing import shape

TRIES = 8
# lists whose parts others name by their keys
_NAMED = {
    "forms": "form", "fields": "field", "flows": "flow", "roles": "role", "reports": "report",
    "dashboards": "dashboard", "pages": "page", "option_sets": "option_set", "calendars": "calendar",
}  # fmt: skip
_WHOLE = ("dougong", "key", "name")
# a list or an object by its pointer, and the index or key in it
_Spot = tuple[str, str]


@dataclass(frozen=True)
class Readable:
    """``app`` is what could be read, None when hardly anything could. ``places`` maps each list of the document that
    lost parts to the indexes that are left, ``lost`` holds keys of the parts left out, ``dropped`` where something was
    left out."""

    app: AppDef | None
    findings: list[Finding] = field(default_factory=list)
    places: dict[str, list[int]] = field(default_factory=dict)
    lost: frozenset[str] = frozenset()
    dropped: frozenset[str] = frozenset()

    def home(self, place: str) -> str:
        """A place in what was read, as a place in the whole document."""
        return _home(place, self.places)

    def here(self, place: str) -> str | None:
        """A place in the whole document, as a place in what was read; None where it was left out."""
        walked = found = ""
        for part in place.split("/")[1:]:
            left = self.places.get(walked) if part.isdigit() else None
            if left is not None and int(part) not in left:
                return None
            walked = f"{walked}/{part}"
            found = f"{found}/{part if left is None else left.index(int(part))}"
        return found

    def at_home(self, finding: Finding) -> Finding:
        """A finding about what was read, at its place in the whole document."""
        if not self.places:
            return finding
        home = _home(finding.pointer, self.places)
        return Finding(home, finding.code, finding.message, finding.severity, finding.hint, finding.position)

    def blames_missing(self, finding: Finding) -> bool:
        """Whether what is told (at home) is only about something left out: that has its own problem already."""
        here = finding.pointer
        if any(_inside(here, gone) or here == gone.rpartition("/")[0] for gone in self.dropped):
            return True
        words = finding.message.en
        return finding.code.startswith("unknown_") and any(key in words for key in self.lost)


def readable(document: object, kinds: Kinds) -> Readable:
    """Every problem of shape, and the app without what has one."""
    app, findings = shape(document, kinds, AppDef)
    if app is not None or not isinstance(document, dict):
        return Readable(app, findings)
    left, wrong = copy.deepcopy(document), findings
    numbers: dict[str, list[int]] = {}
    lost, dropped = set[str](), set[str]()
    for _ in range(TRIES):
        spots = [_spot(left, finding.pointer.split("/")[1:]) for finding in wrong]
        if None in spots:
            return Readable(None, findings)
        here = {spot for spot in spots if spot is not None}
        dropped |= {_home(f"{at}/{last}", numbers) for at, last in here}
        _leave_out(left, here, numbers, lost)
        app, wrong = shape(left, kinds, AppDef)
        if app is not None:
            return Readable(app, findings, numbers, frozenset(lost), frozenset(dropped))
    return Readable(None, findings)


def named_at(document: object, place: str) -> tuple[str, str] | None:
    """Kind and name of the part at a place of a document that may be of any shape, None where nothing names it."""
    kind, name, here = "", "", document
    for part in place.split("/")[1:]:
        if isinstance(here, list) and part.isdigit() and int(part) < len(here):
            here = here[int(part)]
            key = here.get("key") if isinstance(here, dict) else None
            if not isinstance(key, str) or not kind:
                return None
            name = f"{name}.{key}" if kind == "field" else key
        elif isinstance(here, dict) and part in here:
            kind, here = _NAMED.get(part, ""), here[part]
        else:
            return None
    return (kind, name) if kind and name else None


def _inside(place: str, part: str) -> bool:
    return place == part or place.startswith(part + "/")


def _spot(document: Any, path: list[str]) -> _Spot | None:
    """The value at a place; where there is none, the innermost object in a list around it. None when neither may go."""
    found, here, walked = None, document, ""
    for index, part in enumerate(path):
        if isinstance(here, list) and part.isdigit() and int(part) < len(here):
            inner = here[int(part)]
        elif isinstance(here, dict) and _plain(part) in here:
            inner = here[_plain(part)]
        else:
            return found
        if index == len(path) - 1:
            return None if not walked and part in _WHOLE else (walked, part)
        if isinstance(here, list) and isinstance(inner, dict):
            found = (walked, part)
        here, walked = inner, f"{walked}/{part}"
    return found


def _leave_out(document: Any, spots: set[_Spot], numbers: dict[str, list[int]], lost: set[str]) -> None:
    """Innermost first, and of a list the last first, so that what is still to go keeps its place."""

    def order(spot: _Spot) -> tuple[int, int]:
        return spot[0].count("/"), int(spot[1]) if spot[1].isdigit() else 0

    for at, last in sorted(spots, key=order, reverse=True):
        around = _at(document, at)
        if isinstance(around, dict):
            part = around.pop(_plain(last))
        else:
            numbers.setdefault(_home(at, numbers), list(range(len(around)))).pop(int(last))
            part = around.pop(int(last))
        if isinstance(part, dict) and isinstance(part.get("key"), str):
            lost.add(part["key"])


def _plain(part: str) -> str:
    return part.replace("~1", "/").replace("~0", "~")


def _at(document: Any, place: str) -> Any:
    for part in place.split("/")[1:]:
        document = document[int(part)] if isinstance(document, list) else document[_plain(part)]
    return document


def _home(place: str, numbers: dict[str, list[int]]) -> str:
    home = ""
    for part in place.split("/")[1:]:
        left = numbers.get(home)
        known = left is not None and part.isdigit() and int(part) < len(left)
        home = f"{home}/{left[int(part)] if left is not None and known else part}"
    return home
