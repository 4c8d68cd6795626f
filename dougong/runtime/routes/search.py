"""The search box."""

from typing import Annotated, Any

from fastapi import Query

from dougong.edge import SIGNED_IN, Caller, Routes
from dougong.runtime.answers.records import SearchHits
from dougong.runtime.services.search import search

routes = Routes("/api/search", tags=["search"], about="Searching over all forms.")


@routes.get("", SIGNED_IN, counted=True, answers=SearchHits)
def find(
    caller: Caller, q: Annotated[str, Query(max_length=500)] = "", limit: Annotated[int, Query(ge=1, le=50)] = 20
) -> dict[str, Any]:
    """Records that hold all the words, in every form I may read."""
    return search(caller.services, caller.connection, caller.actor, q, limit=limit)
