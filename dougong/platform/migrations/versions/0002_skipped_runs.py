"""Runs of rules whose condition did not hold are found by themselves, so that only the last of them are kept."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

_SKIPPED = sa.column("outcome") == "skipped"


def upgrade() -> None:
    op.create_index(
        "ix_rule_runs__skipped",
        "rule_runs",
        ["app", "rule", "id"],
        unique=False,
        sqlite_where=_SKIPPED,
        postgresql_where=_SKIPPED,
    )
