"""Ordinary Alembic migrations for the kernel's own tables, applied under a lock.

The tables of apps are not here: publishing changes those.
"""

from importlib.resources import as_file, files
from pathlib import Path
from typing import TYPE_CHECKING

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, func, select

from dougong.errors import Failure, Text
from dougong.platform.db.unit import Unit

if TYPE_CHECKING:
    from dougong.platform.db.database import Database

# any constant of our own: two servers that start together queue on it
LOCK = 0x0D006016


class TooNew(Failure):
    """The database was written by a later release."""

    code, status, title = (
        "database_too_new",
        409,
        Text("数据库版本高于程序版本", "The database is newer than this program"),
    )


def migrate(database: "Database") -> None:
    """Bring the kernel's tables to the newest shape. Raises TooNew and then changes nothing."""
    with as_file(files("dougong") / "platform" / "migrations") as scripts:
        config = _config(scripts)
        known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}

        def work(unit: Unit) -> None:
            if unit.dialect == "postgresql":
                unit.connection.execute(select(func.pg_advisory_xact_lock(LOCK)))
            stands = current(unit.connection)
            if stands is not None and stands not in known:
                raise TooNew(
                    Text(
                        f"数据库处于修订 {stands}，本程序不认识；请升级程序。",
                        f"The database is at revision {stands}, which this program does not know; upgrade the program.",
                    )
                )
            config.attributes["connection"] = unit.connection
            command.upgrade(config, "head")

        database.write(work)


def current(connection: Connection) -> str | None:
    """The revision the database stands at; None when it is empty."""
    return MigrationContext.configure(connection).get_current_revision()


def head() -> str | None:
    """The newest revision this program knows."""
    with as_file(files("dougong") / "platform" / "migrations") as scripts:
        return ScriptDirectory.from_config(_config(scripts)).get_current_head()


def _config(scripts: Path) -> Config:
    config = Config()
    config.set_main_option("script_location", str(scripts))
    config.set_main_option("path_separator", "os")
    return config
