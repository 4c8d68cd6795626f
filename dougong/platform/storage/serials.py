"""Counters of serial numbers, advanced inside the transaction that uses the number: no gaps after a rollback, and
writers of one counter queue on its row.
"""

from sqlalchemy import Connection
from sqlalchemy.dialects import postgresql, sqlite

from dougong.platform.storage.catalog import StoredForm
from dougong.platform.storage.tables import serial_counter


def next_numbers(
    connection: Connection, form: StoredForm, field: str, scope: str, count: int, *, start: int = 1, step: int = 1
) -> list[int]:
    """The next ``count`` numbers of the counter that the field has for ``scope``; it widens and never wraps."""
    name = form.tables.names.physical(field)
    assert name is not None
    values = {"app": form.app, "form": form.key, "field": name, "scope": scope, "value": start + step * (count - 1)}
    insert = (sqlite if connection.dialect.name == "sqlite" else postgresql).insert
    upsert = insert(serial_counter).values(values)
    advanced = upsert.on_conflict_do_update(
        index_elements=["app", "form", "field", "scope"],
        set_={"value": serial_counter.c.value + step * count},
    ).returning(serial_counter.c.value)
    last = connection.execute(advanced).scalar_one()
    return [last - step * behind for behind in range(count - 1, -1, -1)]
