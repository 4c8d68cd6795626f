"""Bringing both sides of a publish from the database: what is published, and what is to be."""

from sqlalchemy import Connection

from dougong.kinds import Kinds
from dougong.platform.definitions import versions
from dougong.platform.definitions.app import AppDef
from dougong.platform.definitions.check import foreign_forms
from dougong.platform.definitions.structure import app_forms
from dougong.platform.publishing.side import Side
from dougong.platform.storage.names import Names


def side_of(connection: Connection, app: AppDef, names: Names, kinds: Kinds) -> Side:
    return Side(app, app_forms(app, kinds, foreign_forms(connection, app, kinds)), names)


def published_side(connection: Connection, key: str, kinds: Kinds) -> tuple[int, Side | None]:
    """(n, side) of the published version; (0, None) when nothing was published yet."""
    current = versions.current(connection, key)
    if current is None:
        return 0, None
    app = AppDef.model_validate(current.document, context=kinds)
    return current.n, side_of(connection, app, current.names, kinds)


def empty_side(app: AppDef, kinds: Kinds) -> Side:
    """What an app is before its first publish."""
    nothing = AppDef(dougong=1, key=app.key, name=app.name)
    return Side(nothing, app_forms(nothing, kinds), Names())
