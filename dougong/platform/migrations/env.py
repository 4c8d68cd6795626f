"""Alembic's entry: runs in the transaction that ``platform.db.migrate`` opened."""

from alembic import context

from dougong.platform.db.metadata import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=False,
    transactional_ddl=True,
)
context.run_migrations()
