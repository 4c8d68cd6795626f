"""Three-way merge of documents by the keys of their parts: a newer template into an app that went its own way."""

from dataclasses import dataclass, field
from typing import Any

from dougong.engines.finding import pointer
from dougong.platform.definitions.changes import match_parts
from dougong.platform.definitions.reading import Document

_ABSENT: Any = object()


@dataclass
class Merged:
    """``conflicts``: pointers into the merged document where both sides changed the same thing; ours stands there."""

    document: Document
    conflicts: list[str] = field(default_factory=list)


def merge(base: Document, ours: Document, theirs: Document) -> Merged:
    """What changed from ``base`` to ``theirs`` done to ``ours``. The app keeps its key and name."""
    merged = Merged({})
    made = _merge(base, ours, theirs, "", merged.conflicts)
    merged.document = {**made, "key": ours["key"], "name": ours.get("name", made.get("name"))}
    return merged


def _merge(base: Any, ours: Any, theirs: Any, at: str, conflicts: list[str]) -> Any:
    if theirs in (ours, base):
        return ours
    if ours == base:
        return theirs
    if isinstance(ours, dict) and isinstance(theirs, dict):
        return _objects(base if isinstance(base, dict) else {}, ours, theirs, at, conflicts)
    if _are_parts(ours) and _are_parts(theirs) and (base is _ABSENT or _are_parts(base)):
        return _parts([] if base is _ABSENT else base, ours, theirs, at, conflicts)
    conflicts.append(at)
    return ours


def _are_parts(found: Any) -> bool:
    return isinstance(found, list) and all(isinstance(one, dict) for one in found)


def _objects(base: Document, ours: Document, theirs: Document, at: str, conflicts: list[str]) -> Document:
    made: Document = {}
    for key in dict.fromkeys([*ours, *theirs]):
        here = at + pointer(key)
        found = _merge(base.get(key, _ABSENT), ours.get(key, _ABSENT), theirs.get(key, _ABSENT), here, conflicts)
        if found is not _ABSENT:
            made[key] = found
    return made


def _parts(base: list[Any], ours: list[Any], theirs: list[Any], at: str, conflicts: list[str]) -> list[Any]:
    """Our order; what they added comes after the part it follows with them."""
    in_base, in_theirs = match_parts(base, ours), match_parts(theirs, ours)
    base_of_theirs = match_parts(base, theirs)
    made: list[Any] = []
    place: dict[int, int] = {}
    for index, one in enumerate(ours):
        before, other = in_base[index], in_theirs[index]
        if other is None:
            if before is not None and one == base[before]:
                continue  # they removed it and we left it alone
            if before is not None:
                conflicts.append(f"{at}/{len(made)}")
            made.append(one)
            continue
        was = base[before] if before is not None else _ABSENT
        made.append(_merge(was, one, theirs[other], f"{at}/{len(made)}", conflicts))
        place[other] = len(made) - 1
    taken = {other for other in in_theirs.values() if other is not None}
    for index, one in enumerate(theirs):
        before = base_of_theirs[index]
        if index in taken:
            continue
        if before is not None:
            if one == base[before]:
                continue  # we removed it and they left it alone
            conflicts.append(at)
            continue
        after = place.get(index - 1, len(made) - 1) + 1
        made.insert(after, one)
        place = {key: number + 1 if number >= after else number for key, number in place.items()} | {index: after}
    return made
