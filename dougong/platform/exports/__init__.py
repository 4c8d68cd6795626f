"""Exports: what somebody asked to have as a sheet. It is made when it is fetched, with his rights then."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Row, insert, select

from dougong.ids import new_id
from dougong.platform.db import Unit
from dougong.platform.exports.tables import exports


def add(unit: Unit, *, app: str, form: str, by: str, asked: Mapping[str, Any]) -> str:
    """Answers the id."""
    id_ = new_id()
    unit.connection.execute(insert(exports).values(id=id_, app=app, form=form, by=by, at=unit.now, asked=dict(asked)))
    return id_


def find(connection: Connection, id_: str) -> Row[Any] | None:
    return connection.execute(select(exports).where(exports.c.id == id_)).first()


__all__ = ["add", "find"]
