"""Everything that is wrong with an app document, at once: shape, names, types of expressions, each engine's own check.

Where one part cannot be read it is left out and the rest is checked all the same.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection

from dougong.engines.finding import Finding
from dougong.engines.form.definition import FormDef
from dougong.kinds import Kinds
from dougong.platform.definitions import versions
from dougong.platform.definitions.app import AppDef
from dougong.platform.definitions.engine_checks import FormsSeen, engine_findings
from dougong.platform.definitions.former import former_findings
from dougong.platform.definitions.in_database import database_findings
from dougong.platform.definitions.index import AppIndex
from dougong.platform.definitions.keys import key_findings
from dougong.platform.definitions.partial import readable
from dougong.platform.definitions.places import places_of
from dougong.platform.definitions.reading import Document
from dougong.platform.definitions.refs import dangling
from dougong.platform.definitions.sense import actions_of, sense_findings
from dougong.platform.definitions.story import story_findings
from dougong.platform.definitions.structure import app_forms
from dougong.platform.definitions.typing import type_findings
from dougong.platform.definitions.without_effect import idle_findings


@dataclass(frozen=True)
class Checked:
    """``app`` is None when the shape has problems, or two parts want to be what one was."""

    app: AppDef | None
    findings: list[Finding] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        return not any(finding.severity == "error" for finding in self.findings)


def check(document: object, kinds: Kinds, foreign: Mapping[str, FormDef] | None = None) -> list[Finding]:
    """``foreign``: the forms of other apps that may be named, as ``app/form``."""
    return checked(document, kinds, foreign).findings


def checked(document: object, kinds: Kinds, foreign: Mapping[str, FormDef] | None = None) -> Checked:
    """The same with the parsed app."""
    read = readable(document, kinds)
    if read.app is None:
        return Checked(None, read.findings)
    inner = [one for one in map(read.at_home, _inner(read.app, kinds, foreign or {})) if not read.blames_missing(one)]
    whole = read.app if not read.findings else None
    return Checked(whole, _once([*read.findings, *inner]))


def check_document(connection: Connection, document: Document, kinds: Kinds) -> Checked:
    """With the published forms of other apps at hand; and the other way round: what other apps name of this one."""
    read = readable(document, kinds)
    if read.app is None:
        return Checked(None, read.findings)
    found = checked(document, kinds, foreign_forms(connection, read.app, kinds))
    before = versions.current(connection, read.app.key)
    if before is None:
        return found
    former = list(former_findings(read.app, AppDef.model_validate(before.document, context=kinds)))
    # two parts for one column are no app that tables could be made of
    fine = all(one.severity == "warning" for one in former)
    return Checked(found.app if fine else None, [*found.findings, *map(read.at_home, former)])


def foreign_forms(connection: Connection, app: AppDef, kinds: Kinds) -> dict[str, FormDef]:
    """The forms of other apps that this one names, as ``app/form``; those that are not published are left out."""
    wanted = {str(place.source) for place in places_of(app, kinds) if place.kind == "form" and "/" in str(place.source)}
    found: dict[str, FormDef] = {}
    for other in sorted({name.partition("/")[0] for name in wanted}):
        published = versions.current(connection, other)
        if published is not None:
            parsed = AppDef.model_validate(published.document, context=kinds)
            found.update({f"{other}/{form.key}": form for form in parsed.forms})
    return found


def _inner(app: AppDef, kinds: Kinds, foreign: Mapping[str, FormDef]) -> Iterator[Finding]:
    """What is wrong beyond shape."""
    keys = list(key_findings(app))
    yield from keys
    forms = app_forms(app, kinds, foreign)
    index = AppIndex(app, forms)
    places: list[Any] = places_of(app, kinds)
    yield from dangling(places, index)
    yield from type_findings(places, index, kinds)
    yield from sense_findings(app, places, index, kinds)
    yield from story_findings(app, index)
    yield from idle_findings(app, actions_of(app, kinds))
    yield from engine_findings(app, forms, kinds)
    if not keys:  # two fields of one key have no column each
        yield from database_findings(places, index, kinds, FormsSeen(index))


def _once(findings: Iterable[Finding]) -> list[Finding]:
    """Each problem once: two checks may find the same."""
    found: dict[tuple[str, str, object], Finding] = {}
    for one in findings:
        found.setdefault((one.pointer, one.code, one.position), one)
    return list(found.values())
