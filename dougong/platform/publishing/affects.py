"""What else a publish touches: the rules, reports, views, grants and running flows around what changes."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from dougong.kinds import Kinds
from dougong.platform.definitions.index import AppIndex, Part
from dougong.platform.definitions.places import places_of
from dougong.platform.definitions.refs import used_by
from dougong.platform.publishing.difference import FormPair
from dougong.platform.publishing.side import Side

_KIND_OF = {
    "rules": "rule",
    "reports": "report",
    "dashboards": "dashboard",
    "flows": "flow",
    "grants": "grant",
    "pages": "page",
    "menu": "menu",
    "segments": "segment",
    "scores": "score",
    "pools": "pool",
    "tests": "test",
}


@dataclass(frozen=True)
class Affected:
    """``kind``: running_flows, rule, report, view, grant, ...; ``pointer`` is into the published document; ``by``: the
    parts that change. ``count`` is set for running flows."""

    kind: str
    key: str | None
    pointer: str
    by: tuple[str, ...]
    count: int | None = None

    def as_json(self) -> dict[str, object]:
        return {"kind": self.kind, "key": self.key, "pointer": self.pointer, "by": list(self.by), "count": self.count}


def affected(
    old: Side | None, new: Side, pairs: Sequence[FormPair], kinds: Kinds, running: Mapping[str, int]
) -> list[Affected]:
    """Everything of the published version that uses a part which is dropped, renamed or of another type."""
    if old is None:
        return []
    index = AppIndex(old.app, old.forms)
    touched = sorted(set(_touched(pairs)))
    used = used_by(touched, places_of(old.app, kinds), index)
    by_place: dict[tuple[str, str | None, str], set[str]] = {}
    for part, usages in used.items():
        for usage in usages:
            place = _whole(usage.pointer, usage.within, index)
            if place is not None:
                by_place.setdefault(place, set()).add(part[1])
    found = [Affected(kind, key, at, tuple(sorted(by))) for (kind, key, at), by in sorted(by_place.items(), key=str)]
    return [*_running(old, new, running, index), *found]


def _touched(pairs: Sequence[FormPair]) -> Iterable[Part]:
    for pair in pairs:
        if pair.old is None:
            continue
        if pair.new is None or pair.new.key != pair.old.key:
            yield "form", pair.old.key
        for one in pair.fields:
            if one.old is None:
                continue
            gone = one.new is None
            if gone or one.renamed or one.moved:
                yield "field", ".".join((one.old.form, *one.old.path))


def _whole(place: str, within: Part | None, index: AppIndex) -> tuple[str, str | None, str] | None:
    """The part a builder knows that a place lies in; fields of the same form are left out."""
    if within is not None:
        kind, key = within
        if kind == "form":
            return None
        return ("rule" if kind == "module_part" else kind), key, index.where(within) or place
    parts = place.split("/")
    known = _KIND_OF.get(parts[1])
    return None if known is None else (known, None, "/".join(parts[:3]))


def _running(old: Side, new: Side, running: Mapping[str, int], index: AppIndex) -> Iterable[Affected]:
    """Flows with running instances that the new version changes or drops."""
    after = {flow.key: flow for flow in new.app.flows}
    for flow in old.app.flows:
        count = running.get(flow.key, 0)
        if count and after.get(flow.key) != flow:
            yield Affected("running_flows", flow.key, index.where(("flow", flow.key)) or "", (flow.key,), count)
