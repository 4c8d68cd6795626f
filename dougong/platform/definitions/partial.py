"""Reading what can be read: parts of a wrong shape are left out, so that the rest is checked all the same."""

import copy
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from dougong.engines.finding import Finding
from dougong.kinds import Kinds
from dougong.platform.definitions.app import AppDef
from dougong.platform.definitions.parsing import shape

TRIES = 4


@dataclass(frozen=True)
class Readable:
    """``app`` is what could be read, None when hardly anything could. ``places`` maps each list of the document that
    lost parts to the indexes that are left, and ``lost`` holds keys of the parts left out."""

    app: AppDef | None
    findings: list[Finding] = field(default_factory=list)
    places: dict[str, list[int]] = field(default_factory=dict)
    lost: frozenset[str] = frozenset()

    def at_home(self, finding: Finding) -> Finding:
        """A finding about what was read, at its place in the whole document."""
        if not self.places:
            return finding
        walked, home = "", ""
        for part in finding.pointer.split("/")[1:]:
            left = self.places.get(home)
            here = str(left[int(part)]) if left is not None and part.isdigit() and int(part) < len(left) else part
            walked, home = f"{walked}/{part}", f"{home}/{here}"
        return Finding(home, finding.code, finding.message, finding.severity, finding.hint, finding.position)

    def blames_missing(self, finding: Finding) -> bool:
        """Whether it is only about a part that was left out: that part has its own problem already."""
        if not self.lost:
            return False
        words = finding.message.en
        return finding.code.startswith("unknown_") and any(key in words for key in self.lost)


def readable(document: object, kinds: Kinds) -> Readable:
    """Every problem of shape, and the app without the parts that have one."""
    app, findings = shape(document, kinds, AppDef)
    if app is not None or not isinstance(document, dict):
        return Readable(app, findings)
    left, wrong, lost = copy.deepcopy(document), findings, set[str]()
    numbers: dict[str, list[int]] = {}
    for _ in range(TRIES):
        if not _leave_out(left, wrong, numbers, lost):
            return Readable(None, findings)
        app, wrong = shape(left, kinds, AppDef)
        if app is not None:
            return Readable(app, findings, numbers, frozenset(lost))
    return Readable(None, findings)


def _leave_out(document: Any, wrong: Sequence[Finding], numbers: dict[str, list[int]], lost: set[str]) -> bool:
    """Remove the innermost listed part around each problem; False when one lies in no list and must stay."""
    chosen: dict[str, set[int]] = {}
    for finding in wrong:
        found = _innermost(document, finding.pointer.split("/")[1:])
        if found is None:
            if not _drop_key(document, finding):
                return False
            continue
        chosen.setdefault(found[0], set()).add(found[1])
    for at in sorted(chosen, key=len, reverse=True):
        parts: list[Any] = _at(document, at)
        home = _home(at, numbers)
        known = numbers.setdefault(home, list(range(len(parts))))
        for index in sorted(chosen[at], reverse=True):
            part = parts.pop(index)
            known.pop(index)
            if isinstance(part, dict) and isinstance(part.get("key"), str):
                lost.add(part["key"])
    return True


def _drop_key(document: Any, finding: Finding) -> bool:
    """A key of the root that is wrong and may be absent."""
    parts = finding.pointer.split("/")[1:]
    if not parts or parts[0] not in document or parts[0] in ("dougong", "key", "name"):
        return False
    del document[parts[0]]
    return True


def _innermost(document: Any, path: list[str]) -> tuple[str, int] | None:
    """(the list, the index in it) of the deepest object in a list on the way to a problem."""
    found, here, walked = None, document, ""
    for part in path:
        if isinstance(here, list) and part.isdigit() and int(part) < len(here):
            if isinstance(here[int(part)], dict):
                found = (walked, int(part))
            here = here[int(part)]
        elif isinstance(here, dict) and part in here:
            here = here[part]
        else:
            break
        walked = f"{walked}/{part}"
    return found


def _at(document: Any, place: str) -> Any:
    for part in place.split("/")[1:]:
        document = document[int(part)] if isinstance(document, list) else document[part]
    return document


def _home(place: str, numbers: dict[str, list[int]]) -> str:
    home = ""
    for part in place.split("/")[1:]:
        left = numbers.get(home)
        home = f"{home}/{left[int(part)] if left is not None and part.isdigit() else part}"
    return home
