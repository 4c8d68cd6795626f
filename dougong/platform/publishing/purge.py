"""Removing for good what was set aside, once its days of grace are over."""

from collections import defaultdict
from datetime import datetime
from functools import partial

from sqlalchemy import delete, select

from dougong.platform.db import Database, Unit
from dougong.platform.definitions import versions
from dougong.platform.publishing.switch import physical
from dougong.platform.publishing.tables import set_aside
from dougong.platform.publishing.turn import PublishRunning, turn
from dougong.platform.storage import ddl


def remove_set_aside(database: Database, before: datetime) -> list[str]:
    """Drop what was set aside before a moment; the places removed. An app that is being published waits for the next
    time."""
    kept = set_aside.c
    with database.read() as connection:
        rows = connection.execute(select(kept.app, kept.table_name, kept.column_name).where(kept.since < before)).all()
    due: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for app, table, column in rows:
        due[app].append((table, column))
    removed: list[str] = []
    for app, places in sorted(due.items()):
        try:
            with turn(database, app, wait=0):
                removed += database.write(partial(_remove, app=app, places=places))
        except PublishRunning:
            continue
    return removed


def _remove(unit: Unit, app: str, places: list[tuple[str, str]]) -> list[str]:
    """Columns before tables, so that a table that goes whole is not mended first."""
    connection = unit.connection
    ddl.give_up_early(connection)
    current = versions.current(connection, app)
    mapped = {place for place, _ in physical(current.names)} if current is not None else set()
    tables = {table for table, column in places if not column}
    removed: list[str] = []
    for table, column in sorted(places, reverse=True):
        if (table, column) in mapped:
            continue
        if column and table not in tables:
            ddl.drop_column(connection, table, column)
        elif not column:
            ddl.drop_table(connection, table)
        kept = set_aside.c
        connection.execute(delete(set_aside).where(kept.table_name == table, kept.column_name == column))
        removed.append(f"{table}.{column}" if column else table)
    return removed
