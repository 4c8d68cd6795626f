"""What rules, decision tables, scores, pools and segments name."""

from collections.abc import Iterator
from typing import Any

from dougong.engines.rule.definition import PoolDef, RuleDef, ScoreDef, TableColumn, TableDef
from dougong.kinds import Kinds
from dougong.platform.definitions.app import AppDef
from dougong.platform.definitions.places.place import Place, PlaceKind, Places

_NAMED: dict[str, PlaceKind] = {
    "flow": "flow",
    "button": "button",
    "calendar": "calendar",
    "pipeline": "pipeline",
    "secret": "connection",
}


def rule_places(app: AppDef, kinds: Kinds) -> Iterator[Place]:
    for index, rule in enumerate(app.rules):
        yield from _rule(rule, Places(kinds, f"/rules/{index}", rule.form, before=True))
    for index, table in enumerate(app.tables):
        yield from _table(table, Places(kinds, f"/tables/{index}", table.form))
    for index, score in enumerate(app.scores):
        yield from _score(score, Places(kinds, f"/scores/{index}", score.form))
    for index, pool in enumerate(app.pools):
        yield from _pool(pool, Places(kinds, f"/pools/{index}", pool.form))
    for index, segment in enumerate(app.segments):
        places = Places(kinds, f"/segments/{index}", segment.form)
        places.add("form", "/form", segment.form)
        places.condition("/when", segment.when, pushed="segment")
        places.each("role", "/roles", segment.roles)
        yield from places.found


def _rule(rule: RuleDef, places: Places) -> list[Place]:
    places.add("form", "/form", rule.form)
    _trigger(rule.on, places)
    places.condition("/when", rule.when)
    places.actions("/do", rule.do)
    return places.found


def _trigger(on: Any, places: Places) -> None:
    """The trigger of any kind, read off the settings that kinds share by name."""
    places.each("field", "/on/fields", getattr(on, "fields", ()))
    places.add("field", "/on/field", getattr(on, "field", None), pushed="schedule")
    places.condition("/on/was", getattr(on, "was", None))
    places.condition("/on/filter", getattr(on, "filter", None), pushed="schedule")
    places.keys("field", "/on/map", getattr(on, "map", {}))
    places.each("field", "/on/match", getattr(on, "match", ()))
    for name, kind in _NAMED.items():
        places.add(kind, f"/on/{name}", getattr(on, name, None))


def _table(table: TableDef, places: Places) -> list[Place]:
    places.add("form", "/form", table.form)
    if table.form is not None:
        for index, column in enumerate(table.inputs):
            if isinstance(column, TableColumn):
                places.add("formula", f"/inputs/{index}/expression", column.expression)
    return places.found


def _score(score: ScoreDef, places: Places) -> list[Place]:
    places.add("form", "/form", score.form)
    places.add("field", "/into", score.into)
    places.add("field", "/band_into", score.band_into)
    for index, term in enumerate(score.add):
        counted = term.on.created if term.on else score.form
        places.condition(f"/add/{index}/when", term.when, form=counted)
        if term.on is not None:
            places.add("form", f"/add/{index}/on/created", term.on.created)
            places.add("field", f"/add/{index}/on/through", term.on.through, form=term.on.created)
    return places.found


def _pool(pool: PoolDef, places: Places) -> list[Place]:
    places.add("form", "/form", pool.form)
    places.add("field", "/owner", pool.owner)
    places.condition("/when", pool.when, pushed="pool")
    places.condition("/protect_when", pool.protect_when, pushed="pool")
    places.each("role", "/claim/roles", pool.claim.roles)
    places.condition("/claim/when", pool.claim.when)
    for index, line in enumerate(pool.recycle):
        places.condition(f"/recycle/{index}/when", line.when, pushed="pool")
    return places.found
