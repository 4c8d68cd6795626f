"""The divisions of the country, for regions and addresses."""

from typing import Any

from dougong.edge import SIGNED_IN, Caller, Routes
from dougong.engines.record.regions import children_of
from dougong.runtime.answers.people import DivisionList

routes = Routes("/api/regions", tags=["regions"], about="The divisions of the country.")


@routes.get("", SIGNED_IN, answers=DivisionList)
def regions(caller: Caller, parent: str = "") -> dict[str, Any]:
    """Provinces, or what lies directly below a province or city."""
    items = [{"code": code, "name": name} for code, name in children_of(parent)]
    return {"items": items, "next": None, "total": len(items)}
