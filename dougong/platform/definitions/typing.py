"""Every formula and condition of a document, with the types it has where it stands."""

from collections.abc import Iterable, Iterator

from dougong.engines.expression.check import check
from dougong.engines.expression.kinds import BOOLEAN, Kind
from dougong.engines.expression.scope import Names, Scope
from dougong.engines.finding import Finding
from dougong.engines.form.scope import ChoiceScope, RecordScope
from dougong.kinds import Kinds
from dougong.platform.definitions.index import EXPRESSIONS, AppIndex
from dougong.platform.definitions.places import Place


def type_findings(places: Iterable[Place], index: AppIndex, kinds: Kinds) -> Iterator[Finding]:
    for place in places:
        if place.kind not in EXPRESSIONS:
            continue
        scope = scope_at(place, index)
        if scope is None:
            continue  # its form does not exist: that is told already
        want = BOOLEAN if place.kind == "condition" else None
        checked = check(place.source, scope, want, kinds.functions)
        yield from (finding.under(place.pointer) for finding in checked.findings)


def scope_at(place: Place, index: AppIndex) -> Scope | None:
    """What names mean at a place; None when its form is not known."""
    if place.form is None:
        return Names({})
    table = index.table_of(place)
    if table is None:
        return None
    plain, _, button = table.partition("#")
    if plain not in index.forms:
        return None
    if place.filled is not None:
        return ChoiceScope(index.forms, plain, filled=place.filled)
    return RecordScope(index.forms, plain, tuple(_asked(plain, button, index)))


def _asked(form: str, button: str, index: AppIndex) -> Iterator[tuple[str, Kind]]:
    """What pressing the button asks for."""
    definition = next((one for one in index.app.forms if one.key == form), None)
    found = next((one for one in definition.buttons if one.key == button), None) if definition and button else None
    for field in found.ask if found else ():
        yield field.key, index.forms.facts.types[field.type].kind(field, index.forms.facts)
