"""Searching all that one may read."""

from typing import Any

from dougong.edge import SIGNED_IN, Caller, PageSize, Routes
from dougong.runtime.services.searching import search

routes = Routes("/api/search", tags=["search"])


@routes.get("", SIGNED_IN)
def find(caller: Caller, q: str = "", limit: PageSize = 20) -> dict[str, Any]:
    """Records of all forms that hold these words."""
    items = search(caller.services, caller.connection, caller.actor, q[:200], limit)
    return {"items": items, "next": None, "total": None}
