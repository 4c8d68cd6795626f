"""Who may have a file."""

from sqlalchemy import Connection

from dougong.errors import NotFound
from dougong.platform.files import Stored
from dougong.platform.storage.records import Records
from dougong.runtime.services.context import Actor, Services


def may_have(services: Services, connection: Connection, actor: Actor, file: Stored) -> bool:
    """A loose file is its owner's alone; an attached one belongs to whoever may read its field of its record."""
    if file.record is None:
        return actor.user is not None and file.created_by == actor.user
    assert file.app is not None
    assert file.form is not None
    assert file.field is not None
    try:
        app = services.apps.current(connection, file.app)
        records = Records(
            connection,
            services.apps.catalog(connection, app),
            actor.principal,
            services.organisation(connection),
            services.clock(),
        )
        form = records.form(file.form)
        records.get(form, file.record)
    except NotFound:
        return False
    # a file inside a sub-table's row shows where the whole list shows
    shown = records.shown(form, file.record)
    return all(shown.get(name, False) for name in {file.field, file.field.partition(".")[0]})
