"""How many rows a statement would count, guessed by the planner: instant on large tables, exact on small ones."""

from typing import Any

from sqlalchemy import Connection, Executable, Select, literal_column
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.elements import ClauseElement

EXACT_UP_TO = 20_000


class Explain(Executable, ClauseElement):
    """``EXPLAIN`` of a statement, as JSON."""

    inherit_cache = False

    def __init__(self, statement: Select[Any]) -> None:
        self.statement = statement


@compiles(Explain, "postgresql")
def _explain(element: Explain, compiler: Any, **options: Any) -> str:
    return "EXPLAIN (FORMAT JSON) " + str(compiler.process(element.statement, **options))


def estimated(connection: Connection, counting: Select[Any]) -> int | None:
    """PostgreSQL's guess when it is large; None where counting is right (SQLite keeps no such statistics)."""
    if connection.dialect.name != "postgresql":
        return None
    rows: Select[Any] = counting.with_only_columns(literal_column("1"), maintain_column_froms=True)
    explained = connection.execute(Explain(rows)).scalar_one()
    guessed = int(explained[0]["Plan"]["Plan Rows"])
    return guessed if guessed > EXACT_UP_TO else None
