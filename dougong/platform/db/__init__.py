"""The database: where everything that remembers reads and writes.

Only ``Database.write`` commits. What is given to it may run more than once, so it must not change anything outside
the database except through ``Unit.after_commit``.
"""

from dougong.platform.db.database import Database, ServerDialect, open_database
from dougong.platform.db.metadata import metadata
from dougong.platform.db.unit import Unit

__all__ = ["Database", "ServerDialect", "Unit", "metadata", "open_database"]
