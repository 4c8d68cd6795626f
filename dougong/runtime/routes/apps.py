"""An app as its member may see it, and its API described."""

from typing import Any

from starlette.responses import Response

from dougong.edge import SIGNED_IN, Caller, Routes, answer
from dougong.runtime.services.app_openapi import openapi
from dougong.runtime.services.app_shape import shown_app
from dougong.runtime.services.desk import open_desk

routes = Routes("/api/apps/{app}", tags=["apps"])


@routes.get("", SIGNED_IN)
def read(caller: Caller, app: str) -> Response:
    """Forms, fields with my rights, views, buttons, menu, reports: what the pages are drawn from."""
    shown = shown_app(open_desk(caller.services, caller.connection, caller.actor, app))
    return answer(shown, headers={"Cache-Control": "private, no-cache"})


@routes.get("/openapi.json", SIGNED_IN)
def describe(caller: Caller, app: str) -> dict[str, Any]:
    """This app's API, its forms typed field by field."""
    return openapi(open_desk(caller.services, caller.connection, caller.actor, app))
