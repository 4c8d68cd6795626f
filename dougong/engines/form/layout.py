"""Which fields a layout shows, and where."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from dougong.engines.finding import pointer
from dougong.engines.form.definition import LayoutField, LayoutPart, SectionDef, TabDef, TabsDef


@dataclass(frozen=True, slots=True)
class Placed:
    """A field at its place in the layout; ``within``: keys of the sections and tabs around it."""

    field: str
    pointer: str
    within: tuple[str, ...] = ()


def placed(layout: Sequence[LayoutPart]) -> Iterator[Placed]:
    """Every field in the order of the screen."""
    for index, part in enumerate(layout):
        yield from _part(part, pointer("layout", index), ())


def _part(part: LayoutPart, at: str, within: tuple[str, ...]) -> Iterator[Placed]:
    match part:
        case str():
            yield Placed(part, at, within)
        case LayoutField():
            yield Placed(part.field, f"{at}/field", within)
        case SectionDef():
            inner = (*within, part.key) if part.key else within
            for index, one in enumerate(part.fields):
                yield from _part(one, f"{at}/fields/{index}", inner)
        case TabsDef():
            for index, tab in enumerate(part.tabs):
                yield from _tab(tab, f"{at}/tabs/{index}", within)


def _tab(tab: TabDef, at: str, within: tuple[str, ...]) -> Iterator[Placed]:
    inner = (*within, tab.key) if tab.key else within
    for index, one in enumerate(tab.content):
        yield from _part(one, f"{at}/content/{index}", inner)


def groups(layout: Sequence[LayoutPart]) -> Mapping[str, frozenset[str]]:
    """The fields of each section and tab that has a key."""
    found: dict[str, set[str]] = {}
    for one in placed(layout):
        for key in one.within:
            found.setdefault(key, set()).add(one.field)
    return {key: frozenset(fields) for key, fields in found.items()}
