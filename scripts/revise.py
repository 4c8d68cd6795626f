"""Writes a migration of the kernel's own tables from what the ``tables.py`` of all packages say now.

    python scripts/revise.py "what changes"     the next revision, against the newest one
    python scripts/revise.py --initial          0001 anew; only before the first release

What it writes is a draft: read it, and see to renames and data by hand.
"""

import re
import sys
import tempfile
from importlib import import_module
from pathlib import Path
from typing import Any

from alembic.autogenerate import produce_migrations, render_python_code
from alembic.migration import MigrationContext
from sqlalchemy import Connection

import dougong
from dougong.platform.db import Unit, metadata, open_database

PACKAGE = Path(dougong.__file__).parent
VERSIONS = PACKAGE / "platform" / "migrations" / "versions"
OURS = "dougong.platform.db.types"

HEAD = '''"""{message}"""

import sqlalchemy as sa
from alembic import op
{imports}
revision = "{revision}"
down_revision = {down}


def upgrade() -> None:
    {body}
'''
CARRIER = """    if op.get_bind().dialect.name == "postgresql":
        # keyword search by trigrams; a server without the contrib modules searches without an index
        contrib = op.get_bind().exec_driver_sql("SELECT 1 FROM pg_available_extensions WHERE name = 'pg_trgm'").first()
        if contrib is not None:
            op.get_bind().exec_driver_sql("CREATE EXTENSION IF NOT EXISTS pg_trgm")
        # the carrier of promised jobs brings its own tables
        op.get_bind().exec_driver_sql(SchemaManager.get_schema().replace("%", "%%"))
"""


def load_tables() -> None:
    """Import every ``tables.py`` that declares tables of the kernel."""
    for folder in ("platform", "runtime"):
        for path in sorted((PACKAGE / folder).rglob("tables.py")):
            import_module(".".join(("dougong", *path.relative_to(PACKAGE).with_suffix("").parts)))


def render_item(kind: str, item: Any, context: Any) -> str | bool:
    """Our own column types are written as they are declared."""
    if kind == "type" and type(item).__module__ == OURS:
        arguments = repr(item.scale) if hasattr(item, "scale") else ""
        return f"types.{type(item).__name__}({arguments})"
    return False


def draft(connection: Connection) -> str:
    """The body of ``upgrade`` that brings this database to the tables of now."""
    context = MigrationContext.configure(
        connection,
        opts={
            "target_metadata": metadata,
            "render_item": render_item,
            "include_name": lambda name, kind, parents: kind != "table" or not str(name).startswith("procrastinate"),
            "compare_type": False,
        },
    )
    found = produce_migrations(context, metadata)
    assert found.upgrade_ops is not None
    body = render_python_code(found.upgrade_ops, render_item=render_item, migration_context=context)
    return "\n".join(line for line in body.splitlines() if not line.strip().startswith("# ###"))


def main(arguments: list[str]) -> int:
    load_tables()
    initial = arguments == ["--initial"]
    if not arguments:
        sys.stderr.write(__doc__ or "")
        return 2
    with tempfile.TemporaryDirectory() as folder:
        database = open_database(f"sqlite:///{folder}/draft.db", durable=False)
        if not initial:
            database.migrate()

        def work(unit: Unit) -> str:
            return draft(unit.connection)

        body = database.write(work).strip() or "pass"
        database.close()
    known = sorted(path.name[:4] for path in VERSIONS.glob("[0-9]*.py"))
    revision = "0001" if initial else f"{int(known[-1]) + 1:04}"
    name = "kernel" if initial else re.sub(r"[^a-z0-9]+", "_", arguments[0].lower()).strip("_")
    imports = "\nfrom dougong.platform.db import types\n"
    if initial:
        imports = "from procrastinate.schema import SchemaManager\n" + imports
    path = VERSIONS / f"{revision}_{name}.py"
    path.write_text(
        HEAD.format(
            message="The kernel's tables." if initial else f"{arguments[0]}.",
            imports=imports,
            revision=revision,
            down="None" if initial else repr(known[-1]),
            body=body,
        )
        + (CARRIER if initial else "")
    )
    sys.stdout.write(f"{path}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
