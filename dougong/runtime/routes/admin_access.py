"""For administrators: why somebody may or may not see something."""

from typing import Any

from dougong.edge import ADMIN, Caller, Routes
from dougong.runtime.answers.people import AccessExplained
from dougong.runtime.services.access_explain import explain

routes = Routes("/api/admin/access", tags=["admin"])


@routes.get("/explain", ADMIN, refuses=(404,), answers=AccessExplained)
def explain_access(
    caller: Caller, user: str, app: str, form: str, record: str | None = None, field: str | None = None
) -> dict[str, Any]:
    """His roles, the grants that reach him, what each gives on a row and a field, and what comes of it."""
    return explain(caller.services, caller.connection, user, app, form, record, field)
