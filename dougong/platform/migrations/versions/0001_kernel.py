"""The kernel's tables."""

from importlib import import_module
from pathlib import Path

from alembic import op
from procrastinate.schema import SchemaManager

import dougong
from dougong.platform.db.metadata import metadata

revision = "0001"
down_revision = None


def upgrade() -> None:
    root = Path(dougong.__file__).parent
    for folder in ("platform", "runtime"):
        for path in sorted((root / folder).rglob("*.py")):
            if path.name == "tables.py":
                import_module(".".join(("dougong", *path.relative_to(root).with_suffix("").parts)))
    metadata.create_all(op.get_bind())
    if op.get_bind().dialect.name == "postgresql":
        # keyword search by trigrams; a server without the contrib modules searches without an index
        contrib = op.get_bind().exec_driver_sql("SELECT 1 FROM pg_available_extensions WHERE name = 'pg_trgm'").first()
        if contrib is not None:
            op.get_bind().exec_driver_sql("CREATE EXTENSION IF NOT EXISTS pg_trgm")
        # the carrier of promised jobs brings its own tables
        op.get_bind().exec_driver_sql(SchemaManager.get_schema().replace("%", "%%"))
