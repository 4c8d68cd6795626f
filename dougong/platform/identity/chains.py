"""Walking up: the superiors of a person, the departments above a department."""

from typing import Any

from sqlalchemy import Column, Connection, select


def leads_to(connection: Connection, up: Column[Any], start: str, wanted: str) -> bool:
    """Whether going up from ``start`` by the column ``up`` meets ``wanted``; ``start`` itself counts. A ring ends where
    it closes."""
    seen: set[str] = set()
    step: str | None = start
    while step is not None and step not in seen:
        if step == wanted:
            return True
        seen.add(step)
        step = connection.scalar(select(up).where(up.table.c.id == step))
    return False
